"""Standing columns, and the steps from a total down to what is left of it."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.core.wrapping import wrapped
from openkam.web.ui.charts import drawing, stretched
from openkam.web.ui.charts.chart import Chart, Labels, Mark, Sheet, Unit, chart, hover_of, rows_of
from openkam.web.ui.charts.frame import Frame, frame
from openkam.web.ui.charts.stretched import NARROWEST, ROOMY

NAMED_FROM: Final = 26.0
"""A column this wide has room for a name below it."""
MOST_LINES: Final = 3
_LINE: Final = 14.0
_HEADS: Final = (Text("Name", "名称"), Text("Value", "数值"))
_Span = tuple[float, float]


def columns(marks: Sequence[Mark], labels: Labels, *, unit: Unit, language: Language) -> Chart:
    """A column a mark, in the order given, its figure at its end where there is room."""
    sheet = Sheet(labels, unit, language)
    spans = [(0.0, mark.value or 0.0) for mark in marks]
    return chart(sheet, partial(_drawn, marks, spans), _HEADS, rows_of(marks, sheet))


def waterfall(
    start: Mark, steps: Sequence[Mark], end: Text | str, labels: Labels, *, unit: Unit, language: Language
) -> Chart:
    """From a total by steps (what goes is negative) to what is left: `end` names it.

    A step of unknown size stands still.
    """
    sheet = Sheet(labels, unit, language)
    levels = list(accumulate((step.value or 0.0 for step in steps), initial=start.value or 0.0))
    marks = [start, *steps, Mark(end, None if start.value is None else levels[-1])]
    spans = [(0.0, levels[0]), *pairwise(levels), (0.0, levels[-1])]
    return chart(sheet, partial(_drawn, marks, spans), _HEADS, rows_of(marks, sheet))


def _drawn(marks: Sequence[Mark], spans: Sequence[_Span], sheet: Sheet) -> Markup:
    ends = [0.0, *(end for span in spans for end in span)]
    # Below a loss stands its figure: it needs room above the names.
    low, high = min(ends), max(ends)
    named = [_lines(sheet.words(mark.name), len(marks)) for mark in marks]
    deepest = max((len(lines) for one in named for lines in one.values()), default=1)
    within = frame(
        (low - (high - low) * 0.09 if low < 0 else 0.0, high), (0.0, float(len(marks))), below=_LINE * (deepest - 1)
    )
    parts = within.axes(sheet.figure, sheet)
    for place, (mark, span) in enumerate(zip(marks, spans, strict=True)):
        inside = [*_column(within, place, mark, span, sheet), *_name(within, place, named[place])]
        parts.append(drawing.linked(inside, hover_of(mark, sheet), mark.href, place))
    return stretched.svg(sheet, within.height, parts)


def _column(within: Frame, place: int, mark: Mark, span: _Span, sheet: Sheet) -> list[Markup]:
    left, slot = within.across.at(float(place)), within.across.at(1.0)
    middle = left + slot / 2
    if mark.value is None:
        return [stretched.text(sheet.figure(None), middle, within.upward.at(0.0) - 6.0, "tick", "middle")]
    first, end = within.upward.at(span[0]), within.upward.at(span[1])
    words, kind = sheet.figure(mark.value), "bar" if mark.value >= 0 else "loss"
    parts = [stretched.rectangle(kind, left + slot * 0.14, first, slot * 0.72, end - first)]
    if (roomy := stretched.where_it_fits(words, slot)) is not None:
        y = max(first, end) + 14.0 if mark.value < 0 else min(first, end) - 6.0
        parts.append(stretched.text(words, middle, y, f"value{roomy}", "middle"))
    return parts


def _lines(name: str, count: int) -> dict[str, list[str]]:
    """The lines of a name on a phone (` tight`) and on a page, by what their class ends in; "" where both agree.

    None where one of so many columns has no room for a name.
    """
    rooms = {kind: width / count for kind, width in ((" tight", NARROWEST), (" roomy", ROOMY))}
    lines = {kind: _cut(name, room - 4.0) for kind, room in rooms.items() if room >= NAMED_FROM}
    one = lines.get(" tight")
    return {"": one} if one is not None and one == lines.get(" roomy") else lines


def _cut(name: str, room: float) -> list[str]:
    """At most MOST_LINES, the end of a longer name left out."""
    width = int(room / drawing.LETTER)
    lines = list(wrapped(name, width))
    return [*lines[: MOST_LINES - 1], drawing.fitting(" ".join(lines[MOST_LINES - 1 :]), room)][: len(lines)]


def _name(within: Frame, place: int, named: Mapping[str, list[str]]) -> list[Markup]:
    """Below its column."""
    middle, y = within.across.at(place + 0.5), within.upward.start + 18.0
    return [
        stretched.text(words, middle, y + _LINE * line, f"name{kind}", "middle")
        for kind, lines in named.items()
        for line, words in enumerate(lines)
    ]
