"""Dates written by people, as SQL: which part is the day, and the date of a cell."""

from collections.abc import Callable
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.numbers import once

Ask = Callable[[str], tuple[int, ...]]

_MONTHS: Final = "['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec']"
_YEAR_FIRST: Final = r"^(\d{4})\s?[-/.年 ]\s?(\d{1,2})\s?[-/.月 ]\s?(\d{1,2})日?$"
_YEAR_LATEST: Final = r"^(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})$"
_COMPACT: Final = r"^(\d{4})(\d{2})(\d{2})(?:\d{6})?$"
_DAY_NAME: Final = r"^(\d{1,2})[-/. ]*([A-Za-z]{3,9})\.?[-/., ]*(\d{4})$"
_NAME_DAY: Final = r"^([A-Za-z]{3,9})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/, ]+(\d{4})$"
_SERIAL: Final = r"^\d{2,5}(?:\.\d+)?$"
_ISO: Final = r"^\d{4}-\d{2}-\d{2}$"
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


def day_first(ask: Ask, relation: str, cells: dict[str, str], file: str) -> bool | None:
    """Whether the day comes before the month, decided by values above 12; None where no cell depends on it.

    Raises a Problem where both orders occur, or where dates such as 03/04/2024 leave it open.
    """
    totals = [0, 0, 0]
    for cell in cells.values():
        a, b = (f"CAST(regexp_extract(s, '{_YEAR_LATEST}', {i}) AS INTEGER)" for i in (1, 2))
        found = ask(
            f"SELECT count(*) FILTER (a > 12 AND b <= 12), count(*) FILTER (b > 12 AND a <= 12), "
            f"count(*) FILTER (a <> b AND a <= 12 AND b <= 12) FROM (SELECT {a} AS a, {b} AS b "
            f"FROM (SELECT DISTINCT {written(cell)} AS s FROM {relation} WHERE substr({cell}, 5, 1) <> '-') "
            f"WHERE regexp_matches(s, '{_YEAR_LATEST}'))"
        )
        totals = [have + more for have, more in zip(totals, found, strict=True)]
    day, month, opened = totals
    column = next(iter(cells), None)
    if day and month:
        raise Problem(
            Text(
                "Some dates have the day first, others the month first.",
                "日期写法不一致：有的日在前，有的月在前。",
            ),
            remedy=Text(
                "Say which is right: --dayfirst or --monthfirst; the others are then set aside.",
                "请指明正确的写法：--dayfirst（日在前）或 --monthfirst（月在前），其余行将被搁置。",
            ),
            file=file,
            column=column,
        )
    if opened and not day and not month:
        raise Problem(
            Text(
                "Dates such as 03/04/2024 can be read two ways, and no date in the file tells which.",
                "03/04/2024 这类日期有两种读法，文件中没有可据以判断的日期。",
            ),
            remedy=Text(
                "Say which: --dayfirst (3 April) or --monthfirst (4 March).",
                "请指明：--dayfirst（4 月 3 日）或 --monthfirst（3 月 4 日）。",
            ),
            file=file,
            column=column,
        )
    return None if not (day or month) else bool(day)


def _shape(shape: str, year: int, month: int, day: int, *, named: bool = False) -> tuple[str, str]:
    y, m, d = (f"regexp_extract(s, '{shape}', {i})" for i in (year, month, day))
    if named:
        m = f"list_position({_MONTHS}, lower(left({m}, 3)))"
    return shape, f"try_cast({y} || '-' || {m} || '-' || {d} AS DATE)"
