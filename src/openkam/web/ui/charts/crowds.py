"""Many accounts on few pixels: neighbours together, lines with fewer points."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from openkam.analysis.words import Text
from openkam.web.ui.charts.chart import Mark, Sheet

MOST_POINTS: Final = 240
_GROUP: Final = Text("accounts {first} to {latest}", "第{first}至{latest}家")


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most MOST_POINTS of them; both ends and the highest stay."""
    if len(points) <= MOST_POINTS:
        return list(points)
    latest = len(points) - 1
    highest = max(range(len(points)), key=lambda i: points[i][1])
    kept = sorted({round(i * latest / (MOST_POINTS - 2)) for i in range(MOST_POINTS - 1)} | {highest})
    return [points[i] for i in kept]


def groups(count: int, most: int) -> list[tuple[int, int]]:
    """Half-open ranges of neighbours, one each where all fit."""
    parts = min(count, most)
    return list(pairwise(round(i * count / parts) for i in range(parts + 1)))


def group_name(marks: Sequence[Mark], first: int, end: int, sheet: Sheet) -> str:
    """The name of a single account, else from which place to which."""
    if end - first == 1:
        return sheet.words(marks[first].name)
    return sheet.words(_GROUP.filled(first=f"{first + 1:,}", latest=f"{end:,}"))
