"""A delimited text file, loaded in parallel by the engine; rows of the wrong shape are kept aside with their place."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.columns import Recognised
from openkam.intake.delimiter import Layout
from openkam.intake.loaded import Rejected

LINE_LIMIT: Final = 1 << 20
_STEP: Final = 4 << 20
_CODES: Final = {
    "MISSING COLUMNS": "TOO_FEW_CELLS",
    "TOO MANY COLUMNS": "TOO_MANY_CELLS",
    "LINE SIZE OVER MAXIMUM": "CELL_TOO_LARGE",
    "UNQUOTED VALUE": "UNREADABLE_CELL",
}


@dataclass(frozen=True)
class TextTable:
    """A loaded text file: the table's name, the file it came from, rejected rows, SQL for all its columns."""

    name: str
    path: Path
    rejected: tuple[Rejected, ...]
    everything: str


def load_text(
    connection: DuckDBPyConnection,
    path: Path,
    layout: Layout,
    found: Recognised,
    *,
    folder: Path,
    key: str,
    file: str,
) -> TextTable:
    """Loads the mapped columns as text into the table `raw_<key>`, whose rowid is the order of the file."""
    scan = _scan(path, layout, key)
    places = {header: f"k{i}" for i, header in enumerate(layout.headers) if header}
    cells = {name: places[header] for name, header in found.mapping.items()}
    first = next(iter(cells.values()))
    everything = ", ".join(f"k{i}" for i in range(len(layout.headers)))
    blank = f"CASE WHEN trim(coalesce({first}, '')) = '' THEN trim(concat({everything})) = '' ELSE false END"
    columns = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
    load = f"CREATE TABLE raw_{key} AS SELECT {blank} AS is_blank, {columns} FROM "
    try:
        connection.execute(load + scan)
    except duckdb.InvalidInputException:
        path = _one_line_end(path, folder)
        _load_again(connection, load + _scan(path, layout, key), key, file)
    rejected = _rejected(connection, key, file, layout.header_row - layout.skipped - 1)
    named = ", ".join(f"{place} AS {quoted(header)}" for header, place in places.items())
    return TextTable(f"raw_{key}", path, rejected, f"(SELECT {named} FROM {_scan(path, layout, None)})")


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A string as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _load_again(connection: DuckDBPyConnection, load: str, key: str, file: str) -> None:
    for name in ("raw", "rejects", "scans"):
        connection.execute(f"DROP TABLE IF EXISTS {name}_{key}")
    try:
        connection.execute(load)
    except duckdb.InvalidInputException as fault:
        raise Problem(
            Text("The rows of the file cannot be told apart.", "无法区分文件中的各行。"),
            remedy=Text(
                "Check line ends and quotation marks, or export the file as XLSX.",
                "请检查换行符与引号，或导出为 XLSX。",
            ),
            file=file,
        ) from fault


def _one_line_end(path: Path, folder: Path) -> Path:
    """The file with one kind of line end throughout; the engine refuses a mixture."""
    target = folder / "line_ends"
    with path.open(encoding="utf-8", newline=None) as mixed, target.open("w", encoding="utf-8", newline="\n") as out:
        while text := mixed.read(_STEP):
            out.write(text)
    return target


def _scan(path: Path, layout: Layout, key: str | None) -> str:
    rejects = (
        "ignore_errors=true"
        if key is None
        else f"store_rejects=true, rejects_table='rejects_{key}', rejects_scan='scans_{key}'"
    )
    names = ", ".join(f"'k{i}': 'VARCHAR'" for i in range(len(layout.headers)))
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=true, all_varchar=true, strict_mode=true, "
        f"delim={literal(layout.delimiter)}, quote='\"', escape='\"', skip={layout.skipped}, "
        f"max_line_size={LINE_LIMIT}, columns={{{names}}}, {rejects})"
    )


def _rejected(connection: DuckDBPyConnection, key: str, file: str, shift: int) -> tuple[Rejected, ...]:
    rows: list[tuple[Any, ...]] = connection.execute(
        f"SELECT line, min(error_type), min(coalesce(column_name, '')), any_value(left(csv_line, 200)), "
        f"bool_or(error_type = 'UNQUOTED VALUE' AND contains(trim(csv_line, E'\\r\\n'), E'\\n')) "
        f"FROM rejects_{key} GROUP BY line ORDER BY line"
    ).fetchall()
    for line, _, _, text, swallowed in rows:
        if swallowed:
            raise Problem(
                Text(
                    "A quotation mark opened in this row is never closed, so the rows after it cannot be told apart.",
                    "此行的引号没有闭合，其后的行无法区分。",
                ),
                remedy=Text("Close or remove the quotation mark.", "请补全或删除该引号。"),
                file=file,
                row=line + shift,
                value=text.strip()[:80],
            )
    return tuple(
        Rejected(line + shift, _CODES.get(kind, "UNREADABLE_CELL"), "", re.sub(r"\s+", " ", text or "").strip()[:80])
        for line, kind, _, text, _ in rows
    )


def blank_rows(path: Path, layout: Layout) -> NDArray[np.int64]:
    """The rows after the header that are empty lines; an empty line inside quotes is part of a cell."""
    data = np.memmap(path, np.uint8, "r")
    row, quotes, found = 1, 0, []
    previous_end = -1
    step = 8 << 20
    for start in range(0, len(data), step):
        part = np.asarray(data[start : start + step])
        inside = (quotes + np.cumsum(part == ord('"'))) % 2
        ends = np.flatnonzero((part == ord("\n")) & (inside == 0)) + start
        quotes = int(quotes + np.count_nonzero(part == ord('"')))
        starts = np.concatenate([[previous_end], ends[:-1]]) + 1 if len(ends) else ends
        length = ends - starts
        is_blank = (length == 0) | ((length == 1) & (data[starts] == ord("\r")))
        found.append(row + np.flatnonzero(is_blank))
        row += len(ends)
        previous_end = int(ends[-1]) if len(ends) else previous_end
    rows = np.concatenate(found) if found else np.zeros(0, np.int64)
    return rows[rows > layout.header_row].astype(np.int64)
