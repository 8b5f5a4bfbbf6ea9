"""Lying bars: one a name, in the order given; and the same before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts import drawing
from openkam.web.ui.charts.chart import Chart, Labels, Mark, Row, Sheet, Unit, both, chart, hover_of, rows_of
from openkam.web.ui.charts.scales import Scale

STEP: Final = 30.0
NARROW_STEP: Final = 44.0
THICK: Final = 14.0
NAME_SHARE: Final = 0.3
_VALUE_ROOM: Final = 70.0
_NAME: Final = Text("Name", "名称")
_VALUE: Final = Text("Value", "数值")
_CHANGE_HEADS: Final = (_NAME, Text("Before", "之前"), Text("After", "之后"))


@dataclass(frozen=True)
class Change:
    """A figure before and after: a tier under two rules, a share in two years."""

    name: Text | str
    before: float | None
    after: float | None
    href: str = ""


def bars(marks: Sequence[Mark], labels: Labels, *, unit: Unit, language: Language) -> Chart:
    """One bar a mark; losses run to the left, what is unknown says so and has no bar."""
    sheet = Sheet(labels, unit, language)
    return chart(sheet, both(partial(_drawn_bars, marks)), (_NAME, _VALUE), rows_of(marks, sheet))


def before_after(changes: Sequence[Change], labels: Labels, *, unit: Unit, language: Language) -> Chart:
    """Two bars a name: pale before, full after, and both figures beside them."""
    sheet = Sheet(labels, unit, language)
    known = any(one.before is not None or one.after is not None for one in changes)
    rows = [
        Row(sheet.words(one.name), (sheet.figure(one.before), sheet.figure(one.after)), one.href) for one in changes
    ]
    return chart(sheet, both(partial(_drawn_changes, changes)), _CHANGE_HEADS, rows if known else ())


def _drawn_bars(marks: Sequence[Mark], sheet: Sheet) -> Markup:
    lane = _Lane(sheet, [mark.value for mark in marks if mark.value is not None])
    parts = []
    for place, mark in enumerate(marks):
        inside = [lane.name(place, sheet.words(mark.name))]
        if mark.value is not None:
            inside.append(lane.bar(place, mark.value, "bar" if mark.value >= 0 else "loss", THICK))
        inside.append(lane.value(place, mark.value or 0.0, sheet.figure(mark.value)))
        parts.append(drawing.linked(inside, hover_of(mark, sheet), mark.href, place))
    return drawing.svg(sheet, lane.height(len(marks)), [*parts, *lane.zero(len(marks))])


def _drawn_changes(changes: Sequence[Change], sheet: Sheet) -> Markup:
    known = [value for one in changes for value in (one.before, one.after) if value is not None]
    lane = _Lane(sheet, known, room=2 * _VALUE_ROOM)
    parts = []
    for place, one in enumerate(changes):
        words = f"{sheet.figure(one.before)} → {sheet.figure(one.after)}"
        inside = [lane.name(place, sheet.words(one.name))]
        if one.before is not None:
            inside.append(lane.bar(place, one.before, "before", THICK / 2))
        if one.after is not None:
            inside.append(lane.bar(place, one.after, "after" if one.after >= 0 else "loss", THICK / 2, THICK / 2))
        inside.append(lane.value(place, max(one.before or 0.0, one.after or 0.0), words))
        parts.append(drawing.linked(inside, f"{sheet.words(one.name)}: {words}", one.href, place))
    return drawing.svg(sheet, lane.height(len(changes)), [*parts, *lane.zero(len(changes))])


class _Lane:
    """Where names, bars and figures of a row stand: side by side on a page, the name above its bar on a phone."""

    def __init__(self, sheet: Sheet, values: Sequence[float], room: float = _VALUE_ROOM) -> None:
        self.is_narrow = sheet.is_narrow
        self.step = NARROW_STEP if sheet.is_narrow else STEP
        left = 0.0 if sheet.is_narrow else sheet.width * NAME_SHARE
        low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        self.name_room = (sheet.width if sheet.is_narrow else left) - 14.0
        self.scale = Scale(low, high, left + (_VALUE_ROOM if low < 0 else 0.0), sheet.width - room)

    def height(self, count: int) -> float:
        """Of all rows."""
        return count * self.step + 4.0

    def name(self, place: int, name: str) -> Markup:
        """The name of a row."""
        return drawing.text(drawing.fitting(name, self.name_room), 0.0, place * self.step + 16.0, "name")

    def bar(self, place: int, value: float, kind: str, thick: float, below: float = 0.0) -> Markup:
        """From nothing to the value."""
        zero = self.scale.at(0.0)
        return drawing.rectangle(kind, zero, self._top(place) + below, self.scale.at(value) - zero, thick)

    def value(self, place: int, value: float, words: str) -> Markup:
        """The figure, beyond the end of its bar."""
        end = self.scale.at(value)
        x, anchor = (end - 6.0, "end") if value < 0 else (end + 6.0, "start")
        return drawing.text(words, x, self._top(place) + 11.5, "value", anchor)

    def zero(self, count: int) -> list[Markup]:
        """The line of nothing, where losses stand beside it."""
        if self.scale.low >= 0:
            return []
        return [drawing.line("axis", self.scale.at(0.0), 0.0, self.scale.at(0.0), self.height(count))]

    def _top(self, place: int) -> float:
        return place * self.step + (23.0 if self.is_narrow else 5.0)
