"""A line of a word's height."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from openkam.web.ui.escaping import filled

WIDTH: Final = 96
HEIGHT: Final = 22
_PAD: Final = 2


def sparkline(values: Sequence[float | None], label: str) -> Markup:
    """The course of a figure, oldest first; None leaves a gap, nothing known draws nothing.

    The line of zero is drawn where a value lies below it. `label` says in words what the line shows.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Markup('<span class="spark unknown">–</span>')
    low, high = min(0.0, *known), max(0.0, *known)
    line, latest = _line(values, low, high)
    zero = Markup(filled(_ZERO, _PAD, f"{_ground(low, high):.1f}", WIDTH - _PAD)) if low < 0 else ""
    return Markup(filled(_DRAWING, label, label, zero, line, f"{latest[0]:.1f}", f"{latest[1]:.1f}"))


def _line(values: Sequence[float | None], low: float, high: float) -> tuple[str, tuple[float, float]]:
    """The path, and the point it ends in."""
    step = (WIDTH - 2 * _PAD) / max(len(values) - 1, 1)
    scale, ground = _scale(low, high), _ground(low, high)
    parts, mark, latest = [], "M", (0.0, 0.0)
    for index, value in enumerate(values):
        if value is None:
            mark = "M"
            continue
        latest = (_PAD + index * step, ground - value * scale)
        parts.append(f"{mark}{latest[0]:.1f} {latest[1]:.1f}")
        mark = "L"
    return "".join(parts), latest


def _scale(low: float, high: float) -> float:
    return (HEIGHT - 2 * _PAD) / ((high - low) or 1.0)


def _ground(low: float, high: float) -> float:
    return HEIGHT - _PAD + low * _scale(low, high)


_ZERO: Final = '<path class="zero" d="M{} {}H{}"/>'
_DRAWING: Final = (
    f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{{}}">'
    '<title>{}</title>{}<path class="line" d="{}"/><circle class="dot" cx="{}" cy="{}" r="1.8"/></svg>'
)
