"""Standing columns, and the steps from a total down to what is left of it."""

from collections.abc import Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import Chart, Labels, Mark, Sheet, Unit, chart, hover_of, rows_of
from openkam.web.ui.charts.frame import Frame, frame

NAMED_FROM: Final = 26.0
"""A column this wide has room for a name below it."""
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
    within = frame(sheet, (low - (high - low) * 0.09 if low < 0 else 0.0, high), (0.0, float(len(marks))), left=58.0)
    parts = within.axes(sheet.figure, sheet)
    for place, (mark, span) in enumerate(zip(marks, spans, strict=True)):
        inside = _column(within, place, mark, span, sheet)
        parts.append(drawing.linked(inside, hover_of(mark, sheet), mark.href, place))
    return drawing.svg(sheet, within.height, parts)


def _column(within: Frame, place: int, mark: Mark, span: _Span, sheet: Sheet) -> list[Markup]:
    left, slot = within.across.at(float(place)), within.across.at(1.0) - within.across.at(0.0)
    middle = left + slot / 2
    parts = []
    if mark.value is not None:
        first, end = within.upward.at(span[0]), within.upward.at(span[1])
        words, kind = sheet.figure(mark.value), "bar" if mark.value >= 0 else "loss"
        parts.append(drawing.rectangle(kind, left + slot * 0.14, first, slot * 0.72, end - first))
        if drawing.width_of(words) <= slot:
            y = max(first, end) + 14.0 if mark.value < 0 else min(first, end) - 6.0
            parts.append(drawing.text(words, middle, y, "value", "middle"))
    else:
        parts.append(drawing.text(sheet.figure(None), middle, within.upward.at(0.0) - 6.0, "tick", "middle"))
    if slot >= NAMED_FROM:
        short = drawing.fitting(sheet.words(mark.name), slot - 4.0)
        parts.append(drawing.text(short, middle, within.upward.start + 18.0, "name", "middle"))
    return parts
