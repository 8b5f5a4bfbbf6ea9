"""The list as a table for other programs: the same rows, order and columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from openkam.analysis.words import Language, Text
from openkam.core.money import amount_of
from openkam.core.spreadsheet import Value
from openkam.web.accounts.listing.answer import Answer
from openkam.web.accounts.listing.rows import Cell, all_rows, columns_shown
from openkam.web.sight.columns import Kind

MONTHS: Final = 24


def heads(answer: Answer, language: Language) -> list[tuple[str, Kind]]:
    """The heads of the columns; the drawing of 24 months becomes 24 columns."""
    found: list[tuple[str, Kind]] = []
    for column in columns_shown(answer):
        if column.kind is Kind.SPARK:
            until = answer.run.until_date if answer.run is not None else answer.viewer.today
            found += [(month, Kind.MONEY) for month in _months(until)]
        else:
            found.append((column.label.to(language), column.kind))
    return found


def lines(answer: Answer, language: Language) -> Iterator[list[Value]]:
    """The rows, unknown figures as None."""
    for row in all_rows(answer):
        yield [value for cell in row.cells for value in _values(cell, language)]


def _months(until: date) -> list[str]:
    """The months up to a day, the oldest first: `2026-06`."""
    latest = until.year * 12 + until.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(latest - MONTHS + 1, latest + 1)]


def _values(cell: Cell, language: Language) -> Sequence[Value]:
    value: Any = cell.value
    if cell.column.kind is Kind.SPARK:
        months = list(value or [])[-MONTHS:]
        return [None] * (MONTHS - len(months)) + months
    if isinstance(value, Text):
        return [value.to(language)]
    if cell.column.kind is Kind.MONEY:
        return [None if value is None else amount_of(value)]
    if cell.column.kind is Kind.YEARS:
        return [None if value is None else round(value / 12, 1)]
    return [value]
