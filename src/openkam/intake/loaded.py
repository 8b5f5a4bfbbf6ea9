"""One file inside the engine: a relation with a row id, a blank flag and its canonical columns as they were written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openkam.intake.promises import Promises
from openkam.intake.receipt import FileReceipt, Note

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Rejected:
    """A row that did not even have the right cells; `row` counts as a spreadsheet does."""

    row: int
    code: str
    column: str
    value: str


@dataclass(frozen=True)
class Section:
    """A sheet among several in one file: the row id of its first row, its name, and that row as it counts itself."""

    row_id: int
    sheet: str
    row: int


@dataclass(frozen=True)
class Loaded:
    """`relation` is SQL after FROM with the columns `row_id`, `is_blank` and one per canonical column found.

    `kinds`: canonical column -> its SQL type in the relation; `is_sheet` where text cells of number columns carry a
    leading apostrophe and codes may have been numbers. `blank_rows` looks for empty lines when
    it is asked; `everything` is SQL for the file with its own headers: a Parquet
    file's with `row_id`, another's in the order of the row ids. `rests` counts the cells that a typed column
    keeps as text in `rest_<name>` because they are not plain; `sections` are its sheets, where there are several;
    `mark` is the decimal mark where it is settled already; `promises` are those of its columns.
    """

    receipt: FileReceipt
    relation: str
    kinds: dict[str, str]
    is_sheet: bool
    first_row: int
    everything: str
    headers: tuple[str, ...]
    blank_rows: "Callable[[], NDArray[np.int64]] | None" = None
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[Note, ...] = ()
    rests: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    has_blanks: bool = True
    mark: str | None = None
    promises: Promises = field(default_factory=Promises)
    sections: tuple[Section, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the file had no types of its own; plain cells may have got theirs on the way in."""
        return not self.receipt.kind.startswith("parquet")

    def columns_where(self, connection: "DuckDBPyConnection", conditions: dict[str, str]) -> set[str]:
        """The columns of which a cell fulfils the condition; where a few values repeat, only those are looked at."""
        if not conditions:
            return set()
        # One question a column: half the work of many filtered counts in one, and it ends where a cell is found.
        asked = ", ".join(
            f"EXISTS (SELECT 1 FROM {self._values(name)} WHERE {condition})" for name, condition in conditions.items()
        )
        row = connection.execute(f"SELECT {asked}").fetchone() or ()
        return {name for name, is_there in zip(conditions, row, strict=True) if is_there}

    def _values(self, name: str) -> str:
        repeated = f'(SELECT "{name}" FROM {self.relation} GROUP BY ALL)'
        return repeated if name in self.promises.repeated else self.relation

    def written(self, name: str) -> str:
        """SQL for a cell of the relation as it was written, or, where it was plain, as it would be."""
        kind = self.kinds[name]
        text = f'CAST("{name}" AS VARCHAR)'
        if self.is_text and kind.startswith("DECIMAL"):
            text = f"regexp_replace({text}, '\\.?0*$', '')"
        return f'coalesce("rest_{name}", {text})' if name in self.rests else text

    def rows_of(self, row_ids: Sequence[int]) -> list[int]:
        """The rows of a spreadsheet in which these row ids stand; rows that were not loaded are counted in between."""
        if not row_ids:
            return []
        import numpy as np  # a tenth of a second, which a file without faults is spared

        at = np.array(row_ids, np.int64)
        blank = self.blank_rows() if self.blank_rows else np.zeros(0, np.int64)
        rejected = np.array([reject.row for reject in self.rejected], np.int64)
        missing = np.unique(np.concatenate([blank, rejected]))
        ahead = missing - self.first_row - np.arange(len(missing))
        rows: list[int] = (at + self.first_row + np.searchsorted(ahead, at, side="right")).tolist()
        return rows

    def place(self, row: int) -> tuple[str, int]:
        """File, with its sheet where there are several, and row in that sheet, of a row as `rows_of` counts."""
        name, row_id = self.receipt.name, row - self.first_row
        section = next((one for one in reversed(self.sections) if one.row_id <= row_id), None)
        return (f"{name} [{section.sheet}]", row_id - section.row_id + section.row) if section else (name, row)
