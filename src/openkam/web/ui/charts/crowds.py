"""Many accounts on few pixels: neighbours together, lines with fewer points."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.web.ui.charts.chart import TABLE_ROWS, Mark, Sheet

MOST_POINTS: Final = 240
FIRST_ROWS: Final = 12
_GROUP: Final = Text("accounts {first} to {latest}", "第{first}至{latest}家")


@dataclass(frozen=True)
class Crowd:
    """Accounts of known value, the best first: the value of each, and marks of at least the first ones.

    Marks are wanted of all that are drawn alone and of the first rows of the table.
    """

    values: Array
    marks: Sequence[Mark]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> "Crowd":
        """Those of known value."""
        known = [mark for mark in marks if mark.value is not None]
        return cls(np.array([mark.value for mark in known]), known)

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.values)


def thinned(heights: Array) -> list[int]:
    """At most MOST_POINTS places of a line; both ends and the highest stay."""
    if len(heights) <= MOST_POINTS:
        return list(range(len(heights)))
    latest = len(heights) - 1
    return sorted({round(i * latest / (MOST_POINTS - 2)) for i in range(MOST_POINTS - 1)} | {int(np.argmax(heights))})


def groups(count: int, most: int) -> list[tuple[int, int]]:
    """Half-open ranges of neighbours, one each where all fit."""
    parts = min(count, most)
    return list(pairwise(round(i * count / parts) for i in range(parts + 1)))


def rows_told(count: int, most: int) -> int:
    """How many accounts the table names: fewer where a mark stands for many, as the list behind it has them all."""
    return TABLE_ROWS if count <= most else FIRST_ROWS


def group_addresses(crowd: Crowd, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Where a single account leads; several lead nowhere."""
    return [crowd.marks[first].href if end - first == 1 else "" for first, end in spans]


def group_names(crowd: Crowd, spans: Sequence[tuple[int, int]], sheet: Sheet) -> list[str]:
    """The name of a single account, else from which place to which."""
    words = sheet.words(_GROUP)
    return [
        sheet.words(crowd.marks[first].name)
        if end - first == 1
        else words.format(first=f"{first + 1:,}", latest=f"{end:,}")
        for first, end in spans
    ]
