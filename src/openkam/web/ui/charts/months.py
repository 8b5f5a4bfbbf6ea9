"""Month by month: columns of sales and, where it is known, the line of profit, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing, stretched
from openkam.web.ui.charts.chart import Chart, Labels, Row, Sheet, Unit, chart
from openkam.web.ui.charts.frame import Frame, frame
from openkam.web.ui.charts.stretched import WHOLE

SALES: Final = Text("Net sales", "净销售额")
PROFIT: Final = Text("Profit", "毛利")
_MONTH: Final = Text("Month", "月份")
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EDGE: Final = 92.0


@dataclass(frozen=True)
class _Course:
    months: Sequence[date]
    columns: Sequence[float | None]
    lines: Sequence[float | None]
    names: tuple[Text, Text]


def months(
    columns: Sequence[float | None],
    lines: Sequence[float | None],
    labels: Labels,
    *,
    first: date,
    names: tuple[Text, Text] = (SALES, PROFIT),
    unit: Unit = "money",
    language: Language,
) -> Chart:
    """A column a month from `first` on, oldest first; `lines` are as many values, or none (no line, no trace of it).

    None is unknown: no column, and the line breaks.
    """
    sheet = Sheet(labels, unit, language)
    course = _Course(_months_from(first, len(columns)), columns, lines, names)
    values = zip(columns, lines, strict=True) if lines else ((value,) for value in columns)
    rows = [
        Row(month_name(month, language), tuple(sheet.figure(value) for value in each))
        for month, each in zip(course.months, values, strict=True)
    ]
    is_known = any(value is not None for value in (*columns, *lines))
    heads = (_MONTH, *names[: 2 if lines else 1])
    return chart(sheet, partial(_drawn, course), heads, rows if is_known else ())


def month_name(month: date, language: Language) -> str:
    """`Jul 2026`, `2026年7月`."""
    return f"{month.year}年{month.month}月" if language == "zh" else f"{_NAMES[month.month - 1]} {month.year}"


def _drawn(course: _Course, sheet: Sheet) -> Markup:
    known = [value for value in (*course.columns, *course.lines) if value is not None]
    within = frame((min(0.0, *known, 0.0), max(0.0, *known, 0.0)), (0.0, float(len(course.columns))))
    name = stretched.text(sheet.words(course.names[0]), 0.0, 11.0, "tick", beside=-stretched.MARGIN)
    parts = [*within.axes(sheet.figure, sheet), name]
    for place, value in enumerate(course.columns):
        parts.append(drawing.linked(_column(within, place, value), _hover(course, place, sheet)))
    parts += _month_ticks(within, course.months, sheet)
    line = _line(within, course.lines, sheet.words(course.names[1]))
    return stretched.svg(sheet, within.height, [*parts, *line])


def _hover(course: _Course, place: int, sheet: Sheet) -> str:
    words = f"{month_name(course.months[place], sheet.language)}: "
    words += f"{sheet.words(course.names[0])} {sheet.figure(course.columns[place])}"
    if course.lines:
        words += f", {sheet.words(course.names[1])} {sheet.figure(course.lines[place])}"
    return words


def _column(within: Frame, place: int, value: float | None) -> list[Markup]:
    band = within.band(place, place + 1.0)
    if value is None:
        return [band]
    left, slot = within.across.at(place), within.across.at(1.0)
    zero = within.upward.at(0.0)
    kind = "bar" if value >= 0 else "loss"
    return [stretched.rectangle(kind, left + slot * 0.14, zero, slot * 0.72, within.upward.at(value) - zero), band]


def _line(within: Frame, lines: Sequence[float | None], name: str) -> list[Markup]:
    places = [None if value is None else within.point(i + 0.5, value) for i, value in enumerate(lines)]
    known = [place for place in places if place is not None]
    if not known:
        return []
    x, y = known[-1]
    return [
        within.path("line", places),
        stretched.dot((x, y)),
        stretched.text(name, x, y - 9.0, "label", "end", beside=4.0),
    ]


def _month_ticks(within: Frame, course: Sequence[date], sheet: Sheet) -> list[Markup]:
    """Each January by its year, and the first month, unless the January beside it needs the room."""
    parts, ground = [], within.upward.start
    januaries = [place for place, month in enumerate(course) if place and month.month == 1]
    for place in januaries:
        x = within.across.at(float(place))
        parts.append(stretched.line("axis", x, ground, x, ground + 6.0))
        # At the right edge the year stands before its line.
        parts.append(stretched.text(str(course[place].year), x, ground + 18.0, "tick", "end" if x > _EDGE else "start"))
    words = month_name(course[0], sheet.language)
    roomy = stretched.where_it_fits(f"{words} ", within.across.at(float(januaries[0])) if januaries else WHOLE)
    if roomy is not None:
        parts.append(stretched.line(f"axis{roomy}", 0.0, ground, 0.0, ground + 6.0))
        parts.append(stretched.text(words, 0.0, ground + 18.0, f"tick{roomy}"))
    return parts


def _months_from(first: date, count: int) -> list[date]:
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count)]
