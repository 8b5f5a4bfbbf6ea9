"""How few accounts bring how much: a bar an account, and the line of the running share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import stretched
from openkam.web.ui.charts.chart import Chart, Labels, Mark, Row, Sheet, Unit, chart, figure, figures
from openkam.web.ui.charts.crowds import Crowd, group_addresses, group_names, groups, rows_told
from openkam.web.ui.charts.frame import Frame, frame

REACH: Final = 0.8
MOST_BARS: Final = 60
_GAP: Final = 0.3
_REACHED: Final = Text("{n} of {all} accounts: {share}", "{all}家中的{n}家：{share}")
_HEADS: Final = (Text("Account", "客户"), Text("Value", "数值"), Text("Running share", "累计占比"))


@dataclass(frozen=True)
class _Course:
    """The accounts, and the running share of their positive total."""

    crowd: Crowd
    total: float
    running: Array
    reach: float


def pareto(
    marks: Sequence[Mark] | Crowd, labels: Labels, *, unit: Unit = "money", reach: float = REACH, language: Language
) -> Chart:
    """Marks fall in value; those of unknown value are left out. Blank where their total is not positive.

    The point where the running share first reaches `reach` is marked and named.
    """
    sheet = Sheet(labels, unit, language)
    crowd = marks if isinstance(marks, Crowd) else Crowd.of(marks)
    sums = np.cumsum(crowd.values)
    total = sums[-1].item() if crowd.count else 0
    if total <= 0:
        return chart(sheet, lambda _: Markup(), _HEADS, ())
    course = _Course(crowd, total, sums / total, reach)
    told = slice(rows_told(crowd.count, MOST_BARS))
    worth, shares = figures(crowd.values[told], unit, language), figures(course.running[told], "share", language)
    first = zip(crowd.marks[told], zip(worth, shares, strict=True), strict=True)
    rows = [Row(sheet.words(mark.name), each, mark.href) for mark, each in first]
    return chart(sheet, partial(_drawn, course), _HEADS, rows, crowd.count)


def _drawn(course: _Course, sheet: Sheet) -> Markup:
    crowd, running = course.crowd, course.running
    spans = groups(crowd.count, MOST_BARS)
    sums = np.add.reduceat(crowd.values, [first for first, _ in spans])
    heights = (sums / course.total).tolist()
    within = frame((min(0.0, *heights, 0.0), max(1.0, float(running.max()))), (0.0, float(crowd.count)))
    parts = within.axes(lambda value: figure(value, "share", sheet.language), sheet)
    reached = figures(running[[end - 1 for _, end in spans]], "share", sheet.language)
    named = zip(group_names(crowd, spans, sheet), figures(sums, sheet.unit, sheet.language), reached, strict=True)
    hovers = [f"{name}: {worth} · {share}" for name, worth, share in named]
    shapes = [_bar(within, first, end, height) for (first, end), height in zip(spans, heights, strict=True)]
    parts += within.strips(spans, zip(shapes, hovers, group_addresses(crowd, spans), strict=True))
    parts.append(within.path("line", within.course(np.append(0.0, running))))
    return stretched.svg(sheet, within.height, [*parts, *_reach_marks(within, course, sheet)])


def _reach_marks(within: Frame, course: _Course, sheet: Sheet) -> list[Markup]:
    count = int(np.argmax(course.running >= course.reach - 1e-12)) + 1
    share = float(course.running[count - 1])
    place = within.point(float(count), share)
    y = within.upward.at(course.reach)
    reached = figure(share, "share", sheet.language)
    words = _REACHED.filled(n=f"{count:,}", all=f"{len(course.running):,}", share=reached)
    return [
        stretched.line("rule", 0.0, y, stretched.WHOLE, y),
        stretched.dot(place),
        within.label(place, sheet.words(words)),
    ]


def _bar(within: Frame, first: int, end: int, height: float) -> Markup:
    left, right = within.across.at(float(first)), within.across.at(float(end))
    zero, width = within.upward.at(0.0), right - left
    kind = "bar" if height >= 0 else "loss"
    return stretched.rectangle(kind, left, zero, width - min(_GAP, width * 0.2), within.upward.at(height) - zero)
