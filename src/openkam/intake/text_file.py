"""A delimited text file, loaded in parallel by the engine; rows of the wrong shape are kept aside with their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
from duckdb import DuckDBPyConnection

from openkam.analysis.schema import TEXT
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.columns import Recognised
from openkam.intake.delimiter import Layout
from openkam.intake.loaded import Rejected
from openkam.intake.plain_cells import RESTS, PlainColumn, typed_select

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LINE_LIMIT: Final = 1 << 20
_STEP: Final = 4 << 20
_BLOCK: Final = 8 << 20
_KEPT: Final = 10_000
"""Characters of a row of the wrong shape, so that it can be mended in the file of rows set aside."""

_CODES: Final = {
    "MISSING COLUMNS": "TOO_FEW_CELLS",
    "TOO MANY COLUMNS": "TOO_MANY_CELLS",
    "LINE SIZE OVER MAXIMUM": "CELL_TOO_LARGE",
    "UNQUOTED VALUE": "UNREADABLE_CELL",
}


@dataclass(frozen=True)
class TextTable:
    """A loaded text file: SQL after FROM, the file it came from, rejected rows, SQL for all its columns.

    `kinds`: canonical column -> its SQL type; `rests`: typed column -> how many of its cells are still text, in the
    column `rest_<name>` of the relation.
    """

    relation: str
    path: Path
    rejected: tuple[Rejected, ...]
    everything: str
    kinds: dict[str, str]
    rests: dict[str, int]
    rows: int
    blank_rows: int


def load_text(
    connection: DuckDBPyConnection,
    path: Path,
    layout: Layout,
    found: Recognised,
    *,
    plain: Sequence[PlainColumn],
    folder: Path,
    key: str,
    file: str,
) -> TextTable:
    """Loads the mapped columns into the table `raw_<key>`, whose rowid is the order of the file.

    The cells of the `plain` columns are typed on the way where they are plain; all else is loaded as text.
    """
    places = {header: f"k{i}" for i, header in enumerate(layout.headers) if header}
    cells = {name: places[header] for name, header in found.mapping.items()}
    load = f"CREATE TABLE raw_{key} AS {_select(layout, cells, plain)} FROM "
    try:
        connection.execute(load + _scan(path, layout, key) + ")" * bool(plain))
    except duckdb.InvalidInputException:
        path = _one_line_end(path, folder)
        drop_text(connection, key)
        _load_again(connection, load + _scan(path, layout, key) + ")" * bool(plain), file)
    waiting = "".join(f", count({RESTS}[{i}])" for i in range(1, len(plain) + 1))
    counts = connection.execute(f"SELECT count(*), count(*) FILTER (is_blank){waiting} FROM raw_{key}").fetchone() or (
        0,
        0,
    )
    rests = {column.name: count for column, count in zip(plain, counts[2:], strict=False) if count}
    rejected = _rejected(connection, key, file, layout.header_row - layout.skipped - 1)
    named = ", ".join(f"{place} AS {quoted(header)}" for header, place in places.items())
    return TextTable(
        _relation(key, cells, plain, rests),
        path,
        rejected,
        f"(SELECT {named} FROM {_scan(path, layout, None)})",
        dict.fromkeys(cells, TEXT) | {column.name: column.kind for column in plain},
        rests,
        rows=counts[0],
        blank_rows=counts[1],
    )


def drop_text(connection: DuckDBPyConnection, key: str) -> None:
    """Forgets a loaded file."""
    for name in ("raw", "rejects", "scans"):
        connection.execute(f"DROP TABLE IF EXISTS {name}_{key}")


def _select(layout: Layout, cells: dict[str, str], plain: Sequence[PlainColumn]) -> str:
    first = next(iter(cells.values()))
    everything = ", ".join(f"k{i}" for i in range(len(layout.headers)))
    blank = f"CASE WHEN {first} <= ' ' OR {first} IS NULL THEN trim(concat({everything})) = '' ELSE false END"
    typed = {column.name for column in plain}
    texts = "".join(f', {cell} AS "{name}"' for name, cell in cells.items() if name not in typed)
    return typed_select(plain, f"{blank} AS is_blank{texts}")


def _relation(key: str, cells: dict[str, str], plain: Sequence[PlainColumn], rests: dict[str, int]) -> str:
    columns = ", ".join(f'"{name}"' for name in cells)
    places = {column.name: i for i, column in enumerate(plain, 1)}
    waiting = "".join(f', {RESTS}[{places[name]}] AS "rest_{name}"' for name in rests)
    return f"(SELECT rowid AS row_id, is_blank, {columns}{waiting} FROM raw_{key})"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A string as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def _load_again(connection: DuckDBPyConnection, load: str, file: str) -> None:
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
        f"SELECT line, min(error_type), min(coalesce(column_name, '')), any_value(left(csv_line, {_KEPT})), "
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
        Rejected(line + shift, _CODES.get(kind, "UNREADABLE_CELL"), "", (text or "").strip("\r\n"))
        for line, kind, _, text, _ in rows
    )


def blank_rows(path: Path, layout: Layout) -> "NDArray[np.int64]":
    """The rows after the header that are empty lines; an empty line inside quotes is part of a cell."""
    import numpy as np

    row, quotes, previous_end, start, latest = 1, 0, -1, 0, 0
    found = []
    with path.open("rb") as stream:  # in blocks: a mapped file of 2 GB alone would exceed the reader's memory
        while block := stream.read(_BLOCK):
            part = np.frombuffer(block, np.uint8)
            inside = (quotes + np.cumsum(part == ord('"'), dtype=np.int32)) % 2
            places = np.flatnonzero((part == ord("\n")) & (inside == 0))
            quotes = int(quotes + np.count_nonzero(part == ord('"'))) % 2
            ends = places + start
            starts = np.concatenate([[previous_end], ends[:-1]]) + 1 if len(ends) else ends
            length = ends - starts
            byte_before = np.where(places > 0, part[places - 1], latest)
            found.append(row + np.flatnonzero((length == 0) | ((length == 1) & (byte_before == ord("\r")))))
            row, start, latest = row + len(ends), start + len(part), int(part[-1])
            previous_end = int(ends[-1]) if len(ends) else previous_end
    rows = np.concatenate(found) if found else np.zeros(0, np.int64)
    return rows[rows > layout.header_row].astype(np.int64)
