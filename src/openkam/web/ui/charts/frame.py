"""The axes of a drawing: round values on the left, words at both ends, room for what stands between."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.web.ui.charts import drawing, stretched
from openkam.web.ui.charts.chart import Sheet
from openkam.web.ui.charts.crowds import thinned
from openkam.web.ui.charts.drawing import width_of
from openkam.web.ui.charts.scales import Scale
from openkam.web.ui.charts.stretched import MARGIN, NARROWEST, WHOLE, Point

TOP: Final = 26.0
BOTTOM: Final = 24.0
HEIGHT: Final = 300.0
_TICKS: Final = 5
_BESIDE: Final = 9.0
_BOLD: Final = 1.1
"""How much wider than other words a label is."""


@dataclass(frozen=True)
class Frame:
    """`across` places values in percent, `upward` in pixels; `height` is of the whole drawing."""

    height: float
    across: Scale
    upward: Scale

    def point(self, x: float, y: float) -> Point:
        """The place of a pair of values."""
        return self.across.at(x), self.upward.at(y)

    def axes(self, named: Callable[[float], str], sheet: Sheet) -> list[Markup]:
        """Round values with hairlines, the line of nothing, and what the axes count."""
        parts = []
        for value in self.upward.ticks(_TICKS):
            y = self.upward.at(value)
            parts += [
                stretched.line("axis" if value == 0 else "grid", 0.0, y, WHOLE, y),
                stretched.text(named(value), 0.0, y + 4.0, "tick", "end", beside=-7.0),
            ]
        if across := sheet.words(sheet.labels.across):
            parts.append(stretched.text(across, WHOLE, self.height - 2.0, "tick", "end"))
        if upward := sheet.words(sheet.labels.upward):
            parts.append(stretched.text(upward, 0.0, 11.0, "tick", beside=-MARGIN))
        return parts

    def band(self, first: float, end: float) -> Markup:
        """An unseen strip from top to ground that answers the pointer."""
        left, top = self.across.at(first), self.upward.end
        return stretched.rectangle("strip", left, top, self.across.at(end) - left, self.upward.start - top)

    def strips(self, spans: Sequence[tuple[int, int]], told: Iterable[tuple[Markup, str, str]]) -> list[Markup]:
        """Such a strip for each span as a mark of what is drawn in it, with its hover text and address."""
        top, height = self.upward.end, self.upward.start - self.upward.end
        edges = self.across.places(np.array(spans, np.float64)).tolist()
        return [
            drawing.marked("{}" + stretched.STRIP, (inside, left, top, right - left, height), hover, href, place)
            for place, ((left, right), (inside, hover, href)) in enumerate(zip(edges, told, strict=True))
        ]

    def label(self, place: Point, words: str) -> Markup:
        """Words at a point, below: to its right, where curves that bend down leave room, on a small phone too.

        Else as much of them to its left as the point lies to the right, so that they stay within at every width;
        they are hung up at the nearer end, as a reader's type may be wider than ours.
        """
        (x, y), length = place, width_of(words) * _BOLD
        if x / WHOLE * NARROWEST + _BESIDE + length <= NARROWEST:
            return stretched.text(words, x, y + 18.0, "label", beside=_BESIDE)
        if x <= WHOLE / 2:
            return stretched.text(words, x, y + 24.0, "label", beside=-length * x / WHOLE)
        return stretched.text(words, x, y + 24.0, "label", "end", beside=length * (1 - x / WHOLE))

    def course(self, heights: Array) -> list[Point]:
        """The points of a curve that has a height after 0, 1, 2 … accounts."""
        at = thinned(heights)
        places = self.across.places(np.array(at)), self.upward.places(heights[at])
        return list(zip(*(one.tolist() for one in places), strict=True))

    def path(self, kind: str, points: Iterable[Point | None]) -> Markup:
        """A line through points; None breaks it."""
        return stretched.path(kind, self.height, points)


def frame(upright: tuple[float, float], sideways: tuple[float, float], *, below: float = 0.0) -> Frame:
    """Axes for values from `sideways[0]` to `[1]` and, upward, from `upright[0]` to `[1]`.

    below  more pixels than usual for what stands under the drawing
    """
    return Frame(HEIGHT + below, Scale(*sideways, 0.0, WHOLE), Scale(*upright, HEIGHT - BOTTOM, TOP))
