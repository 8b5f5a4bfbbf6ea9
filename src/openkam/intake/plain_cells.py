"""Cells plain enough to be typed while a text file is read, as SQL; the few others wait, as they were written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openkam.analysis.schema import DAY
from openkam.intake import numbers
from openkam.intake.columns import column_types
from openkam.intake.delimiter import Layout
from openkam.intake.reading import Reading

RESTS: Final = "rests"
"""The column of a loaded table that lists, where a row has any, the cells that were not plain."""


@dataclass(frozen=True)
class PlainColumn:
    """A column that is typed while it is read: its canonical name, the place of its cells, and its type."""

    name: str
    place: str
    kind: str

    @property
    def value(self) -> str:
        """SQL for the value of a plain cell, NULL where the cell is not plain; it depends on no setting but the mark.

        A date is plain as 2024-01-31 or 2024/01/31, also with a time after it.
        """
        cell = self.place
        if self.kind != DAY:
            return f"try_cast({cell} AS {self.kind})"
        is_day = f"({cell} LIKE '____-__-__' OR {cell} LIKE '____/__/__')"
        has_time = f"{cell} LIKE '____-__-__ __:__%' AND try_cast(substr({cell}, 12, 5) AS TIME) IS NOT NULL"
        return (
            f"CASE WHEN {cell} < '1' OR {cell} >= ':' THEN NULL WHEN {is_day} THEN try_cast({cell} AS DATE) "
            f"WHEN {has_time} THEN try_cast(left({cell}, 10) AS DATE) END"
        )


def plain_columns(
    reading: Reading, layout: Layout, mapping: dict[str, str], *, is_sheet: bool
) -> tuple[PlainColumn, ...]:
    """The dates and, where the decimal mark seems to be the point, the exact numbers among the columns of a file."""
    types = column_types(reading.schema)
    at = {name: layout.headers.index(header) for name, header in mapping.items()}
    exact = [name for name in mapping if types[name].startswith("DECIMAL")]
    cells = [row[at[name]] for row in layout.sample for name in exact if at[name] < len(row)]
    seems_pointed = numbers.looks_pointed(cells, unless=layout.delimiter == ",")
    is_pointed = reading.decimal_mark == "." or (reading.decimal_mark is None and seems_pointed)
    typed = {name for name in mapping if types[name] == DAY} | set(exact if is_sheet or is_pointed else [])
    return tuple(PlainColumn(name, f"k{at[name]}", types[name]) for name in mapping if name in typed)


def typed_select(plain: Sequence[PlainColumn], cells: str) -> str:
    """SELECT of these cells with the typed columns and their rests beside them; FROM and a bracket must follow."""
    if not plain:
        return f"SELECT {cells}"
    places = ", ".join(column.place for column in plain)
    values = ", ".join(f'{column.value} AS "{column.name}"' for column in plain)
    rests = ", ".join(f'CASE WHEN "{column.name}" IS NULL THEN {column.place} END' for column in plain)
    waits = " OR ".join(f'("{column.name}" IS NULL AND {column.place} IS NOT NULL)' for column in plain)
    kept = f"* EXCLUDE ({places})"
    return f"SELECT {kept}, CASE WHEN {waits} THEN [{rests}] END AS {RESTS} FROM (SELECT {cells}, {places}, {values}"
