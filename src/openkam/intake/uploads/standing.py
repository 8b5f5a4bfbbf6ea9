"""How an upload stands: its tables with what was chosen and found, what is still open, and what publishing would do."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from openkam.intake.uploads.choices import TABLE, Choices, Understood, understood
from openkam.intake.uploads.findings import Finding
from openkam.intake.uploads.models import Upload, UploadFile

OUTLOOK: Final = "outlook"
"""Among the findings of an upload, beside those of its tables: what publishing would do to the ledger."""


@dataclass(frozen=True)
class TableStanding:
    """One table of an upload. `finding` is None where nobody checked the present bytes with the present choices."""

    table: str
    files: tuple[UploadFile, ...]
    choices: Choices
    understood: Understood
    key: str
    finding: Finding | None

    @property
    def asks_currency(self) -> bool:
        """Whether a person has to say which currency the amounts are in; a file without rows is refused instead."""
        if not self.understood.names_no_currency or self.choices.currency is not None:
            return False
        return self.is_checked or any(self.understood.samples.values())

    @property
    def is_ready_to_read(self) -> bool:
        """Whether nothing about the columns is open."""
        return self.understood.problem is None and not self.asks_currency

    @property
    def is_checked(self) -> bool:
        """Whether it could be published as it stands."""
        return self.finding is not None and self.finding.problem is None


@dataclass(frozen=True)
class Standing:
    """An upload: its files, its tables in the order of the contract, and files of which nobody knows what they are."""

    upload: Upload
    files: tuple[UploadFile, ...]
    tables: tuple[TableStanding, ...]
    unknown: tuple[UploadFile, ...]
    unreadable: tuple[UploadFile, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everything was checked and nothing is open."""
        return (
            bool(self.tables)
            and not self.unknown
            and not self.unreadable
            and all(table.is_ready_to_read and table.is_checked for table in self.tables)
        )

    @property
    def seal(self) -> str:
        """Changes with everything that publishing depends on: who agrees names what he has seen."""
        staged = [(one.table, one.key, one.finding.staged_sha256 if one.finding else "") for one in self.tables]
        return _digest([self.upload.source, self.upload.load_again, staged])[:32]


def standing_of(upload: Upload) -> Standing:
    """How the upload stands now."""
    files = tuple(upload.files.order_by("position"))
    wanted = [file for file in files if file.table != UploadFile.LEFT_OUT]
    readable = [file for file in wanted if file.look and not file.look.get("problem")]
    by_table = {name: tuple(file for file in readable if file.table == name) for name in TABLE}
    return Standing(
        upload=upload,
        files=files,
        tables=tuple(_table_standing(upload, name, found) for name, found in by_table.items() if found),
        unknown=tuple(file for file in readable if not file.table),
        unreadable=tuple(file for file in wanted if file.look and file.look.get("problem")),
    )


def _table_standing(upload: Upload, table: str, files: tuple[UploadFile, ...]) -> TableStanding:
    choices = Choices(**upload.choices.get(table, {}))
    key = _digest([table, [file.sha256 for file in files], choices.as_meta()])
    kept = upload.findings.get(table)
    finding = Finding.of_meta(kept) if kept and kept["key"] == key else None
    looks = [file.look | {"name": file.name} for file in files]
    return TableStanding(table, files, choices, understood(table, looks, choices), key, finding)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
