"""Elements of a drawing. Colours are classes of charts.css; every text and address is escaped."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from openkam.core.wrapping import cells, clipped
from openkam.web.ui.charts.chart import Sheet
from openkam.web.ui.escaping import tag

LETTER = 6.6
"""How wide a cell of 12 px type is, on the safe side; a Chinese character takes two."""
FOCUSABLE = 12
"""More links than these are reached by mouse and through the table, not by tabbing through hundreds of them."""


def element(name: str, inside: Iterable[Markup] | str = "", **attributes: Any) -> Markup:
    """One element; `class_` is class, `font_size` font-size, None is left out, numbers have one decimal."""
    given = {
        key.rstrip("_").replace("_", "-"): f"{value:.1f}" if type(value) is float else value
        for key, value in attributes.items()
    }
    return tag(name, given, inside)


def text(words: str, x: float, y: float, kind: str, anchor: str = "start") -> Markup:
    """Words at a place; `anchor` start, middle or end."""
    return element("text", words, class_=kind, x=x, y=y, text_anchor=None if anchor == "start" else anchor)


def rectangle(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    """A bar; a length below nothing is drawn from the other end."""
    return element("rect", class_=kind, x=min(x, x + width), y=min(y, y + height), width=abs(width), height=abs(height))


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A straight line."""
    return element("line", class_=kind, x1=x1, y1=y1, x2=x2, y2=y2)


def path(kind: str, points: Sequence[tuple[float, float] | None]) -> Markup:
    """A line through points; None breaks it."""
    steps, is_broken = "", True
    for point in points:
        if point is not None:
            steps += f"{'M' if is_broken else 'L'}{point[0]:.1f} {point[1]:.1f}"
        is_broken = point is None
    return element("path", class_=kind, d=steps)


def linked(inside: Iterable[Markup], hover: str, href: str = "", place: int = 0) -> Markup:
    """A mark that says what it is on hover and leads to what is behind it."""
    if not href:
        return element("g", (element("title", hover), *inside), class_="mark")
    return element(
        "a",
        (element("title", hover), *inside),
        class_="mark",
        href=href,
        tabindex="-1" if place >= FOCUSABLE else None,
    )


def dot(place: tuple[float, float], kind: str = "dot") -> Markup:
    """A point worth a look."""
    return element("circle", class_=kind, cx=place[0], cy=place[1], r=4.0)


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
