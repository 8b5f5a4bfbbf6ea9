"""What reading found, as plain JSON values and back."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.printable import without_folders
from openkam.core.problem import InternalFault, Problem
from openkam.intake.receipt import Receipt

KEPT_ROWS: Final = 50
"""So many set-aside rows are kept one by one beside the totals; the file has all of them."""

INTERNAL: Final = "INTERNAL"
"""Code of the problem that a fault of ours becomes: its words are for the log, they may name paths and values."""

_OURS: Final = Problem(
    Text("Something failed in OpenKAM itself, not in your file.", "系统内部出错，与您的文件无关。"),
    remedy=Text(
        "Nothing was left half done. Try again; if it fails again, tell your administrator, who finds the fault in the "
        "log.",
        "没有留下任何不完整的数据。请重试；如仍失败，请联系管理员查看日志中的错误。",
    ),
    code=INTERNAL,
)


@dataclass(frozen=True)
class Preview:
    """The first rows as they are understood: `columns` are canonical, `rows` hold (number of the row, what is wrong
    with it or None, cells), a cell the text that was written and the value it means; None: nothing."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Text | None, tuple[tuple[str | None, str | None], ...]], ...]


@dataclass(frozen=True)
class Finding:
    """One table: a problem, or what would be published. `key` changes with the bytes and with every choice.

    `amounts` by currency (blank: none named): rows and amount; `since` and `until` ISO days or blank.
    """

    key: str
    problem: Problem | None = None
    receipt: Receipt | None = None
    preview: Preview | None = None
    amounts: tuple[tuple[str, int, Decimal], ...] = ()
    since: str = ""
    until: str = ""
    staged_sha256: str = ""
    has_set_aside: bool = False

    def as_meta(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        return {
            "key": self.key,
            "problem": problem_meta(self.problem) if self.problem else None,
            "receipt": self.receipt.as_meta() if self.receipt else None,
            "preview": _preview_meta(self.preview) if self.preview else None,
            "amounts": [[currency, rows, str(amount)] for currency, rows, amount in self.amounts],
            "since": self.since,
            "until": self.until,
            "staged_sha256": self.staged_sha256,
            "has_set_aside": self.has_set_aside,
        }

    @classmethod
    def of_meta(cls, meta: dict[str, Any]) -> "Finding":
        """The finding that `as_meta` wrote."""
        return cls(
            key=meta["key"],
            problem=problem_of(meta["problem"]) if meta["problem"] else None,
            receipt=Receipt.of_meta(meta["receipt"]) if meta["receipt"] else None,
            preview=preview_of(meta["preview"]) if meta["preview"] else None,
            amounts=tuple((currency, rows, Decimal(amount)) for currency, rows, amount in meta["amounts"]),
            since=meta["since"],
            until=meta["until"],
            staged_sha256=meta["staged_sha256"],
            has_set_aside=meta["has_set_aside"],
        )


def problem_meta(fault: Problem | InternalFault) -> dict[str, Any]:
    """A problem as plain JSON values, without the folders of the server; a fault of ours without its words."""
    if isinstance(fault, InternalFault):
        fault = _OURS
    parts = {key: getattr(fault, key) for key in ("row", "column", "value", "code")}
    what, remedy = ([without_folders(words) for words in text] for text in (fault.what, fault.remedy))
    file = fault.file and without_folders(fault.file)
    return {"what": what, "remedy": remedy, "file": file, **parts}


def problem_of(meta: dict[str, Any]) -> Problem:
    """The problem that `problem_meta` wrote; what earlier versions wrote of a fault of ours named the exception."""
    if meta["code"] == INTERNAL:
        return _OURS
    parts = {key: meta[key] for key in ("file", "row", "column", "value", "code")}
    return Problem(Text(*meta["what"]), remedy=Text(*meta["remedy"]), **parts)


def preview_of(meta: dict[str, Any]) -> Preview:
    """The preview that the child wrote."""
    return Preview(
        meta["file"],
        tuple(meta["columns"]),
        tuple(
            (number, Text(*wrong) if wrong else None, tuple((raw, value) for raw, value in cells))
            for number, wrong, cells in meta["rows"]
        ),
    )


def _preview_meta(preview: Preview) -> dict[str, Any]:
    return {"file": preview.file, "columns": list(preview.columns), "rows": [list(row) for row in preview.rows]}
