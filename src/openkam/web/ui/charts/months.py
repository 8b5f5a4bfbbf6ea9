"""Month by month: columns of sales and, where it is known, the line of profit, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import Chart, Labels, Row, Sheet, Unit, chart
from openkam.web.ui.charts.frame import Frame, frame

SALES: Final = Text("Net sales", "净销售额")
PROFIT: Final = Text("Profit", "毛利")
_MONTH: Final = Text("Month", "月份")
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLEAR_OF_JANUARY: Final = 10
"""From October on the first month's name would run into the year beside it."""


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
    within = frame(sheet, (min(0.0, *known, 0.0), max(0.0, *known, 0.0)), (0.0, float(len(course.columns))), left=58.0)
    parts = [*within.axes(sheet.figure, sheet), drawing.text(sheet.words(course.names[0]), 0.0, 11.0, "tick")]
    for place, value in enumerate(course.columns):
        parts.append(drawing.linked(_column(within, place, value), _hover(course, place, sheet)))
    parts += _month_ticks(within, course.months, sheet)
    return drawing.svg(sheet, within.height, [*parts, *_line(within, course.lines, sheet.words(course.names[1]))])


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
    left, slot = within.across.at(place), within.across.at(1.0) - within.across.at(0.0)
    zero = within.upward.at(0.0)
    kind = "bar" if value >= 0 else "loss"
    return [drawing.rectangle(kind, left + slot * 0.14, zero, slot * 0.72, within.upward.at(value) - zero), band]


def _line(within: Frame, lines: Sequence[float | None], name: str) -> list[Markup]:
    places = [None if value is None else within.point(i + 0.5, value) for i, value in enumerate(lines)]
    known = [place for place in places if place is not None]
    if not known:
        return []
    x, y = known[-1]
    return [
        drawing.path("line", places),
        drawing.dot((x, y)),
        drawing.text(name, min(x + 4.0, within.across.end), y - 9.0, "label", "end"),
    ]


def _month_ticks(within: Frame, course: Sequence[date], sheet: Sheet) -> list[Markup]:
    """Each January by its year, and the first month, unless the January beside it needs the room."""
    parts, ground = [], within.upward.start
    for place, month in enumerate(course):
        if month.month == 1 or (place == 0 and month.month < _CLEAR_OF_JANUARY):
            x = within.across.at(float(place))
            words = month_name(month, sheet.language) if place == 0 else str(month.year)
            parts += [drawing.line("axis", x, ground, x, ground + 6.0), drawing.text(words, x, ground + 18.0, "tick")]
    return parts


def _months_from(first: date, count: int) -> list[date]:
    return [date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(count)]
