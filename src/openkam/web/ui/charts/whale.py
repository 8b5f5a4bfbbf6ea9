"""The whale curve: profit summed from the best account to the worst, and how far it falls back from its peak."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import stretched
from openkam.web.ui.charts.chart import Chart, Labels, Mark, Row, Sheet, chart, figure, figures
from openkam.web.ui.charts.crowds import Crowd, group_addresses, group_names, groups, rows_told
from openkam.web.ui.charts.frame import Frame, frame

MOST_STRIPS: Final = 40
_LINE: Final = 24.0
_PEAK: Final = Text("peak {worth} after {n} of {all}", "第{n}家达到峰值{worth}，共{all}家")
_END: Final = Text("all: {worth}", "全部：{worth}")
_HEADS: Final = (Text("Account", "客户"), Text("Profit", "毛利"), Text("Profit so far", "累计毛利"))


@dataclass(frozen=True)
class _Curve:
    """The accounts; `heights` begin at 0 and are shares of a positive total, else money (float64)."""

    crowd: Crowd
    heights: Array
    is_share: bool
    here: int | None

    def at(self, place: int) -> float:
        """The height after so many accounts."""
        return float(self.heights[place])

    def worth(self, height: float, sheet: Sheet) -> str:
        """A height in words."""
        return figure(height, "share" if self.is_share else "money", sheet.language)


def whale(marks: Sequence[Mark] | Crowd, labels: Labels, *, here: int | None = None, language: Language) -> Chart:
    """Marks fall in profit (money); those of unknown profit are left out.

    Shares of the total where that is positive, else money.
    `here` (its place among the known, 0 the best) shows where one account stands.
    """
    sheet = Sheet(labels, "money", language)
    crowd = marks if isinstance(marks, Crowd) else Crowd.of(marks)
    running = np.cumsum(crowd.values)
    told = slice(rows_told(crowd.count, MOST_STRIPS))
    worth, so_far = (figures(one[told], "money", language) for one in (crowd.values, running))
    first = zip(crowd.marks[told], zip(worth, so_far, strict=True), strict=True)
    rows = [Row(sheet.words(mark.name), each, mark.href) for mark, each in first]
    total = running[-1].item() if crowd.count else 0
    curve = _Curve(crowd, np.append(0.0, running / total if total > 0 else running), total > 0, here)
    return chart(sheet, partial(_drawn, curve), _HEADS, rows, crowd.count)


def _drawn(curve: _Curve, sheet: Sheet) -> Markup:
    heights, count = curve.heights, float(curve.crowd.count)
    low, high = float(heights.min()), max(float(heights.max()), 1.0 if curve.is_share else 0.0)
    within = frame((low, high + (high - low) * 0.06), (0.0, count))
    line = within.course(heights)
    parts = [
        within.path("area", [*line, within.point(count, 0.0), within.point(0.0, 0.0)]),
        *within.axes(lambda value: curve.worth(value, sheet), sheet),
        within.path("line", line),
        *_strips(within, curve, sheet),
        *_peak(within, curve, sheet),
    ]
    if curve.here is not None:
        parts += _position(within, curve, curve.here, sheet)
    return stretched.svg(sheet, within.height, parts)


def _peak(within: Frame, curve: _Curve, sheet: Sheet) -> list[Markup]:
    top, count = int(np.argmax(curve.heights)), curve.crowd.count
    highest, latest = curve.at(top), curve.at(count)
    place = within.point(float(top), highest)
    words = sheet.words(_PEAK.filled(worth=curve.worth(highest, sheet), n=f"{top:,}", all=f"{count:,}"))
    parts = [
        stretched.line("rule", place[0], place[1], place[0], within.upward.at(0.0)),
        stretched.dot(place),
        within.label(place, words),
    ]
    if latest < highest:
        x, y = within.point(float(count), latest)
        end = sheet.words(_END.filled(worth=curve.worth(latest, sheet)))
        # Near the end of the curve the words of the peak stand there already.
        is_taken = stretched.where_it_fits(words + end, x - place[0]) != "" and y - place[1] < _LINE
        parts.append(stretched.text(end, x, y + (18.0 + _LINE if is_taken else 18.0), "name", "end"))
    return parts


def _strips(within: Frame, curve: _Curve, sheet: Sheet) -> list[Markup]:
    """Unseen bands that name the accounts below the pointer and lead to them."""
    spans = groups(curve.crowd.count, MOST_STRIPS)
    heights = figures(curve.heights[[end for _, end in spans]], "share" if curve.is_share else "money", sheet.language)
    named = zip(group_names(curve.crowd, spans, sheet), heights, strict=True)
    hovers = [f"{name}: {height}" for name, height in named]
    nothing = [Markup()] * len(spans)
    return within.strips(spans, zip(nothing, hovers, group_addresses(curve.crowd, spans), strict=True))


def _position(within: Frame, curve: _Curve, here: int, sheet: Sheet) -> list[Markup]:
    x, y = within.point(here + 1.0, curve.at(here + 1))
    ground = within.upward.at(0.0)
    is_right = x > stretched.WHOLE / 2
    words, anchor = sheet.words(curve.crowd.marks[here].name), "end" if is_right else "start"
    name = stretched.text(words, x, ground - 8.0, "label", anchor, beside=-6.0 if is_right else 6.0)
    return [stretched.line("here", x, y, x, ground), stretched.dot((x, y), "dot here"), name]
