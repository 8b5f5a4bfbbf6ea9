"""How few accounts bring how much: a bar an account, and the line of the running share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import TABLE_ROWS, Chart, Labels, Mark, Row, Sheet, Unit, chart, figure
from openkam.web.ui.charts.crowds import group_name, groups, thinned
from openkam.web.ui.charts.frame import Frame, frame

REACH: Final = 0.8
MOST_BARS: Final = 60
_REACHED: Final = Text("{n} of {all} accounts: {share}", "{all}家中的{n}家：{share}")
_HEADS: Final = (Text("Account", "客户"), Text("Value", "数值"), Text("Running share", "累计占比"))


@dataclass(frozen=True)
class _Course:
    """Accounts of known value, best first, and the running share of their positive total."""

    marks: Sequence[Mark]
    values: Sequence[float]
    running: Sequence[float]
    reach: float


def pareto(
    marks: Sequence[Mark], labels: Labels, *, unit: Unit = "money", reach: float = REACH, language: Language
) -> Chart:
    """Marks fall in value; those of unknown value are left out. Blank where their total is not positive.

    The point where the running share first reaches `reach` is marked and named.
    """
    sheet = Sheet(labels, unit, language)
    known = [(mark, mark.value) for mark in marks if mark.value is not None]
    values = [value for _, value in known]
    total = sum(values)
    if total <= 0:
        return chart(sheet, lambda _: Markup(), _HEADS, ())
    course = _Course([mark for mark, _ in known], values, [value / total for value in accumulate(values)], reach)
    rows = [
        Row(sheet.words(mark.name), (sheet.figure(value), figure(share, "share", language)), mark.href)
        for mark, value, share in islice(zip(course.marks, values, course.running, strict=True), TABLE_ROWS)
    ]
    return chart(sheet, partial(_drawn, course), _HEADS, rows, len(values))


def _drawn(course: _Course, sheet: Sheet) -> Markup:
    values, running, total = course.values, course.running, sum(course.values)
    spans = groups(len(values), MOST_BARS // 2 if sheet.is_narrow else MOST_BARS)
    heights = [sum(values[a:b]) / total for a, b in spans]
    within = frame(sheet, (min(0.0, *heights, 0.0), max(1.0, *running)), (0.0, float(len(values))))
    parts = within.axes(lambda value: figure(value, "share", sheet.language), sheet)
    for place, ((first, end), height) in enumerate(zip(spans, heights, strict=True)):
        reached = figure(running[end - 1], "share", sheet.language)
        hover = f"{group_name(course.marks, first, end, sheet)}: {sheet.figure(sum(values[first:end]))} · {reached}"
        href = course.marks[first].href if end - first == 1 else ""
        parts.append(drawing.linked([_bar(within, first, end, height), within.band(first, end)], hover, href, place))
    points = [(0.0, 0.0), *((float(i), share) for i, share in enumerate(running, 1))]
    parts.append(drawing.path("line", [within.point(*point) for point in thinned(points)]))
    return drawing.svg(sheet, within.height, [*parts, *_reach_marks(within, course, sheet)])


def _reach_marks(within: Frame, course: _Course, sheet: Sheet) -> list[Markup]:
    count = next(i for i, share in enumerate(course.running, 1) if share >= course.reach - 1e-12)
    place = within.point(float(count), course.running[count - 1])
    y = within.upward.at(course.reach)
    reached = figure(course.running[count - 1], "share", sheet.language)
    words = _REACHED.filled(n=f"{count:,}", all=f"{len(course.running):,}", share=reached)
    return [
        drawing.line("rule", within.across.start, y, within.across.end, y),
        drawing.dot(place),
        within.label(place, sheet.words(words)),
    ]


def _bar(within: Frame, first: int, end: int, height: float) -> Markup:
    left, right = within.across.at(float(first)), within.across.at(float(end))
    zero = within.upward.at(0.0)
    gap = min(2.0, (right - left) * 0.2)
    kind = "bar" if height >= 0 else "loss"
    return drawing.rectangle(kind, left, zero, right - left - gap, within.upward.at(height) - zero)
