"""An Excel sheet, streamed into a UTF-8 file that the engine loads like any other text."""

import csv
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from openkam.analysis.schema import DAY, TEXT, Table
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.columns import Recognised, column_types, recognise
from openkam.intake.delimiter import HEADER_WITHIN, Layout, empty, header_among, unique
from openkam.intake.inside import Say
from openkam.intake.shortened import MOST_DIGITS

_UNPACKED_AT_MOST: Final = 1 << 30
_RATIO_AT_MOST: Final = 300
_SMALL: Final = 64 << 20
_STEP: Final = 500
_SURE: Final = 4
"""A sheet with so many headers of the table is the one; the others are not even parsed."""


@dataclass(frozen=True)
class Sheet:
    """A sheet as a text file: text cells of number and date columns carry a leading apostrophe."""

    path: Path
    layout: Layout
    found: Recognised
    name: str


def sheet_to_text(path: Path, folder: Path, *, table: Table, mapping: dict[str, str], file: str, say: Say) -> Sheet:
    """The first sheet whose header is one of the table; raises a Problem for what is no sound workbook."""
    _check_bomb(path, file)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        name, sheet, head = _best_sheet(book, table, set(mapping.values()))
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise _unreadable(file) from fault
    if not head:
        raise empty(file)
    at, _ = header_among(head, table, set(mapping.values()))
    headers = unique(head[at])
    found = recognise(table, headers, mapping, file)
    target = folder / "sheet.csv"
    top = sheet.start[0] if sheet.start else 0
    rows = islice(sheet.iter_rows(), at + 1, None)
    _write(target, headers, rows, found, table, total=sheet.total_height, say=say)
    return Sheet(target, Layout(",", headers, 0, top + at + 1), found, name)


def _best_sheet(book: Any, table: Table, wanted: set[str]) -> tuple[str, Any, list[list[str]]]:
    """The sheet with the most headers of the table, and its first rows; a sheet is parsed once, as that is slow."""
    best: tuple[int, str, Any, list[list[str]]] = (-1, "", None, [])
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        head = [[str(cell) for cell in row] for row in islice(sheet.iter_rows(), HEADER_WITHIN)]
        known = header_among(head, table, wanted)[1] if head else -1
        if known > best[0]:
            best = (known, name, sheet, head)
        if known >= _SURE:
            break
    return best[1:]


def _write(
    target: Path,
    headers: list[str],
    rows: Iterable[list[Any]],
    found: Recognised,
    table: Table,
    *,
    total: int,
    say: Say,
) -> None:
    kinds = column_types(table)
    by_header = {header: kinds[name] for name, header in found.mapping.items()}
    shapes = [None if header not in by_header else _shape_of(by_header[header]) for header in headers]
    done = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([f"k{i}" for i in range(len(headers))])
        for chunk in _chunks(rows):
            columns = [_shaped(cells, shape) for shape, cells in zip(shapes, zip(*chunk, strict=True), strict=False)]
            writer.writerows(zip(*columns, strict=True))
            done += len(chunk)
            say("read", done, total)


def _chunks(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    stream = iter(rows)
    while chunk := list(islice(stream, _STEP)):
        yield chunk


def _shape_of(kind: str) -> Callable[[Any], Any]:
    return {TEXT: _code, DAY: _day}.get(kind, _number)


def _shaped(cells: tuple[Any, ...], shape: Callable[[Any], Any] | None) -> Iterable[Any]:
    """The cells of a column in writing; most columns hold one kind of value that needs no look at each cell."""
    if shape is None or set(map(type, cells)) <= _PLAIN[shape]:
        return cells
    return map(shape, cells)


def _code(cell: Any) -> Any:
    """A code that Excel keeps as a number is written without a decimal point, one too long for Excel as it shows it."""
    if type(cell) in (int, float) and abs(cell) >= 10**MOST_DIGITS:
        return f"{cell:.{MOST_DIGITS - 1}E}"
    if type(cell) is float and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, datetime) else cell


def _number(cell: Any) -> Any:
    """A number as it is; text gets an apostrophe, so that evidence is looked for in text only."""
    if type(cell) is str:
        return f"'{cell}" if cell.strip() else ""
    return str(cell) if isinstance(cell, (time, timedelta, bool)) else cell


def _day(cell: Any) -> Any:
    """A date as it is, a serial or 20240131 without a decimal point, text as in a number column."""
    return int(cell) if type(cell) is float and cell.is_integer() else _number(cell)


_PLAIN: Final[dict[Callable[[Any], Any], set[type]]] = {_code: {str}, _number: {int, float}, _day: {int, date}}


def _check_bomb(path: Path, file: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = {entry.filename for entry in archive.infolist()}
    except zipfile.BadZipFile as fault:
        raise _unreadable(file) from fault
    if unpacked > _UNPACKED_AT_MOST or (unpacked > _SMALL and unpacked > path.stat().st_size * _RATIO_AT_MOST):
        raise Problem(
            Text(
                "The workbook unpacks to {unpacked} MB: too much for a sheet, it is not opened.",
                "该工作簿解压后达 {unpacked} MB，超出正常范围，未打开。",
            ).filled(unpacked=unpacked >> 20),
            remedy=Text(
                "Save the sheet as CSV, or delete empty formatted rows and pictures.",
                "请另存为 CSV，或删除带格式的空行与图片后再试。",
            ),
            file=file,
        )
    if not any(name.startswith("xl/") for name in names):
        raise _unreadable(file)


def _unreadable(file: str) -> Problem:
    return Problem(
        Text(
            "The file is not a readable Excel workbook, or it is cut off.",
            "该文件不是可读取的 Excel 工作簿，或已不完整。",
        ),
        remedy=Text("Open it in Excel and save it again as XLSX or CSV.", "请用 Excel 打开后重新保存为 XLSX 或 CSV。"),
        file=file,
    )
