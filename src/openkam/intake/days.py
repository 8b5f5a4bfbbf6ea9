"""Dates written by people, as SQL: which part is the day, and the date of a cell."""

import re
from collections.abc import Callable
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.numbers import once

Ask = Callable[[str], tuple[int, ...]]
Found = tuple[str, int, str]
Find = Callable[[str], Found | None]
"""Answers a query of row id and cell with the file, the row as a spreadsheet counts it, and the cell."""

_MONTHS: Final = "['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec']"
_YEAR_FIRST: Final = r"^(\d{4})\s?[-/.年 ]\s?(\d{1,2})\s?[-/.月 ]\s?(\d{1,2})日?$"
_YEAR_LATEST: Final = r"^(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})$"
_COMPACT: Final = r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$"
_DAY_NAME: Final = r"^(\d{1,2})[-/. ]*([A-Za-z]{3,9})\.?[-/., ]*(\d{4})$"
_NAME_DAY: Final = r"^([A-Za-z]{3,9})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/, ]+(\d{4})$"
_SERIAL: Final = r"^\d{2,5}(?:\.\d+)?$"
_ISO: Final = r"^\d{4}-\d{2}-\d{2}$"
_PARTS: Final = ", ".join(
    f"TRY_CAST(regexp_extract(s, '{_YEAR_LATEST}', {i}) AS INTEGER) AS {name}" for i, name in ((1, "a"), (2, "b"))
)
_DAY_FIRST: Final = "a > 12 AND b BETWEEN 1 AND 12"
_MONTH_FIRST: Final = "b > 12 AND a BETWEEN 1 AND 12"
_OPEN: Final = "a <> b AND a BETWEEN 1 AND 12 AND b BETWEEN 1 AND 12"
_TIME: Final = r"(?:[T ]+|日\s*)(?:上午|下午)?\d{1,2}:\d{2}.*$"


def written(cell: str) -> str:
    """The filled cell with plain digits and without its time of day."""
    plain = f"translate({cell}, '０１２３４５６７８９－／．', '0123456789-/.')"
    timeless = f"CASE WHEN contains({cell}, ':') THEN regexp_replace({plain}, '{_TIME}', '') ELSE {plain} END"
    return f"CASE WHEN regexp_matches({cell}, '{_ISO}') THEN {cell} ELSE {timeless} END"


def date_of(cell: str, *, day_first: bool | None, is_sheet: bool) -> str:
    """The date of a filled cell, NULL where it is none; `day_first` None: no cell depends on it."""
    day, month = (2, 1) if day_first is False else (1, 2)
    shapes = [
        _shape(_YEAR_FIRST, 1, 2, 3),
        _shape(_YEAR_LATEST, 3, month, day),
        _shape(_COMPACT, 1, 2, 3),
        _shape(_DAY_NAME, 3, 2, 1, named=True),
        _shape(_NAME_DAY, 3, 1, 2, named=True),
    ]
    if is_sheet:
        shapes.append((_SERIAL, "DATE '1899-12-30' + CAST(floor(CAST(s AS DOUBLE)) AS INTEGER)"))
    cases = " ".join(f"WHEN regexp_matches(s, '{shape}') THEN {value}" for shape, value in shapes)
    return (
        f"CASE WHEN regexp_matches({cell}, '{_ISO}') THEN try_cast({cell} AS DATE) "
        f"WHEN {cell} IS NOT NULL THEN {once(written(cell), 's', f'CASE {cases} END')} END"
    )


def has_shape(cell: str) -> str:
    """Whether a cell looks like a date, so that it is impossible rather than unreadable."""
    shapes = (_YEAR_FIRST, _YEAR_LATEST, _COMPACT, _DAY_NAME, _NAME_DAY)
    return f"regexp_matches({written(cell)}, '{'|'.join(shapes)}')"


def day_first(ask: Ask, find: Find, relation: str, cells: dict[str, str]) -> bool | None:
    """Whether the day comes before the month, decided by values above 12; None where no cell depends on it.

    Raises a Problem, with dates of the file, where both orders occur or where all dates leave it open.
    """
    totals = [0, 0, 0]
    for cell in cells.values():
        distinct = f"SELECT DISTINCT {written(cell)} AS s FROM {relation} WHERE substr({cell}, 5, 1) <> '-'"
        found = ask(
            f"SELECT {', '.join(f'count(*) FILTER ({condition})' for condition in (_DAY_FIRST, _MONTH_FIRST, _OPEN))} "
            f"FROM (SELECT {_PARTS} FROM ({distinct}) WHERE regexp_matches(s, '{_YEAR_LATEST}'))"
        )
        totals = [have + more for have, more in zip(totals, found, strict=True)]
    day, month, opened = totals
    if day and month:
        raise _both_orders(find, relation, cells)
    if opened and not day and not month:
        raise _either_order(find, relation, cells)
    return None if not (day or month) else bool(day)


def _both_orders(find: Find, relation: str, cells: dict[str, str]) -> Problem:
    column, file, row, value = _first(find, relation, cells, _DAY_FIRST)
    *_, other_row, other = _first(find, relation, cells, _MONTH_FIRST)
    return Problem(
        Text(
            "Some dates have the day first ({value}), others the month first ({other}, row {row}).",
            "日期写法不一致：有的日在前（{value}），有的月在前（{other}，第 {row} 行）。",
        ).filled(value=value, other=other, row=other_row),
        remedy=Text(
            "Say which is right: --dayfirst or --monthfirst; the others are then set aside.",
            "请指明正确的写法：--dayfirst（日在前）或 --monthfirst（月在前），其余行不采用。",
        ),
        file=file,
        row=row,
        column=column,
        value=value,
        code="DAY_ORDER",
    )


def _either_order(find: Find, relation: str, cells: dict[str, str]) -> Problem:
    column, file, row, value = _first(find, relation, cells, _OPEN)
    a, b = (int(part) for part in re.findall(r"\d+", value)[:2])
    names = _MONTHS.strip("[]").replace("'", "").split(",")
    return Problem(
        Text(
            "Dates such as {value} can be read two ways, and no date in the file tells which.",
            "{value} 这类日期有两种读法，文件中没有可据以判断的日期。",
        ).filled(value=value),
        remedy=Text(
            "Say which: --dayfirst ({one}) or --monthfirst ({other}).",
            "请指明：--dayfirst（{one}）或 --monthfirst（{other}）。",
        ).filled(
            one=Text(f"{a} {names[b - 1].title()}", f"{b} 月 {a} 日"),
            other=Text(f"{b} {names[a - 1].title()}", f"{a} 月 {b} 日"),
        ),
        file=file,
        row=row,
        column=column,
        value=value,
        code="DAY_ORDER",
    )


def _first(find: Find, relation: str, cells: dict[str, str], condition: str) -> tuple[str, str, int, str]:
    """Column, file, row and writing of the first date of which a condition is true."""
    for column, cell in cells.items():
        rows = f"SELECT row_id, {written(cell)} AS s FROM {relation} WHERE substr({cell}, 5, 1) <> '-'"
        parts = f"SELECT row_id, s, {_PARTS} FROM ({rows}) WHERE regexp_matches(s, '{_YEAR_LATEST}')"
        found = find(f"SELECT row_id, s FROM ({parts}) WHERE {condition} ORDER BY row_id LIMIT 1")
        if found:
            return column, *found
    raise AssertionError(condition)


def _shape(shape: str, year: int, month: int, day: int, *, named: bool = False) -> tuple[str, str]:
    y, m, d = (f"regexp_extract(s, '{shape}', {i})" for i in (year, month, day))
    if named:
        m = f"list_position({_MONTHS}, lower(left({m}, 3)))"
    return shape, f"try_cast({y} || '-' || {m} || '-' || {d} AS DATE)"
