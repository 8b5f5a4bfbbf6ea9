"""A measured column: one value an account, and whether it is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Column:
    """Values (int64 for money in 1/10,000, counts and days; float64 for shares and ratios) and a mask.

    Where `known` is False the value is 0 and means nothing: unknown is not zero.
    """

    values: Array
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, values: Array, known: NDArray[np.bool_] | bool = True) -> "Column":
        """A column whose unknown values are blanked."""
        values = np.asarray(values)
        mask = np.broadcast_to(np.asarray(known, bool), values.shape)
        return cls(np.where(mask, values, np.zeros(1, values.dtype)), mask)

    @classmethod
    def unknown(cls, count: int) -> "Column":
        """A column nobody could fill."""
        return cls(np.zeros(count), np.zeros(count, bool))

    def at(self, rows: Array) -> "Column":
        """The column of some rows, in their order."""
        return Column(self.values[rows], self.known[rows])

    def told(self) -> list[Any]:
        """The values, None where they are unknown."""
        values: list[Any] = self.values.tolist()
        if self.known.all():
            return values
        return [value if is_known else None for value, is_known in zip(values, self.known.tolist(), strict=True)]

    def filled(self) -> NDArray[np.float64]:
        """Values as float64, unknown as NaN."""
        return np.where(self.known, self.values.astype(np.float64), np.nan)

    def __len__(self) -> int:
        return len(self.values)
