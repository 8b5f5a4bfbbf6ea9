"""Who moved between the tiers: from the order of tiers on the left to the same order on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import Chart, Labels, Row, Sheet, both, chart
from openkam.web.ui.shapes import tier_shape

HEIGHT: Final = 320.0
TOP: Final = 26.0
NODE: Final = 10.0
GAP: Final = 22.0
LOWEST: Final = 12.0
THINNEST: Final = 2.0
"""A ribbon of one account stays visible beside one of a thousand."""
_BEFORE: Final = Text("Before", "之前")
_AFTER: Final = Text("After", "之后")
_HEADS: Final = (Text("From", "从"), Text("To", "到"), Text("Accounts", "客户数"))
_COUNT: Final = Text("{source} → {target}: {count} accounts", "{source} → {target}：{count}家")


@dataclass(frozen=True)
class Move:
    """So many accounts were in tier `source` and are in tier `target` (places in the list of tiers)."""

    source: int
    target: int
    count: int
    href: str = ""

    @property
    def kind(self) -> str:
        """Whether they stayed, rose or fell."""
        if self.source == self.target:
            return "stays"
        return "rises" if self.target < self.source else "falls"


@dataclass(frozen=True)
class _Tiers:
    names: Sequence[str]
    moves: Sequence[Move]
    ends: tuple[Text, Text]


def flow(
    tiers: Sequence[Text | str],
    moves: Sequence[Move],
    labels: Labels,
    *,
    ends: tuple[Text, Text] = (_BEFORE, _AFTER),
    language: Language,
) -> Chart:
    """Tiers best first; a ribbon a move, as thick as the accounts it carries; moves of none are left out."""
    sheet = Sheet(labels, "count", language)
    names = [sheet.words(tier) for tier in tiers]
    kept = sorted((move for move in moves if move.count > 0), key=lambda move: (move.source, move.target))
    rows = [Row(names[move.source], (names[move.target], f"{move.count:,}"), move.href) for move in kept]
    return chart(sheet, both(partial(_drawn, _Tiers(names, kept, ends))), _HEADS, rows)


def _drawn(tiers: _Tiers, sheet: Sheet) -> Markup:
    left = 84.0 if sheet.is_narrow else 170.0
    right = sheet.width - left
    thick = _thickness(tiers)
    before = _tops(len(tiers.names), [(move.source, thick(move.count)) for move in tiers.moves])
    after = _tops(len(tiers.names), [(move.target, thick(move.count)) for move in tiers.moves])
    used, filled = list(before), list(after)
    parts = [
        drawing.text(sheet.words(tiers.ends[0]), left, 12.0, "tick", "end"),
        drawing.text(sheet.words(tiers.ends[1]), right, 12.0, "tick"),
    ]
    for place, move in enumerate(tiers.moves):
        size, names = thick(move.count), (tiers.names[move.source], tiers.names[move.target])
        ribbon = _ribbon(move.kind, (left + NODE, used[move.source]), (right - NODE, filled[move.target]), size)
        used[move.source] += size
        filled[move.target] += size
        words = sheet.words(_COUNT.filled(source=names[0], target=names[1], count=f"{move.count:,}"))
        parts.append(drawing.linked([ribbon], words, move.href, place))
    for place in range(len(tiers.names)):
        parts += _source(tiers, place, left, (before[place], used[place]))
        parts += _target(tiers, place, right, left, (after[place], filled[place]))
    return drawing.svg(sheet, max(before[-1], after[-1], *used, *filled) + GAP, parts)


def _thickness(tiers: _Tiers) -> Callable[[int], float]:
    unit = (HEIGHT - TOP - GAP * len(tiers.names)) / sum(move.count for move in tiers.moves)
    return lambda count: max(THINNEST, count * unit)


def _tops(count: int, sizes: Sequence[tuple[int, float]]) -> list[float]:
    """Where each tier begins: below the one before it and the room of its words."""
    tops, y = [], TOP
    for tier in range(count):
        tops.append(y)
        y += max(LOWEST, sum(size for place, size in sizes if place == tier)) + GAP
    return tops


def _ribbon(kind: str, source: tuple[float, float], target: tuple[float, float], size: float) -> Markup:
    (x1, y1), (x2, y2), bend = source, target, (source[0] + target[0]) / 2
    course = (
        f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + size:.1f}C{bend:.1f} {y2 + size:.1f} {bend:.1f} {y1 + size:.1f} {x1:.1f} {y1 + size:.1f}Z"
    )
    return drawing.element("path", class_=f"ribbon {kind}", d=course)


def _source(tiers: _Tiers, place: int, left: float, reach: tuple[float, float]) -> list[Markup]:
    count = sum(move.count for move in tiers.moves if move.source == place)
    return [
        drawing.rectangle("node", left, reach[0], NODE, max(1.0, reach[1] - reach[0])),
        drawing.text(_name(tiers, place, left), left - 8.0, reach[0] + 11.0, "name", "end"),
        drawing.text(f"{count:,}", left - 8.0, reach[0] + 26.0, "value", "end"),
    ]


def _target(tiers: _Tiers, place: int, right: float, room: float, reach: tuple[float, float]) -> list[Markup]:
    count = sum(move.count for move in tiers.moves if move.target == place)
    came = sum(move.count for move in tiers.moves if move.target == place != move.source)
    went = sum(move.count for move in tiers.moves if move.source == place != move.target)
    changes = (f" +{came:,}" if came else "") + (f" −{went:,}" if went else "")
    return [
        drawing.rectangle("node", right - NODE, reach[0], NODE, max(1.0, reach[1] - reach[0])),
        drawing.text(_name(tiers, place, room), right + 8.0, reach[0] + 11.0, "name"),
        drawing.text(f"{count:,}{changes}", right + 8.0, reach[0] + 26.0, "value"),
    ]


def _name(tiers: _Tiers, place: int, room: float) -> str:
    return drawing.fitting(f"{tier_shape(place)} {tiers.names[place]}", room - 10.0)
