"""Numbers for marks: which account or code a hash of an engine stands for."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array

_MOST_BITS: Final = 24
_ROOM_BITS: Final = 7
"""With 128 slots a mark, one mark of a hundred shares its slot."""


class Numbered:
    """Different unsigned marks and the number (int32) of each: a table by their first bits answers nearly always.

    Many times faster than looking each mark up among the sorted ones, which the few do that share a slot.
    """

    def __init__(self, marks: Array, numbers: Array) -> None:
        order = np.argsort(marks)
        self._marks, self._numbers = marks[order], numbers[order].astype(np.int32)
        bits = min(_MOST_BITS, len(marks).bit_length() + _ROOM_BITS)
        self._shift = marks.dtype.type(8 * marks.itemsize - bits)
        slots = self._marks >> self._shift
        self._slots = np.zeros(1 << bits, np.int32)
        self._slots[slots] = self._numbers
        self._slots[slots[1:][slots[1:] == slots[:-1]]] = -1

    def of(self, marks: Array) -> Array:
        """The number of each of some marks, all of which must be known."""
        found = self._slots[(marks >> self._shift).astype(np.intp)]  # indices of any other kind cost twice as much
        shared = np.flatnonzero(found < 0)
        found[shared] = self._numbers[np.searchsorted(self._marks, marks[shared])]
        return np.asarray(found)
