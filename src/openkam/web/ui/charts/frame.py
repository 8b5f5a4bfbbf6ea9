"""The axes of a drawing: round values on the left, words at both ends, room for what stands between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import Sheet
from openkam.web.ui.charts.scales import Scale

LEFT: Final = 46.0
TOP: Final = 26.0
BOTTOM: Final = 24.0


@dataclass(frozen=True)
class Frame:
    """`across` and `upward` place values; `height` is of the whole drawing."""

    height: float
    across: Scale
    upward: Scale

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place of a pair of values."""
        return self.across.at(x), self.upward.at(y)

    def axes(self, named: Callable[[float], str], sheet: Sheet) -> list[Markup]:
        """Round values with hairlines, the line of nothing, and what the axes count."""
        left, right, parts = self.across.start, self.across.end, []
        for value in self.upward.ticks(4 if sheet.is_narrow else 5):
            y = self.upward.at(value)
            parts += [
                drawing.line("axis" if value == 0 else "grid", left, y, right, y),
                drawing.text(named(value), left - 7.0, y + 4.0, "tick", "end"),
            ]
        if across := sheet.words(sheet.labels.across):
            parts.append(drawing.text(across, right, self.height - 2.0, "tick", "end"))
        if upward := sheet.words(sheet.labels.upward):
            parts.append(drawing.text(upward, 0.0, 11.0, "tick"))
        return parts

    def band(self, first: float, end: float) -> Markup:
        """An unseen strip from top to ground that answers the pointer."""
        left, top = self.across.at(first), self.upward.end
        return drawing.rectangle("strip", left, top, self.across.at(end) - left, self.upward.start - top)

    def label(self, place: tuple[float, float], words: str) -> Markup:
        """Words at a point: to its right and below, where curves that bend down leave room, else to its left."""
        x, y = place
        length = drawing.width_of(words)
        if x + 9 + length <= self.across.end:
            return drawing.text(words, x + 9.0, y + 18.0, "label")
        return drawing.text(words, max(x - 4.0, self.across.start + length), y + 24.0, "label", "end")


def frame(
    sheet: Sheet,
    upright: tuple[float, float],
    sideways: tuple[float, float],
    *,
    left: float = LEFT,
    right: float = 10.0,
) -> Frame:
    """Axes for values from `sideways[0]` to `[1]` and, upward, from `upright[0]` to `[1]`."""
    height = 240.0 if sheet.is_narrow else 300.0
    return Frame(height, Scale(*sideways, left, sheet.width - right), Scale(*upright, height - BOTTOM, TOP))
