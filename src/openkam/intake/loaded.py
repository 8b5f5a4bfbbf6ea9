"""One file inside the engine: a relation with a row id, a blank flag and its canonical columns as they were written."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from openkam.intake.receipt import FileReceipt, Note


@dataclass(frozen=True)
class Rejected:
    """A row that did not even have the right cells; `row` counts as a spreadsheet does."""

    row: int
    code: str
    column: str
    value: str


@dataclass(frozen=True)
class Loaded:
    """`relation` is SQL after FROM with the columns `row_id`, `is_blank` and one per canonical column found.

    `kinds`: canonical column -> its SQL type in the relation; `is_sheet` where text cells of number columns carry a
    leading apostrophe and codes may have been numbers. `everything` is SQL for the file with its own headers: a Parquet
    file's with `row_id`, another's in the order of the row ids.
    """

    receipt: FileReceipt
    relation: str
    kinds: dict[str, str]
    is_sheet: bool
    first_row: int
    everything: str
    headers: tuple[str, ...]
    missing_rows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[Note, ...] = ()

    def rows_of(self, row_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of a spreadsheet in which these row ids stand; rows that were not loaded are counted in between."""
        ahead = self.missing_rows - self.first_row - np.arange(len(self.missing_rows))
        rows: NDArray[np.int64] = row_ids + self.first_row + np.searchsorted(ahead, row_ids, side="right")
        return rows
