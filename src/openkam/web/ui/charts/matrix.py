"""Accounts by two values and a size: which are worth more tomorrow than today."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Final, NamedTuple

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import TABLE_ROWS, Chart, Labels, Row, Sheet, Unit, chart
from openkam.web.ui.charts.frame import BOTTOM, TOP, Frame
from openkam.web.ui.charts.scales import BentScale

MOST_BUBBLES: Final = 150
MOST_NAMES: Final = 9
GRID: Final = 3
"""Accounts beyond the largest are dots; those that fall on one place of this many pixels are drawn once."""
LARGEST: Final = 26.0
SMALLEST: Final = 3.0
_LEFT: Final = 54.0
_BENDS: Final = 0.1
_FAR: Final = 1 << 20
"""Farther than any place of a drawing."""
_ACCOUNT: Final = Text("Account", "客户")
_Box = tuple[float, float, float, float]
_REST: Final = Text("{n} smaller accounts", "另有{n}家较小客户")


class Bubble(NamedTuple):
    """An account; `size` is an area (sales), never negative; a value of None leaves the account out."""

    name: Text | str
    x: float | None
    y: float | None
    size: float
    href: str = ""
    place: int = 9


@dataclass(frozen=True)
class Dust:
    """Accounts smaller than every bubble, drawn as dots without a name: float64, one value an account."""

    x: Array
    y: Array


@dataclass(frozen=True)
class Quarters:
    """The lines that part the field, and what its quarters mean: upper left, upper right, lower left, lower right.

    counts  accounts in each where not all of them are drawn; None: those drawn
    """

    x: float
    y: float
    names: tuple[Text, Text, Text, Text]
    counts: tuple[int, int, int, int] | None = None

    def counted(self, known: "Sequence[_Known]") -> Sequence[int]:
        """How many accounts each quarter has."""
        if self.counts is not None:
            return self.counts
        counts = [0, 0, 0, 0]
        for one in known:
            counts[(one.x >= self.x) + 2 * (one.y < self.y)] += 1
        return counts


_NO_DUST: Final = Dust(np.empty(0), np.empty(0))


def matrix(
    bubbles: Sequence[Bubble],
    labels: Labels,
    quarters: Quarters,
    *,
    dust: Dust = _NO_DUST,
    unit: Unit = "money",
    language: Language,
) -> Chart:
    """Each account at (x, y), both axes bent so that small and large are seen together; the largest are named.

    The MOST_BUBBLES largest are links; the others are dots. `place` is the tier, 0 the best. Of many dots on one place
    a caller may give one, and tell in `quarters.counts` how many accounts there are.
    """
    sheet = Sheet(labels, unit, language)
    known = [_known(one, one.x, one.y, sheet) for one in bubbles if one.x is not None and one.y is not None]
    known.sort(key=lambda one: -one.bubble.size)
    rows = [Row(one.name, one.figures, one.bubble.href) for one in known[:TABLE_ROWS]]
    return chart(
        sheet,
        partial(_drawn, known, dust, quarters),
        (_ACCOUNT, labels.across, labels.upward),
        rows,
        sum(quarters.counted(known)),
    )


class _Known(NamedTuple):
    x: float
    y: float
    bubble: Bubble
    name: str
    figures: tuple[str, str]


def _known(bubble: Bubble, x: float, y: float, sheet: Sheet) -> _Known:
    """With its words, which are the same at both widths."""
    return _Known(x, y, bubble, sheet.words(bubble.name), (sheet.figure(x), sheet.figure(y)))


def _drawn(known: Sequence[_Known], dust: Dust, quarters: Quarters, sheet: Sheet) -> Markup:
    every = _joined(known, dust)
    within = _field(every, quarters, sheet)
    most, most_names = (MOST_BUBBLES // 4, MOST_NAMES // 2) if sheet.is_narrow else (MOST_BUBBLES, MOST_NAMES)
    largest = max(one.bubble.size for one in known) or 1.0
    scale = LARGEST * 0.7 if sheet.is_narrow else LARGEST
    parts = [
        *within.axes(sheet.figure, sheet),
        *_across_ticks(within, sheet),
        *_dots(within, Dust(every.x[most:], every.y[most:]), sum(quarters.counted(known)) - most, sheet),
    ]
    taken: list[_Box] = []
    corners = _quarters(within, known, quarters, taken, sheet)
    names: list[Markup] = []
    shown = known[:most]
    across = within.across.places(every.x[: len(shown)]).tolist()
    upward = within.upward.places(every.y[: len(shown)]).tolist()
    for place, (one, *at) in enumerate(zip(shown, across, upward, strict=True)):
        radius = max(SMALLEST, scale * sqrt(max(one.bubble.size, 0.0) / largest))
        words = f"{one.name}: {one.figures[0]} → {one.figures[1]}"
        circle = drawing.circle(f"bubble b{min(one.bubble.place, 4)}", at[0], at[1], radius)
        parts.append(drawing.linked([circle], words, one.bubble.href, place))
        if len(names) < most_names:
            names += _name(within, (at[0], at[1]), radius, one.name, taken)
    return drawing.svg(sheet, within.height, [*parts, *corners, *names])


def _joined(known: Sequence[_Known], dust: Dust) -> Dust:
    return Dust(np.append([one.x for one in known], dust.x), np.append([one.y for one in known], dust.y))


def _field(every: Dust, quarters: Quarters, sheet: Sheet) -> Frame:
    height = 340.0 if sheet.is_narrow else 420.0
    xs, ys = np.append(quarters.x, every.x), np.append(quarters.y, every.y)
    return Frame(height, _bent(xs, _LEFT, sheet.width - 12.0), _bent(ys, height - BOTTOM - 24.0, TOP + 8.0 + LARGEST))


def _bent(values: Array, start: float, end: float) -> BentScale:
    """Bends at a tenth of the usual size, with a little room beyond both ends."""
    bend = (float(np.median(np.abs(values[values != 0]))) if values.any() else 1.0) * _BENDS
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    return BentScale(low * 1.3 if low < 0 else 0.0, high * 1.3 or 1.0, start, end, bend)


def _across_ticks(within: Frame, sheet: Sheet) -> list[Markup]:
    parts, free = [], 0.0
    for value in within.across.ticks(4):
        x, words = within.across.at(value), sheet.figure(value)
        if x >= free:
            parts.append(drawing.text(words, x, within.upward.start + 15.0, "tick", "middle"))
            free = x + drawing.width_of(words) + 10.0
        if value == 0 and within.across.low < 0:
            parts.append(drawing.line("axis", x, within.upward.start, x, within.upward.end))
    return parts


def _quarters(
    within: Frame, known: Sequence[_Known], quarters: Quarters, taken: list[_Box], sheet: Sheet
) -> list[Markup]:
    """The parting lines and, in each corner, what the quarter means; their places are taken for other names."""
    x, y = within.point(quarters.x, quarters.y)
    left, right, top, ground = within.across.start, within.across.end, within.upward.end, within.upward.start
    above = top - LARGEST + 2.0
    corners = ((left + 6.0, above), (right, above), (left + 6.0, ground - 8.0), (right, ground - 8.0))
    counts = quarters.counted(known)
    parts = [drawing.line("rule", x, above, x, ground), drawing.line("rule", left, y, right, y)]
    for name, count, corner in zip(quarters.names, counts, corners, strict=True):
        words, is_right = f"{sheet.words(name)} · {count:,}", corner[0] == right
        parts.append(drawing.text(words, *corner, "quarter", "end" if is_right else "start"))
        start = corner[0] - (drawing.width_of(words) if is_right else 0.0)
        taken.append((start, corner[1] - 12.0, start + drawing.width_of(words), corner[1] + 4.0))
    return parts


def _dots(within: Frame, rest: Dust, count: int, sheet: Sheet) -> list[Markup]:
    if not len(rest.x):
        return []
    across, upward = (
        np.rint(scale.places(values) / GRID).astype(int) * GRID
        for scale, values in ((within.across, rest.x), (within.upward, rest.y))
    )
    # One number a place, so that to sort them and to keep each once is one step.
    once = np.unique(across * _FAR + upward + _FAR // 2)
    places = np.stack((once // _FAR, once % _FAR - _FAR // 2), axis=1).ravel().tolist()
    course = "M%d %dh0" * len(once) % tuple(places)
    words = sheet.words(_REST.filled(n=f"{count:,}"))
    return [drawing.linked([drawing.element("path", class_="dust", d=course)], words)]


def _name(within: Frame, at: tuple[float, float], radius: float, name: str, taken: list[_Box]) -> list[Markup]:
    """The name to the right of its bubble, else to the left; none where another name stands already."""
    words, (x, y) = drawing.fitting(name, 150.0), at
    length = drawing.width_of(words)
    for left, anchor in ((x + radius + 4, "start"), (x - radius - 4 - length, "end")):
        box = (left, y - 7.0, left + length, y + 7.0)
        is_inside = left >= within.across.start and box[2] <= within.across.end
        if is_inside and not any(_overlaps(box, other) for other in taken):
            taken.append(box)
            return [drawing.text(words, left if anchor == "start" else left + length, y + 4.0, "name", anchor)]
    return []


def _overlaps(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
