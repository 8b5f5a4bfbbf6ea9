"""The tiers as a pyramid: how many accounts each has, and what share of sales, profit and effort it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import Chart, Labels, Row, Sheet, both, chart
from openkam.web.ui.shapes import tier_shape

STEP: Final = 40.0
NARROW_STEP: Final = 56.0
TOP: Final = 30.0
THICK: Final = 20.0
NAME_SHARE: Final = 0.17
_GAP: Final = 22.0
_VALUE_ROOM: Final = 44.0
_TIER: Final = Text("Tier", "等级")
_ACCOUNTS: Final = Text("Accounts", "客户数")


@dataclass(frozen=True)
class Level:
    """A tier: how many accounts, and its shares of whatever `pyramid` names; None is unknown."""

    name: Text | str
    place: int
    accounts: int
    shares: tuple[float | None, ...]
    href: str = ""


def pyramid(levels: Sequence[Level], of: Sequence[Text], labels: Labels, *, language: Language) -> Chart:
    """Best tier on top; the bars of the first column are centred, the shares (`of` names them) start at the left."""
    sheet = Sheet(labels, "share", language)
    rows = [Row(sheet.words(level.name), _figures(level, sheet), level.href) for level in levels]
    return chart(sheet, both(partial(_drawn, levels, of)), (_TIER, _ACCOUNTS, *of), rows)


def _drawn(levels: Sequence[Level], of: Sequence[Text], sheet: Sheet) -> Markup:
    step = NARROW_STEP if sheet.is_narrow else STEP
    left = 0.0 if sheet.is_narrow else sheet.width * NAME_SHARE
    room = (sheet.width - left - _GAP * len(of)) / (len(of) + 1)
    starts = [left + column * (room + _GAP) for column in range(len(of) + 1)]
    heads = [sheet.words(head) for head in (_ACCOUNTS, *of)]
    parts = [
        drawing.text(drawing.fitting(head, room + _GAP / 2), x, 14.0, "tick")
        for head, x in zip(heads, starts, strict=True)
    ]
    most = max(level.accounts for level in levels) or 1
    highest = max((abs(share or 0.0) for level in levels for share in level.shares), default=0.0) or 1.0
    for place, level in enumerate(levels):
        top = TOP + place * step
        name = f"{tier_shape(level.place)} {sheet.words(level.name)}"
        below = top + (16.0 if sheet.is_narrow else 0.0)
        inside = [
            drawing.text(name, 0.0, top + (10.0 if sheet.is_narrow else 14.0), "name"),
            *_count(level.accounts, (starts[0], below), room, most),
        ]
        for share, x in zip(level.shares, starts[1:], strict=True):
            length = (room - _VALUE_ROOM) * abs(share or 0.0) / highest
            inside += _share(share, (x, below), length, sheet)
        figures = ", ".join(f"{head} {value}" for head, value in zip(heads, _figures(level, sheet), strict=True))
        parts.append(drawing.linked(inside, f"{sheet.words(level.name)}: {figures}", level.href, place))
    return drawing.svg(sheet, TOP + len(levels) * step, parts)


def _count(accounts: int, at: tuple[float, float], room: float, most: int) -> list[Markup]:
    words = f"{accounts:,}"
    length = max(2.0, room * accounts / most)
    middle, top = at[0] + room / 2, at[1]
    bar = drawing.rectangle("tier-bar", middle - length / 2, top, length, THICK)
    if drawing.width_of(words) + 8 < length:
        return [bar, drawing.text(words, middle, top + 14.5, "on-bar", "middle")]
    return [bar, drawing.text(words, middle + length / 2 + 6.0, top + 14.5, "value")]


def _share(share: float | None, at: tuple[float, float], length: float, sheet: Sheet) -> list[Markup]:
    if share is None:
        return [drawing.text(sheet.figure(None), at[0], at[1] + 14.5, "tick")]
    return [
        drawing.rectangle("bar" if share >= 0 else "loss", at[0], at[1], length, THICK),
        drawing.text(sheet.figure(share), at[0] + length + 6.0, at[1] + 14.5, "value"),
    ]


def _figures(level: Level, sheet: Sheet) -> tuple[str, ...]:
    return (f"{level.accounts:,}", *(sheet.figure(share) for share in level.shares))
