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
from openkam.web.ui.charts import drawing, stretched
from openkam.web.ui.charts.chart import Chart, Labels, Row, Sheet, Unit, chart, figures
from openkam.web.ui.charts.crowds import rows_told
from openkam.web.ui.charts.frame import BOTTOM, TOP, Frame
from openkam.web.ui.charts.scales import BentScale
from openkam.web.ui.charts.stretched import NARROWEST, ROOMY, WHOLE
from openkam.web.ui.escaping import measured

MOST_BUBBLES: Final = 100
MOST_NAMES: Final = 9
NAMED_OF: Final = 40
GRID: Final = (4, 3)
"""Accounts beyond the largest are dots: those on one place of so many tenths of a percent and pixels are drawn once."""
HEIGHT: Final = 420.0
LARGEST: Final = 26.0
SMALLEST: Final = 3.0
_PIXELS: Final = 5.5
"""Of a percent that a radius is measured in, on a page (the mean of 660 and 420 pixels)."""
_BENDS: Final = 0.1
_BEYOND: Final = 2.0
_LONGEST_NAME: Final = 150.0
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
    known = _known(bubbles, sheet)
    count = sum(quarters.counted(known))
    told = known[: rows_told(count, MOST_BUBBLES)]
    rows = [Row(one.name, one.figures, one.bubble.href) for one in told]
    return chart(
        sheet,
        partial(_drawn, known, dust, quarters),
        (_ACCOUNT, labels.across, labels.upward),
        rows,
        count,
    )


class _Placed(NamedTuple):
    """A bubble in percent and pixels, its name as it may stand beside it; its radius is that on a page."""

    x: float
    y: float
    radius: float
    name: str


class _Words(NamedTuple):
    """Words at x percent and y pixels, so many pixels `beside`."""

    words: str
    kind: str
    x: float
    y: float
    anchor: str
    beside: float

    def box(self, width: float) -> _Box:
        """What they take of a drawing so wide: left, top, right, bottom in pixels."""
        length, at = drawing.width_of(self.words), self.x / WHOLE * width + self.beside
        left = at if self.anchor == "start" else at - length
        return left, self.y - 11.0, left + length, self.y + 4.0


class _Known(NamedTuple):
    x: float
    y: float
    bubble: Bubble
    name: str
    figures: tuple[str, str]


def _known(bubbles: Sequence[Bubble], sheet: Sheet) -> list[_Known]:
    """Those of known values, the largest first, with their words, which are told twice."""
    known = [(one.x, one.y, one) for one in bubbles if one.x is not None and one.y is not None]
    known.sort(key=lambda one: -one[2].size)
    across, upward = (figures(np.array([one[axis] for one in known]), sheet.unit, sheet.language) for axis in (0, 1))
    words = zip(across, upward, strict=True)
    return [_Known(*one, sheet.words(one[2].name), told) for one, told in zip(known, words, strict=True)]


def _drawn(known: Sequence[_Known], dust: Dust, quarters: Quarters, sheet: Sheet) -> Markup:
    every = _joined(known, dust)
    within = _field(every, quarters)
    shown = known[:MOST_BUBBLES]
    counts = quarters.counted(known)
    parts = [
        *within.axes(sheet.figure, sheet),
        *_across_ticks(within, sheet),
        *_dots(within, Dust(every.x[len(shown) :], every.y[len(shown) :]), sum(counts) - len(shown), sheet),
    ]
    largest = max(one.bubble.size for one in shown) or 1.0
    across = within.across.places(every.x[: len(shown)]).tolist()
    upward = within.upward.places(every.y[: len(shown)]).tolist()
    placed = []
    for place, (one, x, y) in enumerate(zip(shown, across, upward, strict=True)):
        radius = max(SMALLEST, LARGEST * sqrt(max(one.bubble.size, 0.0) / largest))
        words = f"{one.name}: {one.figures[0]} → {one.figures[1]}"
        circle = f"bubble b{min(one.bubble.place, 4)}", x, y, radius / _PIXELS
        parts.append(drawing.marked(stretched.BUBBLE, circle, words, one.bubble.href, place))
        if place < NAMED_OF:
            placed.append(_Placed(x, y, radius, drawing.fitting(one.name, _LONGEST_NAME)))
    corners = _corners(within, quarters, counts, sheet)
    lines = _parting(within, quarters)
    return stretched.svg(sheet, within.height, [*parts, *lines, *_named(placed, corners)])


def _joined(known: Sequence[_Known], dust: Dust) -> Dust:
    return Dust(np.append([one.x for one in known], dust.x), np.append([one.y for one in known], dust.y))


def _field(every: Dust, quarters: Quarters) -> Frame:
    xs, ys = np.append(quarters.x, every.x), np.append(quarters.y, every.y)
    return Frame(HEIGHT, _bent(xs, 0.0, WHOLE), _bent(ys, HEIGHT - BOTTOM - 24.0, TOP + 8.0 + LARGEST))


def _bent(values: Array, start: float, end: float) -> BentScale:
    """Bends at a tenth of the usual size, with room for half a bubble beyond both ends."""
    bend = (_middle(np.abs(values[values != 0])) if values.any() else 1.0) * _BENDS
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    return BentScale(low * _BEYOND if low < 0 else 0.0, high * _BEYOND or 1.0, start, end, bend)


def _middle(values: Array) -> float:
    """Their median; numpy's own takes twice as long."""
    rising, half = np.sort(values), len(values) // 2
    return float(rising[half] if len(values) % 2 else rising[half - 1 : half + 1].mean())


def _across_ticks(within: Frame, sheet: Sheet) -> list[Markup]:
    """The round values that have room between their neighbours, on a phone fewer of them."""
    parts, free, free_on_phone = [], 0.0, 0.0
    for value in within.across.ticks(4):
        x, words = within.across.at(value), sheet.figure(value)
        if value == 0 and within.across.low < 0:
            parts.append(stretched.line("axis", x, within.upward.start, x, within.upward.end))
        room, at, at_on_phone = drawing.width_of(words) + 10.0, x / WHOLE * ROOMY, x / WHOLE * NARROWEST
        if at < free:
            continue
        free, is_roomy = at + room, at_on_phone < free_on_phone
        if not is_roomy:
            free_on_phone = at_on_phone + room
        kind = "tick roomy" if is_roomy else "tick"
        parts.append(stretched.text(words, x, within.upward.start + 15.0, kind, "middle"))
    return parts


def _parting(within: Frame, quarters: Quarters) -> list[Markup]:
    """The lines between the quarters."""
    x, y = within.point(quarters.x, quarters.y)
    above = within.upward.end - LARGEST + 2.0
    return [
        stretched.line("rule", x, above, x, within.upward.start),
        stretched.line("rule", 0.0, y, WHOLE, y),
    ]


def _corners(within: Frame, quarters: Quarters, counts: Sequence[int], sheet: Sheet) -> list[_Words]:
    """In each corner what the quarter means."""
    words = [f"{sheet.words(name)} · {count:,}" for name, count in zip(quarters.names, counts, strict=True)]
    above, below = within.upward.end - LARGEST + 2.0, within.upward.start - 8.0
    return [
        _Words(words[0], "quarter", 0.0, above, "start", 6.0),
        _Words(words[1], "quarter", WHOLE, above, "end", 0.0),
        _Words(words[2], "quarter", 0.0, below, "start", 6.0),
        _Words(words[3], "quarter", WHOLE, below, "end", 0.0),
    ]


def _dots(within: Frame, rest: Dust, count: int, sheet: Sheet) -> list[Markup]:
    if not len(rest.x):
        return []
    # In tenths of a percent and in pixels, as a path is written; how many fall on one place does not matter.
    across = np.rint(within.across.places(rest.x) * (10.0 / GRID[0])).astype(np.int64)
    upward = np.rint(within.upward.places(rest.y) * (1.0 / GRID[1])).astype(np.int64)
    left, top = int(across.min()), int(upward.min())
    hit = np.zeros((int(across.max()) - left + 1, int(upward.max()) - top + 1), bool)
    hit[across - left, upward - top] = True
    places = np.add(np.argwhere(hit), (left, top)) * GRID
    written = measured("M%d %dh0" * len(places), *places.ravel().tolist())
    words = sheet.words(_REST.filled(n=f"{count:,}"))
    return [drawing.linked([stretched.course("dust", within.height, written)], words)]


def _named(placed: Sequence[_Placed], corners: Sequence[_Words]) -> list[Markup]:
    """The words in the corners, and the names of the largest accounts for which there is room, on a phone fewer."""
    said, rest = list(corners), list(placed)
    for most, kind, width in ((MOST_NAMES // 2, "name", NARROWEST), (MOST_NAMES, "name roomy", ROOMY)):
        taken, unnamed = [one.box(width) for one in said], []
        for one in rest:
            free = _beside(one, kind, width, taken) if len(said) - len(corners) < most else None
            if free is None:
                unnamed.append(one)
            else:
                said.append(free)
                taken.append(free.box(width))
        rest = unnamed
    return [stretched.text(one.words, one.x, one.y, one.kind, one.anchor, beside=one.beside) for one in said]


def _beside(one: _Placed, kind: str, width: float, taken: Sequence[_Box]) -> _Words | None:
    """The name to the right of its bubble, else to the left; None where another name stands already."""
    away = one.radius + 4.0
    for anchor, beside in (("start", away), ("end", -away)):
        free = _Words(one.name, kind, one.x, one.y + 4.0, anchor, beside)
        box = free.box(width)
        if box[0] >= 0.0 and box[2] <= width and not any(_overlaps(box, other) for other in taken):
            return free
    return None


def _overlaps(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
