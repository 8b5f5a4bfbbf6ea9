"""Elements of a drawing as wide as its place: across in percent of that width, downward in pixels.

Type, dots and hairlines keep their size at every width, so one drawing serves a phone, a page and a sheet of paper.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from markupsafe import Markup

from openkam.web.ui.charts.chart import Sheet
from openkam.web.ui.charts.drawing import width_of
from openkam.web.ui.escaping import filled, joined, measured

WHOLE: Final = 100.0
"""The right end of everything that is drawn."""
MARGIN: Final = 54.0
"""Pixels to the left of the drawing, where the axis is named: charts.css has the same."""
NARROWEST: Final = 240.0
"""Pixels of the drawing on a small phone: what everybody reads must fit there."""
ROOMY: Final = 456.0
"""Pixels from which on words of class `roomy` are shown, those of class `tight` no longer: charts.css has the same."""

Point = tuple[float, float]
"""Percent across and pixels down."""

_TEXT: Final = '<text class="{}" x="{:.2f}%" dx="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>'
# Written in the code as their classes are: only numbers come from outside.
_RECTANGLE: Final = '" x="%.2f%%" y="%.1f" width="%.2f%%" height="%.1f"/>'
_LINE: Final = '" x1="%.2f%%" y1="%.1f" x2="%.2f%%" y2="%.1f"/>'
_DOT: Final = '" cx="%.2f%%" cy="%.1f" r="4"/>'
BUBBLE: Final = '<circle class="{}" cx="{:.2f}%" cy="{:.1f}" r="{:.2f}%"/>'
"""A round mark that shrinks on a phone: class, place and radius, in percent of both lengths' quadratic mean."""
STRIP: Final = '<rect class="strip" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>'
"""An unseen mark that answers the pointer: left, top, width and height."""
_PATH: Final = (
    '<svg class="stretch" viewBox="0 0 1000 {:.0f}" width="100%" height="100%" preserveAspectRatio="none" '
    'aria-hidden="true"><path class="{}" d="{}"/></svg>'
)
_SVG: Final = '<svg class="{}" width="100%" height="{:.0f}" role="group" aria-label="{}">{}</svg>'


def text(words: str, x: float, y: float, kind: str, anchor: str = "start", *, beside: float = 0.0) -> Markup:
    """Words at a place, or so many pixels `beside` it; `anchor` start, middle or end."""
    return filled(_TEXT, kind, x, beside, y, anchor, words)


def rectangle(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    """A bar; a height below nothing is drawn from the other end."""
    return measured(f'<rect class="{kind}{_RECTANGLE}', x, min(y, y + height), width, abs(height))


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A straight line."""
    return measured(f'<line class="{kind}{_LINE}', x1, y1, x2, y2)


def dot(place: Point, kind: str = "dot") -> Markup:
    """A point worth a look."""
    return measured(f'<circle class="{kind}{_DOT}', *place)


def path(kind: str, height: float, points: Iterable[Point | None]) -> Markup:
    """A line through points of a drawing so high; None breaks it."""
    runs = [list(run) for is_known, run in groupby(points, lambda point: point is not None) if is_known]
    pattern = "".join(["M" + "L".join(["%.1f %.1f"] * len(run)) for run in runs])
    places = [place for run in runs for point in run if point for place in (point[0] * 10, point[1])]
    return course(kind, height, measured(pattern, *places))


def course(kind: str, height: float, written: Markup) -> Markup:
    """A path that is written already, in tenths of a percent and pixels."""
    return filled(_PATH, height, kind, written)


def where_it_fits(words: str, room: float) -> str | None:
    """What the class of words with `room` percent ends in: nothing, or ` roomy`; None where they fit nowhere."""
    width = width_of(words) * WHOLE
    return "" if width <= room * NARROWEST else " roomy" if width <= room * ROOMY else None


def svg(sheet: Sheet, height: float, inside: Iterable[Markup], kind: str = "") -> Markup:
    """The whole drawing, named for a screen reader; its table says the rest. `kind` names another margin."""
    return filled(_SVG, f"stretched {kind}".strip(), height, sheet.title, joined(inside))
