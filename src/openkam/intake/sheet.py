"""Excel sheets, streamed into a UTF-8 file that the engine loads like any other text."""

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
from openkam.intake.loaded import Section
from openkam.intake.shortened import MOST_DIGITS

_UNPACKED_AT_MOST: Final = 1 << 30
_RATIO_AT_MOST: Final = 300
_SMALL: Final = 64 << 20
_STEP: Final = 500
_SURE: Final = 4
"""A sheet with so many headers of the table is the one by which the others are measured."""


@dataclass(frozen=True)
class Sheet:
    """Sheets as one text file: text cells of number and date columns carry a leading apostrophe.

    `sections`: which sheet each part of the rows is from, where there are several. `unread`: names of other sheets
    that are not empty.
    """

    path: Path
    layout: Layout
    found: Recognised
    sections: tuple[Section, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class _Head:
    """A parsed sheet: its header, at which of its rows, and how many headers of the table are known."""

    name: str
    sheet: Any
    headers: list[str]
    at: int
    known: int

    @property
    def row(self) -> int:
        """The row of the header as a spreadsheet counts."""
        return (self.sheet.start[0] if self.sheet.start else 0) + self.at + 1

    def rows(self) -> Iterator[list[Any]]:
        """The rows below the header."""
        return islice(self.sheet.iter_rows(), self.at + 1, None)


def sheet_to_text(path: Path, folder: Path, *, table: Table, mapping: dict[str, str], file: str, say: Say) -> Sheet:
    """All sheets whose headers mean the same columns as those of the first sheet of this table, in their order.

    Raises a Problem for what is no sound workbook.
    """
    check_bomb(path, file)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        main = _main_sheet(book, table, set(mapping.values()))
        if main is None:
            raise empty(file)
        found = recognise(table, main.headers, mapping, file)
        target = folder / "sheet.csv"
        sections, unread = [], []
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([f"k{i}" for i in range(len(main.headers))])
            done = 0
            for head in _heads(book, table, set(mapping.values()), main):
                order = _order(head, main, found, table, mapping)
                if order is None:
                    unread.append(head.name)
                    continue
                sections.append(Section(done, head.name, head.row + 1))
                done += _write(writer, main.headers, head, order, found=found, table=table, say=say)
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise unreadable(file) from fault
    layout = Layout(",", main.headers, 0, sections[0].row - 1)
    return Sheet(target, layout, found, tuple(sections) if len(sections) > 1 else (), tuple(unread))


def _main_sheet(book: Any, table: Table, wanted: set[str]) -> _Head | None:
    """The sheet with the most headers of the table, the first of several; a sheet is slow to parse, so not all are."""
    best: _Head | None = None
    for name in worksheets(book):
        head = _head(book, name, table, wanted)
        if head and (best is None or head.known > best.known):
            best = head
        if head and head.known >= _SURE:
            break
    return best


def _heads(book: Any, table: Table, wanted: set[str], main: _Head) -> Iterator[_Head]:
    """Every sheet that is not empty, in the order of the book, one at a time in memory."""
    for name in worksheets(book):
        head = main if name == main.name else _head(book, name, table, wanted)
        if head:
            yield head


def worksheets(book: Any) -> list[str]:
    """The names of the sheets that hold cells."""
    return [sheet.name for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]


def _head(book: Any, name: str, table: Table, wanted: set[str]) -> _Head | None:
    sheet = book.get_sheet_by_name(name)
    rows = [[str(cell) for cell in row] for row in islice(sheet.iter_rows(), HEADER_WITHIN)]
    if not any(cell.strip() for row in rows for cell in row):
        return None
    at, known = header_among(rows, table, wanted)
    return _Head(name, sheet, unique(rows[at]), at, known)


def _order(
    head: _Head, main: _Head, found: Recognised, table: Table, mapping: dict[str, str]
) -> list[int | None] | None:
    """For each header of the main sheet its place in this one; None where the sheet has other columns."""
    if head is main:
        return list(range(len(main.headers)))
    try:
        own = recognise(table, head.headers, mapping, head.name).mapping
    except Problem:
        return None
    if own.keys() != found.mapping.keys():
        return None
    same = {header: own[name] for name, header in found.mapping.items()}
    wanted = [same.get(header, header) for header in main.headers]
    return [head.headers.index(header) if header in head.headers else None for header in wanted]


def _write(
    writer: Any,
    headers: list[str],
    head: _Head,
    order: list[int | None],
    *,
    found: Recognised,
    table: Table,
    say: Say,
) -> int:
    """Writes the rows of a sheet under these headers; how many there were."""
    kinds = column_types(table)
    by_header = {header: kinds[name] for name, header in found.mapping.items()}
    shapes = [None if header not in by_header else _shape_of(by_header[header]) for header in headers]
    done = 0
    for chunk in _chunks(head.rows()):
        cells = list(zip(*chunk, strict=True))
        none = ("",) * len(chunk)
        placed = (none if at is None or at >= len(cells) else cells[at] for at in order)
        columns = [_shaped(values, shape) for shape, values in zip(shapes, placed, strict=True)]
        writer.writerows(zip(*columns, strict=True))
        done += len(chunk)
        say("read", done, head.sheet.total_height)
    return done


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


def check_bomb(path: Path, file: str) -> None:
    """Raises a Problem for what is no workbook, or one that would grow beyond all measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = {entry.filename for entry in archive.infolist()}
    except zipfile.BadZipFile as fault:
        raise unreadable(file) from fault
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
        raise unreadable(file)


def unreadable(file: str) -> Problem:
    """The Problem of what is no sound workbook."""
    return Problem(
        Text(
            "The file is not a readable Excel workbook, or it is cut off.",
            "该文件不是可读取的 Excel 工作簿，或已不完整。",
        ),
        remedy=Text("Open it in Excel and save it again as XLSX or CSV.", "请用 Excel 打开后重新保存为 XLSX 或 CSV。"),
        file=file,
    )
