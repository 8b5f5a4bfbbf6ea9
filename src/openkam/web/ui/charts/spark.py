"""A line of a word's height."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

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
    step = (WIDTH - 2 * _PAD) / max(len(values) - 1, 1)

    def y(value: float) -> str:
        return f"{HEIGHT - _PAD - (value - low) / ((high - low) or 1.0) * (HEIGHT - 2 * _PAD):.1f}"

    path, is_broken = "", True
    for index, value in enumerate(values):
        if value is not None:
            path += f"{'M' if is_broken else 'L'}{_PAD + index * step:.1f} {y(value)}"
        is_broken = value is None
    latest = max(index for index, value in enumerate(values) if value is not None)
    zero = Markup('<path class="zero" d="M{} {}H{}"/>').format(_PAD, y(0), WIDTH - _PAD) if low < 0 else ""
    return Markup(
        '<svg class="spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">'
        '<title>{label}</title>{zero}<path class="line" d="{path}"/>'
        '<circle class="dot" cx="{x}" cy="{y}" r="1.8"/></svg>'
    ).format(
        w=WIDTH,
        h=HEIGHT,
        label=label,
        zero=zero,
        path=path,
        x=f"{_PAD + latest * step:.1f}",
        y=y(values[latest] or 0),
    )
