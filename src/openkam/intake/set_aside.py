"""The rows that could not be used, with the rest of their invoices, as a file to correct and load again."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from openkam.analysis.schema import TEXT
from openkam.core.spreadsheet import harmless
from openkam.intake.cleaning import Cleaned
from openkam.intake.columns import column_types
from openkam.intake.combining import Combined, raw_value, with_cells
from openkam.intake.loaded import Rejected
from openkam.intake.reading import Reading
from openkam.intake.reasons import COMPLETES, reason_of
from openkam.intake.text_file import quoted

EXTRA: Final = ("set_aside_file 来源文件", "set_aside_row 原行号", "set_aside_reason 原因（英文）", "未采用原因")
_NUMBER: Final = re.compile(r"[+-]*[\d.,\s]*%?")
_COMPLETES: Final = "COMPLETES"
_IS_FAULTY: Final = "NOT is_blank AND fault IS NOT NULL AND NOT starts_with(fault, 'REPLACED')"


@dataclass(frozen=True)
class _Row:
    """A row of the file: its place, what is wrong in which cell, and all its cells."""

    row: int
    code: str
    column: str
    value: str
    cells: list[str]


@dataclass(frozen=True)
class _Page:
    """What is written: `headers` are those of the files where they are the same (`own`), else canonical columns."""

    reading: Reading
    headers: list[str]
    own: bool

    def group(self, index: int) -> int:
        """The number under which the invoices of a file are noted; parts of one export share it."""
        return 0 if self.reading.parts else index


def write_set_aside(
    connection: DuckDBPyConnection, reading: Reading, combined: Combined, cleaned: list[Cleaned], target: Path
) -> bool:
    """Writes the rows (UTF-8 with byte order mark) with their own headers, place and reasons; False where none are.

    The usable rows of the same invoices stand beside them, since a file that is loaded later replaces whole invoices.
    Rows that a later copy replaced are not faulty and are left out. Where the files have different headers, the
    canonical columns are written instead. The delimiter is that of the file, so that numbers are read the same way.
    """
    if not set(combined.receipt.reasons) - {"REPLACED"}:
        return False
    own = len({one.loaded.headers for one in cleaned}) == 1
    names = cleaned[0].loaded.headers if own else sorted({name for one in cleaned for name in one.loaded.kinds})
    page = _Page(reading, list(names), own)
    _note_invoices(connection, page, combined, cleaned)
    marks = {one.loaded.receipt.delimiter for one in cleaned}
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=(marks.pop() if own and len(marks) == 1 else "") or ",")
        writer.writerow([*map(_harmless, names), *EXTRA])
        for i, one in enumerate(cleaned):
            rows = _rows(connection, page, one, combined.relations[i], page.group(i))
            writer.writerows([*map(_harmless, row.cells), *_why(one, row)] for row in rows)
    return True


def _note_invoices(connection: DuckDBPyConnection, page: _Page, combined: Combined, cleaned: list[Cleaned]) -> None:
    """Keeps in the table `incomplete` which invoices must be written whole."""
    connection.execute("CREATE OR REPLACE TEMP TABLE incomplete (place INTEGER, invoice_number VARCHAR)")
    if page.reading.table != "invoice_lines":
        return
    for i, (one, relation) in enumerate(zip(cleaned, combined.relations, strict=True)):
        connection.execute(
            f"INSERT INTO incomplete SELECT DISTINCT {page.group(i)}, invoice_number FROM {relation} "
            f"WHERE invoice_number IS NOT NULL AND {_IS_FAULTY}"
        )
        header = one.loaded.receipt.mapping["invoice_number"]
        at = one.loaded.headers.index(header)
        named = {cells[at].strip() for cells in map(_cells_of(one), one.loaded.rejected) if at < len(cells)}
        if named:
            connection.executemany("INSERT INTO incomplete VALUES (?, ?)", [[page.group(i), name] for name in named])


def _rows(connection: DuckDBPyConnection, page: _Page, one: Cleaned, relation: str, group: int) -> list[_Row]:
    typed = "".join(f', CAST("{name}" AS VARCHAR) AS "typed_{name}"' for name in one.columns)
    kept = f"SELECT row_id, fault{typed} FROM {relation} WHERE {_IS_FAULTY}"
    if page.reading.table == "invoice_lines":
        kept += (
            f" UNION ALL SELECT row_id, '{_COMPLETES}'{typed} FROM {relation} WHERE NOT is_blank AND fault IS NULL "
            f"AND invoice_number IN (SELECT invoice_number FROM incomplete WHERE place = {group})"
        )
    rows = with_cells(one, f"({kept})")
    if page.own:
        everything = one.loaded.everything
        if not one.loaded.receipt.kind.startswith("parquet"):
            connection.execute(f"CREATE OR REPLACE TEMP TABLE again AS SELECT * FROM {everything}")
            everything = "(SELECT rowid AS row_id, * FROM again)"
        names = "".join(f', "typed_{name}"' for name in one.columns)
        source = f"(SELECT row_id, fault, {raw_value(one)} AS cell{names} FROM {rows})"
        cells = ", ".join(_own_cell(page, one, header) for header in page.headers)
        query = f"SELECT row_id, fault, cell, {cells} FROM {source} f JOIN {everything} e USING (row_id)"
    else:
        cells = ", ".join(_canonical_cell(one, name) for name in page.headers)
        query = f"SELECT row_id, fault, {raw_value(one)}, {cells} FROM {rows}"
    found: list[tuple[Any, ...]] = connection.execute(f"{query} ORDER BY 1").fetchall()
    places = one.loaded.rows_of([row[0] for row in found])
    written = [
        _Row(place, *_split(one, fault), value or "", [_written(one, cell) for cell in cells])
        for place, (_, fault, value, *cells) in zip(places, found, strict=True)
    ]
    return sorted([*written, *_rejected(page, one)], key=lambda row: row.row)


def _rejected(page: _Page, one: Cleaned) -> list[_Row]:
    """The rows of the wrong shape, their cells from the left as far as there are headers."""
    width = len(page.headers)
    return [
        _Row(reject.row, reject.code, reject.column, reject.value, (cells + [""] * width)[:width])
        for reject, cells in zip(one.loaded.rejected, map(_cells_of(one), one.loaded.rejected), strict=True)
    ]


def _cells_of(one: Cleaned) -> Callable[[Rejected], list[str]]:
    delimiter = one.loaded.receipt.delimiter or ","
    return lambda reject: next(csv.reader([reject.value], delimiter=delimiter), [])


def _own_cell(page: _Page, one: Cleaned, header: str) -> str:
    """The cell as it was written; a sheet's numbers and dates, which have no writing, as their value."""
    cell = f"CAST(e.{quoted(header)} AS VARCHAR)"
    types = column_types(page.reading.schema)
    for name, own in one.loaded.receipt.mapping.items():
        if own == header and one.loaded.is_sheet and name in one.columns and types[name] != TEXT:
            return f'coalesce("typed_{name}", {cell})'
    return cell


def _canonical_cell(one: Cleaned, name: str) -> str:
    """The value of the cell, since files of different kinds may write the same differently; else what was written."""
    if name not in one.loaded.kinds:
        return "NULL"
    return f'coalesce("typed_{name}", {one.loaded.written(name)})' if name in one.columns else one.loaded.written(name)


def _split(one: Cleaned, fault: str) -> tuple[str, str]:
    code, _, column = fault.partition(":")
    return code, one.loaded.receipt.mapping.get(column, column)


def _written(one: Cleaned, cell: str | None) -> str:
    text = cell or ""
    return text[1:] if one.loaded.is_sheet and text.startswith("'") else text


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs; the reader takes the apostrophe off again (`cleaning`)."""
    return cell if _NUMBER.fullmatch(cell) else harmless(cell)


def _why(one: Cleaned, row: _Row) -> tuple[str, int, str, str]:
    reason = COMPLETES if row.code == _COMPLETES else reason_of(row.code, row.column, row.value[:80])
    return *one.loaded.place(row.row), reason.en, reason.zh
