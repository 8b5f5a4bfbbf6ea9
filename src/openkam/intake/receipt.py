"""What was read, what was used and what was set aside: the control totals of a reading, which always close."""

from dataclasses import asdict, dataclass, field
from typing import Any

from openkam.analysis.words import Text

SET_ASIDE_KEPT = 10_000
"""So many set-aside rows are kept one by one in a receipt; counts and amounts are always of all of them."""


@dataclass(frozen=True)
class SetAside:
    """One row that could not be used. `row` counts as a spreadsheet does: the header of a plain file is row 1."""

    file: str
    row: int
    column: str
    value: str
    code: str
    reason: Text


@dataclass(frozen=True)
class Note:
    """Something the reader should know although no row was lost by it."""

    file: str
    column: str
    count: int
    what: Text


@dataclass(frozen=True)
class FileReceipt:
    """One file: what it was and how it was understood. `mapping` is canonical column -> header."""

    name: str
    sha256: str
    kind: str
    encoding: str
    delimiter: str
    rows_read: int
    mapping: dict[str, str]
    unused_headers: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """Control totals of one reading; amounts are whole units of 1/10,000, in whatever currency the rows were.

    rows_read = rows_used + rows_set_aside, amount_read = amount_used + amount_set_aside. The amounts are of rows
    whose amount is readable; the other rows are counted in `amount_unreadable_rows`. Rows replaced by a later copy of
    their invoice are set aside with the code REPLACED. `differing_copies` counts the invoices whose copies were not
    the same, `differing_amount` is what the later copies changed. `clashing_copies` counts those among them that have
    another date or another customer, so that two invoices may bear one number; `clashing_amount` is the amount of the
    copies that gave way. A total row counts as a row set aside, its amount as nothing. `unreadable` counts the rows
    without a readable amount by reason, `oddities` rows and amounts by what is odd in rows that are used; a kind that
    is missing was not looked for.
    """

    files: tuple[FileReceipt, ...]
    rows_read: int
    rows_used: int
    rows_set_aside: int
    rows_replaced: int
    amount_read: int
    amount_used: int
    amount_set_aside: int
    amount_unreadable_rows: int
    differing_copies: int
    differing_amount: int
    set_aside: tuple[SetAside, ...]
    reasons: dict[str, tuple[int, int]]
    notes: tuple[Note, ...] = field(default=())
    clashing_copies: int = 0
    clashing_amount: int = 0
    unreadable: dict[str, int] = field(default_factory=dict)
    oddities: dict[str, tuple[int, int]] = field(default_factory=dict)

    def amount_aside(self, code: str) -> int | None:
        """The amount set aside for a reason; None where not one of its rows has an amount that can be read."""
        rows, amount = self.reasons[code]
        return None if rows and self.unreadable.get(code, 0) == rows else amount

    @property
    def closes(self) -> bool:
        """Whether rows and amounts read equal those used and set aside."""
        return (
            self.rows_read == self.rows_used + self.rows_set_aside
            and self.amount_read == self.amount_used + self.amount_set_aside
            and self.rows_set_aside == sum(count for count, _ in self.reasons.values())
            and self.amount_set_aside == sum(amount for _, amount in self.reasons.values())
        )

    def as_meta(self) -> dict[str, Any]:
        """The receipt as plain JSON values."""
        return asdict(self)

    @classmethod
    def of_meta(cls, meta: dict[str, Any]) -> "Receipt":
        """The receipt that `as_meta` wrote."""
        return cls(
            **meta
            | {
                "files": tuple(
                    FileReceipt(**f | {"unused_headers": tuple(f["unused_headers"])}) for f in meta["files"]
                ),
                "set_aside": tuple(SetAside(**s | {"reason": Text(*s["reason"])}) for s in meta["set_aside"]),
                "reasons": {code: (count, amount) for code, (count, amount) in meta["reasons"].items()},
                "oddities": {code: (count, amount) for code, (count, amount) in meta.get("oddities", {}).items()},
                "notes": tuple(Note(**n | {"what": Text(*n["what"])}) for n in meta["notes"]),
            }
        )
