"""What is to be read, and what its reader already knows about it."""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openkam.analysis.schema import TABLES, Table


@dataclass(frozen=True)
class Reading:
    """Files that hold one fact table, in the order in which they were exported.

    `mapping` names headers for canonical columns (`{"net_amount": "Umsatz"}`; an empty header leaves the column out).
    `day_first` and `decimal_mark` (`.` or `,`) settle what the file leaves open; None means: look for evidence.
    `currency` is the currency of rows that name none. `parts` says that the files are parts of one export,
    so that an invoice number in two of them is one invoice. Dates after `latest_plausible` are set aside;
    where it is None a fixed rule looks for stray dates (`plausible.latest_of`).
    """

    files: tuple[Path, ...]
    table: str = "invoice_lines"
    mapping: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal_mark: str | None = None
    currency: str | None = None
    parts: bool = False
    latest_plausible: date | None = None

    @property
    def schema(self) -> Table:
        """The contract of the table that is read."""
        return next(table for table in TABLES if table.name == self.table)

    def as_request(self) -> dict[str, Any]:
        """The reading as plain JSON values."""
        latest = self.latest_plausible
        return asdict(self) | {
            "files": [str(path) for path in self.files],
            "latest_plausible": latest and latest.isoformat(),
        }

    @classmethod
    def of_request(cls, request: dict[str, Any]) -> "Reading":
        """The reading that `as_request` wrote."""
        latest = request["latest_plausible"]
        return cls(
            **request
            | {
                "files": tuple(Path(path) for path in request["files"]),
                "latest_plausible": date.fromisoformat(latest) if latest else None,
            }
        )
