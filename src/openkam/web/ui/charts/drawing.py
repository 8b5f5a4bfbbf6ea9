"""Elements of a drawing. Colours are classes of charts.css; every text and address is escaped."""

from collections.abc import Iterable
from typing import Any, Final

from markupsafe import Markup

from openkam.core.wrapping import cells, clipped
from openkam.web.ui.charts.chart import Sheet
from openkam.web.ui.escaping import filled, joined, tag

LETTER = 6.6
"""How wide a cell of 12 px type is, on the safe side; a Chinese character takes two."""
FOCUSABLE = 12
"""More links than these are reached by mouse and through the table, not by tabbing through hundreds of them."""


_TEXT: Final = '<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>'
_ANCHORED: Final = '<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>'
_RECTANGLE: Final = '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
_LINE: Final = '<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>'
_MARK: Final = '<g class="mark"><title>{}</title>%s</g>'
_LINK: Final = '<a class="mark" href="{}"><title>{}</title>%s</a>'
_UNFOCUSED: Final = '<a class="mark" href="{}" tabindex="-1"><title>{}</title>%s</a>'
"""The marks of which a drawing has hundreds, around the pattern of their shapes."""


def element(name: str, inside: Iterable[Markup] | str = "", **attributes: Any) -> Markup:
    """One element; `class_` is class, `font_size` font-size, None is left out, numbers have one decimal."""
    given = {
        key.rstrip("_").replace("_", "-"): f"{value:.1f}" if type(value) is float else value
        for key, value in attributes.items()
    }
    return tag(name, given, inside)


def text(words: str, x: float, y: float, kind: str, anchor: str = "start") -> Markup:
    """Words at a place; `anchor` start, middle or end."""
    if anchor == "start":
        return filled(_TEXT, kind, x, y, words)
    return filled(_ANCHORED, kind, x, y, anchor, words)


def rectangle(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    """A bar; a length below nothing is drawn from the other end."""
    return filled(_RECTANGLE, kind, min(x, x + width), min(y, y + height), abs(width), abs(height))


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A straight line."""
    return filled(_LINE, kind, x1, y1, x2, y2)


def linked(inside: Iterable[Markup], hover: str, href: str = "", place: int = 0) -> Markup:
    """A mark that says what it is on hover and leads to what is behind it."""
    return marked("{}", (joined(inside),), hover, href, place)


def marked(shapes: str, values: Iterable[object], hover: str, href: str = "", place: int = 0) -> Markup:
    """The same of shapes that are a pattern, written in the code, and its values: one step for each of hundreds."""
    if not href:
        return filled(_MARK % shapes, hover, *values)
    return filled((_LINK if place < FOCUSABLE else _UNFOCUSED) % shapes, href, hover, *values)


def svg(sheet: Sheet, height: float, inside: Iterable[Markup]) -> Markup:
    """The whole drawing, named for a screen reader; its table says the rest."""
    return element(
        "svg",
        inside,
        class_="narrow" if sheet.is_narrow else "wide",
        viewBox=f"0 0 {sheet.width:.0f} {height:.0f}",
        role="group",
        aria_label=sheet.title,
    )


def width_of(words: str) -> float:
    """About how wide words of 12 px are."""
    return cells(words) * LETTER


def fitting(words: str, width: float) -> str:
    """The words cut to a width."""
    return clipped(words, max(2, int(width / LETTER)))
