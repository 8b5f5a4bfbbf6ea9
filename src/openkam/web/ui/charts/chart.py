"""What every chart is given and what it becomes: words and marks in; drawings, finding and table out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Text
from openkam.core.figures import UNKNOWN, money_each, money_in, number_text, share_text

Unit = Literal["money", "share", "number", "count"]
NOTHING: Final = Text("", "")
WIDE: Final = 640.0
NARROW: Final = 360.0
"""A chart of rows is drawn for a page and for a phone; the stylesheet shows the one that fits its place."""
TABLE_ROWS: Final = 36
"""Three years of months; of more accounts the list behind the chart has the rest."""


class Mark(NamedTuple):
    """One account, tier, product or month of a chart; `value` None is unknown and drawn as nothing.

    href  the list or page behind it
    note  more words for the hover text
    """

    name: Text | str
    value: float | None
    href: str = ""
    note: Text | str = ""


@dataclass(frozen=True)
class Labels:
    """Words around a chart.

    title   its finding, in a sentence
    about   how to read it
    across, upward  what the axes count
    """

    title: Text
    about: Text = NOTHING
    across: Text = NOTHING
    upward: Text = NOTHING


@dataclass(frozen=True)
class Sheet:
    """What a chart is drawn on: its words, the unit of its figures, the reader's language and the width."""

    labels: Labels
    unit: Unit
    language: Language
    width: float = WIDE

    @property
    def is_narrow(self) -> bool:
        """Whether it is the drawing for a phone."""
        return self.width < WIDE

    @property
    def title(self) -> str:
        """The finding, in words."""
        return self.labels.title.to(self.language)

    def words(self, text: Text | str) -> str:
        """A Text in the reader's language; a name as it is."""
        return text.to(self.language) if isinstance(text, Text) else text

    def figure(self, value: float | None) -> str:
        """A figure of the chart's unit."""
        return figure(value, self.unit, self.language)


class Row(NamedTuple):
    """A line of the table that stands for the drawing."""

    name: str
    figures: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing with its finding and its table; `svg` is blank where nothing is known.

    heads  of the table: the name of the first column, then of each figure
    more   how many rows the table leaves out
    """

    title: Text
    about: Text
    svg: Markup
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = field(default=(), repr=False)
    more: int = 0


def chart(
    sheet: Sheet, draw: Callable[[Sheet], Markup], heads: Sequence[Text], rows: Sequence[Row], count: int | None = None
) -> Chart:
    """The chart, blank without rows; `draw` draws it, for every width or in `both`.

    The table has TABLE_ROWS rows at most; `count` tells of how many, where not all were given: the list has the rest.
    """
    shown = tuple(rows[:TABLE_ROWS])
    return Chart(
        sheet.labels.title,
        sheet.labels.about,
        draw(sheet) if rows else Markup(),
        tuple(sheet.words(head) for head in heads),
        shown,
        (len(rows) if count is None else count) - len(shown),
    )


def both(draw: Callable[[Sheet], Markup]) -> Callable[[Sheet], Markup]:
    """A drawing for a page and one for a phone, of a chart that is laid out anew where there is little room."""
    return lambda sheet: Markup().join((draw(sheet), draw(replace(sheet, width=NARROW))))


def figure(value: float | None, unit: Unit, language: Language) -> str:
    """A figure as people write it: money from units of 1/10,000, a share of 1 in percent; None is unknown."""
    if value is None:
        return UNKNOWN.to(language)
    if unit == "money":
        return money_in(int(value), language)
    if unit == "share":
        return share_text(value) if value >= 0 else f"-{share_text(-value)}"
    return f"{value:,.0f}" if unit == "count" else number_text(value)


def figures(values: Array, unit: Unit, language: Language) -> list[str]:
    """`figure` of each of many known values."""
    if unit == "money":
        return money_each(values.astype(np.int64), language)
    return [figure(value, unit, language) for value in values.tolist()]


def rows_of(marks: Sequence[Mark], sheet: Sheet) -> list[Row]:
    """The table of plain marks; none where nothing is known."""
    if all(mark.value is None for mark in marks):
        return []
    return [Row(sheet.words(mark.name), (sheet.figure(mark.value),), mark.href) for mark in marks]


def hover_of(mark: Mark, sheet: Sheet) -> str:
    """What a mark says when pointed at."""
    note = sheet.words(mark.note)
    return f"{sheet.words(mark.name)}: {sheet.figure(mark.value)}{' · ' if note else ''}{note}"
