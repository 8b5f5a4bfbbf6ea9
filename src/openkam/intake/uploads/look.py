"""The child's first look at files: their headers, a few values of each column, and which table they seem to be."""

import gzip
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from openkam.analysis.schema import TABLES, Table
from openkam.core.problem import Problem
from openkam.intake.child import Parcel
from openkam.intake.columns import recognise, suggest
from openkam.intake.delimiter import HEADER_WITHIN, empty, header_among, layout_of, unique
from openkam.intake.encoding import to_utf8
from openkam.intake.inside import Say
from openkam.intake.pipeline import closed_connection
from openkam.intake.sheet import check_bomb, unreadable, worksheets
from openkam.intake.source import check_kind, damaged_parquet
from openkam.intake.text_file import literal
from openkam.intake.uploads.findings import problem_meta

SAMPLES: Final = 4
_HEAD: Final = 1 << 20
_ROWS: Final = HEADER_WITHIN + 20
_LONGEST: Final = 60


def look_inside(request: dict[str, Any], folder: Path, say: Say) -> Parcel:
    """For each file `headers`, `samples`, the `table` it seems to be (blank: nobody can tell), or its `problem`."""
    looks = []
    for done, name in enumerate(request["files"]):
        say("open", done, len(request["files"]))
        place = folder / f"look_{done}"
        place.mkdir()
        try:
            looks.append(_look(Path(name), place))
        except Problem as problem:
            looks.append({"problem": problem_meta(problem)})
    return Parcel({"looks": looks}, {})


def _look(path: Path, folder: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise empty(path.name)
    if start.startswith(b"\x1f\x8b"):
        return _look_packed(path, folder)
    if start.startswith(b"PAR1"):
        return _best([_parquet_rows(path, folder)], path.name)
    check_kind(start, path.name)
    if start.startswith(b"PK\x03\x04"):
        return _best(list(_sheets(path)), path.name)
    return _look_text(path, folder, path.name)


def _look_packed(path: Path, folder: Path) -> dict[str, Any]:
    """A packed text shows its head; anything else must be unpacked whole."""
    from openkam.intake.encoding import unpack

    try:
        with gzip.open(path, "rb") as packed:
            head = packed.read(_HEAD)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        head = b"PAR1"  # damaged: to unpack it says so
    if head.startswith((b"PAR1", b"PK\x03\x04")):
        inner = unpack(path, folder, path.name)
        rows = [_parquet_rows(inner, folder)] if head.startswith(b"PAR1") else list(_sheets(inner))
        return _best(rows, path.name)
    check_kind(head[:8], path.name)
    (folder / "packed").write_bytes(head)
    return _look_text(folder / "packed", folder, path.name)


def _look_text(path: Path, folder: Path, name: str) -> dict[str, Any]:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if len(head) == _HEAD:  # the last line is cut, perhaps within a character
        head = head[: head.rfind(b"\n") + 1] or head
    (folder / "head").write_bytes(head)
    plain = to_utf8(folder / "head", folder, name).path
    candidates = []
    for table in TABLES:
        layout = layout_of(plain, table, {}, name)
        candidates.append([layout.headers, *layout.sample])
    return _best(candidates, name, titled=True)


def _sheets(path: Path) -> Iterator[list[list[str]]]:
    """The first rows of every sheet that is not empty."""
    check_bomb(path, path.name)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in worksheets(book):
            rows = [[str(cell) for cell in row] for row in islice(book.get_sheet_by_name(name).iter_rows(), _ROWS)]
            if any(cell.strip() for row in rows for cell in row):
                yield rows
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise unreadable(path.name) from fault


def _parquet_rows(path: Path, folder: Path) -> list[list[str]]:
    import duckdb

    connection = closed_connection([path], folder)
    try:
        found = connection.execute(f"SELECT * FROM read_parquet({literal(str(path))}) LIMIT {SAMPLES * 3}")
        headers = [column[0] for column in found.description or ()]
        return [headers, *(["" if cell is None else str(cell) for cell in row] for row in found.fetchall())]
    except duckdb.Error as fault:
        raise damaged_parquet(path.name) from fault


def _best(candidates: list[list[list[str]]], name: str, *, titled: bool = False) -> dict[str, Any]:
    """The rows and the table that fit each other best; `titled`: the first row is known to be the header."""
    if not candidates:
        raise empty(name)
    ranked: list[tuple[tuple[bool, int], int, Table, list[str], list[list[str]]]] = []
    for rows in candidates:
        for table in TABLES:
            at = 0 if titled else header_among(rows[:HEADER_WITHIN], table, set())[0]
            headers = rows[at] if titled else unique(rows[at])
            ranked.append((_fit(table, headers), -len(ranked), table, headers, rows[at + 1 :]))
    fit, _, table, headers, rows = max(ranked, key=lambda one: one[:2])
    return {
        "headers": [header for header in headers if header],
        "samples": {header: _samples(rows, i) for i, header in enumerate(headers) if header},
        "table": table.name if fit[0] else "",
        "problem": None,
    }


def _fit(table: Table, headers: list[str]) -> tuple[bool, int]:
    """Whether a file with these headers can be read as this table, and how many headers it knows."""
    known = len(suggest(table, headers, {}, "").mapping)
    try:
        recognise(table, headers, {}, "")
    except Problem as problem:
        return not problem.code.startswith("MISSING_COLUMNS"), known
    return True, known


def _samples(rows: list[list[str]], index: int) -> list[str]:
    cells = (" ".join(row[index].split())[:_LONGEST] for row in rows if index < len(row))
    return list(dict.fromkeys(cell for cell in cells if cell))[:SAMPLES]
