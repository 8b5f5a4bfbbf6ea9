"""A drawing of what changed over time in steps: a stance with its author, relations of colleagues, trust."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.core.periods import day_text
from openkam.web.ui.charts import drawing, stretched
from openkam.web.ui.charts.chart import Chart, Labels, Row, Sheet, chart
from openkam.web.ui.charts.frame import Frame, frame
from openkam.web.ui.charts.stretched import WHOLE

_DAY: Final = Text("Day", "日期")
_LEAST_DAYS: Final = 30
_NAME_HEIGHT: Final = 12.0
_MARGIN: Final = "named"
_NAMED: Final = 86.0
"""Pixels for the name of a value, in that margin."""


@dataclass(frozen=True)
class Step:
    """A value from a day on, and what is said of it when pointed at."""

    day: date
    value: float
    note: str


@dataclass(frozen=True)
class Course:
    """The steps of one line, the earliest first."""

    name: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class Scale:
    """The values of the upright axis with their words, the lowest first; a value between two is told as a figure."""

    words: dict[int, Text]

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest."""
        return float(min(self.words)), float(max(self.words))

    def said(self, value: float) -> Text | str:
        """What a value is called."""
        return self.words[int(value)] if value in self.words else f"{value:.1f}"


def course_chart(
    courses: Sequence[Course], scale: Scale, labels: Labels, *, until: date, heads: tuple[Text, ...], language: Language
) -> Chart:
    """Lines in steps up to a day; the table has every step, the latest first."""
    sheet = Sheet(labels, "count", language)
    steps = sorted(((one, step) for one in courses for step in one.steps), key=lambda each: each[1].day, reverse=True)
    rows = [
        Row(sheet.words(day_text(step.day)), (one.name, sheet.words(scale.said(step.value)), step.note))
        for one, step in steps
    ]
    return chart(sheet, partial(_drawn, courses, scale, until), (_DAY, *heads), rows)


def _drawn(courses: Sequence[Course], scale: Scale, until: date, sheet: Sheet) -> Markup:
    first = min(step.day for one in courses for step in one.steps)
    days = max((until - first).days, _LEAST_DAYS)
    within = frame(scale.ends, (0.0, float(days)))
    parts = [*_axis(within, scale, sheet), *_years(within, first, days, sheet)]
    ends: Counter[float] = Counter()
    for place, one in enumerate(courses):
        latest = one.steps[-1].value
        parts += _line(within, one, first, days, sheet, shift=place * 3.0, above=ends[latest] * _NAME_HEIGHT)
        ends[latest] += 1
    return stretched.svg(sheet, within.height, parts, _MARGIN)


def _axis(within: Frame, scale: Scale, sheet: Sheet) -> list[Markup]:
    """Every value that has words, by a hairline."""
    parts = []
    for value, words in sorted(scale.words.items()):
        y = within.upward.at(float(value))
        said = drawing.fitting(sheet.words(words), _NAMED)
        parts.append(stretched.line("grid", 0.0, y, WHOLE, y))
        parts.append(stretched.text(said, 0.0, y + 4.0, "tick", "end", beside=-8.0))
    return parts


def _years(within: Frame, first: date, days: int, sheet: Sheet) -> list[Markup]:
    ground, began = within.upward.start, sheet.words(day_text(first))
    parts = [stretched.text(began, 0.0, ground + 20.0, "tick")]
    for year in range(first.year + 1, first.year + days // 365 + 2):
        place = float((date(year, 1, 1) - first).days)
        x = within.across.at(place)
        roomy = stretched.where_it_fits(f"{began} ", x)
        if roomy is None or place > days:
            continue
        parts.append(stretched.line(f"axis{roomy}", x, ground, x, ground + 6.0))
        parts.append(stretched.text(str(year), x, ground + 20.0, f"tick{roomy}"))
    return parts


def _line(
    within: Frame, one: Course, first: date, days: int, sheet: Sheet, *, shift: float, above: float
) -> list[Markup]:
    """The line of one course; lines that would lie on each other are drawn a little apart, their names `above`."""
    places: list[tuple[float, float] | None] = []
    marks, y = [], 0.0
    for step in one.steps:
        x = within.across.at(float((step.day - first).days))
        if places:
            places.append((x, y))
        y = within.upward.at(float(step.value)) - shift
        places.append((x, y))
        told = " · ".join(filter(None, (one.name, sheet.words(day_text(step.day)), step.note)))
        marks.append(drawing.linked([stretched.dot((x, y))], told))
    end = within.across.at(float(days))
    places.append((end, y))
    name = [stretched.text(one.name, end, y - 7.0 - above, "label", "end")] if one.name else []
    return [within.path("line", places), *marks, *name]
