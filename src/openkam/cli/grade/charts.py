"""Charts as inline SVG: small pure functions from figures to text, no script and nothing from outside.

Colours come from the page's classes, so both themes and print share one drawing. Coordinates are of a fixed view box
that scales with the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from openkam.core.wrapping import cells, clipped

WIDTH: Final = 640
HEIGHT: Final = 300
LEFT: Final = 52
RIGHT: Final = 16
TOP: Final = 22
BOTTOM: Final = 36
MOST_BARS: Final = 60
MOST_POINTS: Final = 240
MOST_TICKS: Final = 6
NAME_CELLS: Final = 30
LETTER: Final = 7


@dataclass(frozen=True)
class Chart:
    """A drawing with what a person who cannot see it is told: `title` is its finding, `about` how to read it."""

    svg: str
    title: str
    about: str


@dataclass(frozen=True)
class Labels:
    """Words of a chart in the reader's language."""

    title: str
    about: str
    across: str
    upward: str
    marks: tuple[str, ...] = ()


def pareto_chart(values: Sequence[int], labels: Labels, key: str) -> Chart:
    """Bars of each account's share and the line of the running share, on one scale: the bars add up to the line.

    `values` fall, their total is positive; `labels.marks` name the account (or group) that reaches 80 % and the first.
    """
    total, bars = sum(values), _binned(values, MOST_BARS)
    shares = [bar / total for bar in bars]
    running, points = 0, [(0.0, 0.0)]
    for index, value in enumerate(values):
        running += value
        points.append(((index + 1) / len(values) * len(bars), running / total))
    reach = next(x for x, y in points if y >= 0.8 - 1e-12)
    frame = _Frame(0, len(bars), min(0.0, *shares), max(y for _, y in points))
    width = (frame.x(1) - frame.x(0)) * 0.8
    parts = [_bar(frame, index, share, width) for index, share in enumerate(shares)]
    parts += [
        _rule(frame, 0.8),
        f'<path class="line" d="{_path(frame, _thinned(points))}"/>',
        _dot(frame, reach, 0.8),
        _label(frame, reach, 0.8, labels.marks[0]),
        *(_first_bar_label(frame, shares, words) for words in labels.marks[1:]),
    ]
    return _chart(frame, parts, labels, key)


def whale_chart(cumulative: Sequence[int], labels: Labels, key: str) -> Chart:
    """The running profit as a share of the total, or as money where the total is not positive; the peak is named."""
    count, total = len(cumulative), cumulative[-1]
    scale = total if total > 0 else max(abs(value) for value in cumulative) or 1
    points = [(0.0, 0.0), *((i / count, value / scale) for i, value in enumerate(cumulative, 1))]
    peak = max(points, key=lambda point: point[1])
    frame = _Frame(0, 1, min(0.0, *(y for _, y in points)), max(1.0, peak[1]) * 1.06, percent=total > 0)
    path = _path(frame, _thinned(points))
    floor = f"L{frame.x(1):.1f} {frame.y(0):.1f}L{frame.x(0):.1f} {frame.y(0):.1f}Z"
    parts = [f'<path class="area" d="{path}{floor}"/>']
    if total > 0:
        parts.append(_rule(frame, 1.0))
    parts += [
        f'<path class="line" d="{path}"/>',
        _dot(frame, *peak),
        _label(frame, peak[0], peak[1], labels.marks[0]),
    ]
    return _chart(frame, parts, labels, key)


def share_chart(shares: Sequence[tuple[str, float, str]], count: int, labels: Labels, key: str) -> Chart:
    """One bar for each of the first `count` shares (name, share, share in words); the rest stands below in words."""
    step = 26
    height = TOP + step * len(shares) + 10
    named = shares[:count]
    longest = max((share for _, share, _ in named), default=1.0) or 1.0
    room, parts = WIDTH - 250 - 64, []
    for row, (name, share, words) in enumerate(shares):
        y = TOP + row * step
        length = max(1.0, room * max(share, 0.0) / longest) if row < count else 0.0
        parts.append(
            f'<text class="name" x="242" y="{y + 13}" text-anchor="end">{escape(clipped(name, NAME_CELLS))}</text>'
        )
        if row < count:
            parts.append(f'<rect class="bar" x="250" y="{y}" width="{length:.1f}" height="17"/>')
        parts.append(f'<text class="mark" x="{250 + length + 6:.1f}" y="{y + 13}">{escape(words)}</text>')
    return Chart(_svg(height, "".join(parts), labels, key), labels.title, labels.about)


class _Frame:
    """From figures to places in the view box."""

    def __init__(self, left: float, right: float, low: float, high: float, *, percent: bool = True) -> None:
        self.left, self.right, self.low, self.high, self.percent = left, right, low, high, percent

    def x(self, value: float) -> float:
        return LEFT + (value - self.left) / (self.right - self.left) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _chart(frame: _Frame, parts: Sequence[str], labels: Labels, key: str) -> Chart:
    ground = f"{LEFT}", f"{WIDTH - RIGHT}", f"{frame.y(0):.1f}"
    axis = f'<line class="axis" x1="{ground[0]}" x2="{ground[1]}" y1="{ground[2]}" y2="{ground[2]}"/>'
    ticks = [_tick(frame, share) for share in _ticks(frame)] if frame.percent else []
    words = (
        f'<text class="tick" x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{escape(labels.across)}</text>'
        f'<text class="tick" x="{LEFT}" y="{TOP - 9}">{escape(labels.upward)}</text>'
    )
    return Chart(_svg(HEIGHT, "".join([*ticks, axis, *parts, words]), labels, key), labels.title, labels.about)


def _svg(height: float, inside: str, labels: Labels, key: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-labelledby="{key}-title {key}-about">'
        f'<title id="{key}-title">{escape(labels.title)}</title><desc id="{key}-about">{escape(labels.about)}</desc>'
        f"{inside}</svg>"
    )


def _ticks(frame: _Frame) -> list[float]:
    span = frame.high - frame.low
    step = next((step for step in (0.2, 0.5, 1.0, 2.0, 5.0) if span / step <= MOST_TICKS), span / 4)
    first = int(frame.low / step)
    return [step * n for n in range(first, int(frame.high / step) + 1) if frame.low <= step * n <= frame.high]


def _tick(frame: _Frame, share: float) -> str:
    y = frame.y(share)
    return (
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share * 100:.0f}%</text>'
    )


def _rule(frame: _Frame, share: float) -> str:
    y = frame.y(share)
    return f'<line class="rule" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _bar(frame: _Frame, index: int, height: float, width: float) -> str:
    top, ground = frame.y(max(height, 0)), frame.y(min(height, 0))
    kind = "bar" if height >= 0 else "loss"
    size = max(ground - top, 0.5)
    return f'<rect class="{kind}" x="{frame.x(index):.1f}" y="{top:.1f}" width="{width:.1f}" height="{size:.1f}"/>'


def _dot(frame: _Frame, x: float, y: float) -> str:
    return f'<circle class="dot" cx="{frame.x(x):.1f}" cy="{frame.y(y):.1f}" r="4"/>'


def _label(frame: _Frame, x: float, y: float, words: str) -> str:
    """Below the line and to the right of the point, where a curve that bends down leaves room."""
    left, up = frame.x(x) + 9, frame.y(y) + 22
    anchor = "start"
    if left + cells(words) * LETTER > WIDTH - RIGHT:
        left, up, anchor = WIDTH - RIGHT - 2, frame.y(y) + 52, "end"
    return f'<text class="mark" x="{left:.1f}" y="{up:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _first_bar_label(frame: _Frame, shares: Sequence[float], words: str) -> str:
    """Beside the top of the first bar where the second leaves room, else above both, clear of the line."""
    lower = all(share < 0.7 * shares[0] for share in shares[1:2])
    left, up = (frame.x(1) + 4, frame.y(shares[0]) + 12) if lower else (frame.x(2) + 6, frame.y(shares[0]) - 5)
    return f'<text class="mark" x="{left:.1f}" y="{up:.1f}">{escape(words)}</text>'


def _path(frame: _Frame, points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in points)


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most MOST_POINTS of them, both ends and the highest included."""
    if len(points) <= MOST_POINTS:
        return list(points)
    last = len(points) - 1
    highest = max(range(len(points)), key=lambda i: points[i][1])
    kept = sorted({round(i * last / (MOST_POINTS - 2)) for i in range(MOST_POINTS - 1)} | {highest})
    return [points[i] for i in kept]


def _binned(values: Sequence[int], most: int) -> list[float]:
    """Sums of neighbouring accounts where there are more accounts than bars fit."""
    if len(values) <= most:
        return [float(value) for value in values]
    edges = [round(i * len(values) / most) for i in range(most + 1)]
    return [float(sum(values[a:b])) for a, b in pairwise(edges)]
