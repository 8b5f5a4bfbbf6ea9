"""Finds the delimiter and the header row of a text file by what the headers mean."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from openkam.analysis.schema import Table
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.columns import known_headers

DELIMITERS: Final = (",", ";", "\t", "|")
HEADER_WITHIN: Final = 20
_SAMPLE: Final = 1 << 20


@dataclass(frozen=True)
class Layout:
    """`headers` are unique names of all columns; `skipped` lines stand above the header, in row `header_row`.

    `sample`: a few rows that follow the header.
    """

    delimiter: str
    headers: list[str]
    skipped: int
    header_row: int
    sample: tuple[list[str], ...] = ()


def layout_of(path: Path, table: Table, mapping: dict[str, str], name: str) -> Layout:
    """The layout of a UTF-8 file; a Problem where it is empty or has one column only."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        sample = stream.read(_SAMPLE)
    if not sample.strip("\ufeff \r\n\t,;|"):
        raise empty(name)
    if len(sample) == _SAMPLE and "\n" not in sample and "\r" not in sample:
        raise Problem(
            Text("The first line is longer than a megabyte: this is not a table.", "首行超过 1 MB，这不是数据表。"),
            remedy=Text("Export the lines as a table with one row a line.", "请导出为每行一条记录的表格。"),
            file=name,
            row=1,
        )
    wanted = set(mapping.values())
    options = [_option(sample, delimiter, table, wanted) for delimiter in DELIMITERS]
    score, layout = max(options, key=lambda option: option[0])
    if score[1] < 2:  # noqa: PLR2004
        raise _one_column(sample, name)
    return layout


def header_among(rows: list[list[str]], table: Table, wanted: set[str]) -> tuple[int, int]:
    """The index of the row that knows most headers of the table, and how many it knows.

    Where no row knows any, it is the first row with two cells.
    """
    scores = [known_headers(table, row) + len(wanted & {cell.strip() for cell in row}) for row in rows]
    best = max(scores, default=0)
    if best:
        return scores.index(best), best
    filled = (i for i, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1)
    return next(filled, 0), 0


def unique(headers: list[str]) -> list[str]:
    """Headers without surrounding blanks; a repeated one gets a number, so that each names one column."""
    seen: dict[str, int] = {}
    names = []
    for header in (" ".join(cell.replace("\ufeff", "").split()) for cell in headers):
        seen[header] = seen.get(header, 0) + 1
        names.append(f"{header} ({seen[header]})" if header and seen[header] > 1 else header)
    return names


def empty(name: str) -> Problem:
    """The Problem of a file without any content."""
    return Problem(
        Text("The file is empty.", "文件为空。"),
        remedy=Text("Export it again: a header and at least one line.", "请重新导出：至少包含表头和一行数据。"),
        file=name,
    )


def _option(sample: str, delimiter: str, table: Table, wanted: set[str]) -> tuple[tuple[int, int], Layout]:
    rows, lines = [], [0]
    reader = csv.reader(io.StringIO(sample), delimiter=delimiter)
    csv.field_size_limit(_SAMPLE * 2)
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
            if len(rows) >= HEADER_WITHIN + 10:
                break
    except csv.Error:
        pass
    at, known = header_among(rows[:HEADER_WITHIN], table, wanted)
    headers = rows[at] if rows else []
    following = [len(row) for row in rows[at + 1 :] if row]
    agree = sum(count == len(headers) for count in following)
    width = len(headers) if known or agree * 2 >= len(following) else 1
    return (known if width > 1 else 0, width), Layout(
        delimiter, unique(headers), lines[at], at + 1, tuple(rows[at + 1 :])
    )


def _one_column(sample: str, name: str) -> Problem:
    first = next((line for line in sample.splitlines() if line.strip()), "")
    return Problem(
        Text(
            "The file has one column only: its cells are not separated by comma, semicolon, tab or |.",
            "文件只有一列：单元格之间不是以逗号、分号、制表符或 | 分隔。",
        ),
        remedy=Text(
            "Export it again with one of these delimiters, or as XLSX.", "请改用上述分隔符重新导出，或导出为 XLSX。"
        ),
        file=name,
        row=1,
        value=first[:80],
    )
