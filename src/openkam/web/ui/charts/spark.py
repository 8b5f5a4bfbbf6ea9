"""A line of a word's height."""

from collections.abc import Sequence
from functools import lru_cache
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
    zero = filled(_ZERO, _PAD, f"{_ground(low, high):.1f}", WIDTH - _PAD) if low < 0 else ""
    return filled(_DRAWING, label, label, zero, line, f"{latest[0]:.1f}", f"{latest[1]:.1f}")


def _line(values: Sequence[float | None], low: float, high: float) -> tuple[str, tuple[float, float]]:
    """The path, and the point it ends in."""
    step = (WIDTH - 2 * _PAD) / max(len(values) - 1, 1)
    scale, ground = _scale(low, high), _ground(low, high)
    if None not in values:
        places = [ground - value * scale for value in values if value is not None]
        return _unbroken(len(places)) % tuple(places), (_PAD + (len(places) - 1) * step, places[-1])
    parts, mark, latest = [], "M", (0.0, 0.0)
    for index, value in enumerate(values):
        if value is None:
            mark = "M"
            continue
        latest = (_PAD + index * step, ground - value * scale)
        parts.append(f"{mark}{latest[0]:.1f} {latest[1]:.1f}")
        mark = "L"
    return "".join(parts), latest


@lru_cache(maxsize=64)
def _unbroken(count: int) -> str:
    """The path of so many values without a gap, but for their heights: a list has fifty of them."""
    step = (WIDTH - 2 * _PAD) / max(count - 1, 1)
    return "".join([f"{'L' if index else 'M'}{_PAD + index * step:.1f} %.1f" for index in range(count)])


def _scale(low: float, high: float) -> float:
    return (HEIGHT - 2 * _PAD) / ((high - low) or 1.0)


def _ground(low: float, high: float) -> float:
    return HEIGHT - _PAD + low * _scale(low, high)


_ZERO: Final = '<path class="zero" d="M{} {}H{}"/>'
_DRAWING: Final = (
    f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{{}}">'
    '<title>{}</title>{}<path class="line" d="{}"/><circle class="dot" cx="{}" cy="{}" r="1.8"/></svg>'
)
