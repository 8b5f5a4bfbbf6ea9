"""The whale curve: profit summed from the best account to the worst, and how far it falls back from its peak."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import TABLE_ROWS, Chart, Labels, Mark, Row, Sheet, chart, figure
from openkam.web.ui.charts.crowds import group_name, groups, thinned
from openkam.web.ui.charts.frame import Frame, frame

MOST_STRIPS: Final = 60
_LINE: Final = 24.0
_PEAK: Final = Text("peak {worth} after {n} of {all} accounts", "第{n}家达到峰值{worth}，共{all}家")
_END: Final = Text("all: {worth}", "全部：{worth}")
_HEADS: Final = (Text("Account", "客户"), Text("Profit", "利润"), Text("Profit so far", "累计利润"))


@dataclass(frozen=True)
class _Curve:
    """Accounts of known profit, best first; `heights` begin at 0 and are shares of a positive total, else money."""

    marks: Sequence[Mark]
    heights: Sequence[float]
    is_share: bool
    here: int | None

    def worth(self, height: float, sheet: Sheet) -> str:
        """A height in words."""
        return figure(height, "share" if self.is_share else "money", sheet.language)


def whale(marks: Sequence[Mark], labels: Labels, *, here: int | None = None, language: Language) -> Chart:
    """Marks fall in profit (money); those of unknown profit are left out.

    Shares of the total where that is positive, else money.
    `here` (its place among the known, 0 the best) shows where one account stands.
    """
    sheet = Sheet(labels, "money", language)
    known = [(mark, mark.value) for mark in marks if mark.value is not None]
    running = list(accumulate(value for _, value in known))
    rows = [
        Row(sheet.words(mark.name), (sheet.figure(value), sheet.figure(so_far)), mark.href)
        for (mark, value), so_far in islice(zip(known, running, strict=True), TABLE_ROWS)
    ]
    is_share = bool(running) and running[-1] > 0
    scale = running[-1] if is_share else 1.0
    curve = _Curve([mark for mark, _ in known], [0.0, *(value / scale for value in running)], is_share, here)
    return chart(sheet, partial(_drawn, curve), _HEADS, rows, len(known))


def _drawn(curve: _Curve, sheet: Sheet) -> Markup:
    heights, count = curve.heights, float(len(curve.marks))
    low, high = min(heights), max(*heights, 1.0 if curve.is_share else 0.0)
    within = frame(sheet, (low, high + (high - low) * 0.06), (0.0, count))
    line = [within.point(*point) for point in thinned([(float(i), height) for i, height in enumerate(heights)])]
    parts = [
        drawing.path("area", [*line, within.point(count, 0.0), within.point(0.0, 0.0)]),
        *within.axes(lambda value: curve.worth(value, sheet), sheet),
        drawing.path("line", line),
        *_strips(within, curve, sheet),
        *_peak(within, curve, sheet),
    ]
    if curve.here is not None:
        parts += _position(within, curve, curve.here, sheet)
    return drawing.svg(sheet, within.height, parts)


def _peak(within: Frame, curve: _Curve, sheet: Sheet) -> list[Markup]:
    heights = curve.heights
    top = max(range(len(heights)), key=lambda i: heights[i])
    place = within.point(float(top), heights[top])
    words = _PEAK.filled(worth=curve.worth(heights[top], sheet), n=f"{top:,}", all=f"{len(curve.marks):,}")
    parts = [
        drawing.line("rule", place[0], place[1], place[0], within.upward.at(0.0)),
        drawing.dot(place),
        within.label(place, sheet.words(words)),
    ]
    if heights[-1] < heights[top]:
        x, y = within.point(float(len(curve.marks)), heights[-1])
        end = sheet.words(_END.filled(worth=curve.worth(heights[-1], sheet)))
        # Near the end of the curve the words of the peak stand there already.
        room = drawing.width_of(end) + drawing.width_of(sheet.words(words))
        is_taken = x - place[0] < room and y - place[1] < _LINE
        parts.append(drawing.text(end, x, y + (18.0 + _LINE if is_taken else 18.0), "name", "end"))
    return parts


def _strips(within: Frame, curve: _Curve, sheet: Sheet) -> list[Markup]:
    """Unseen bands that name the accounts below the pointer and lead to them."""
    parts = []
    for place, (first, end) in enumerate(groups(len(curve.marks), MOST_STRIPS)):
        hover = f"{group_name(curve.marks, first, end, sheet)}: {curve.worth(curve.heights[end], sheet)}"
        href = curve.marks[first].href if end - first == 1 else ""
        parts.append(drawing.linked([within.band(first, end)], hover, href, place))
    return parts


def _position(within: Frame, curve: _Curve, here: int, sheet: Sheet) -> list[Markup]:
    x, y = within.point(here + 1.0, curve.heights[here + 1])
    ground = within.upward.at(0.0)
    is_right = x > sheet.width / 2
    name = drawing.text(
        sheet.words(curve.marks[here].name),
        x + (-6.0 if is_right else 6.0),
        ground - 8.0,
        "label",
        "end" if is_right else "start",
    )
    return [drawing.line("here", x, y, x, ground), drawing.dot((x, y), "dot here"), name]
