"""The inside of the reader's process: a CSV or a workbook becomes plain rows of text, one file a sheet."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.child import Parcel
from openkam.intake.contacts.headers import EXPLAINED, proposed, refused_headers
from openkam.intake.delimiter import DELIMITERS, HEADER_WITHIN, empty, unique
from openkam.intake.encoding import to_utf8, unpack
from openkam.intake.inside import Say
from openkam.intake.sheet import check_bomb, unreadable, worksheets

MOST_SHEETS: Final = 12
MOST_ROWS: Final = 1_000_000
LONGEST_CELL: Final = 2000
SAMPLES: Final = 3
_SAMPLE: Final = 1 << 16
_MARKS: Final = ((b"PK\x03\x04", "xlsx"), (b"\x1f\x8b", "gzip"))

Rows = Iterator[list[str]]


def read_inside(request: dict[str, Any], folder: Path, say: Say) -> Parcel:
    """Writes `sheet_<n>.csv` for every sheet with a header and a row; its meta says name, headers, count, samples.

    The first cell of a written row is its number in the file, as a spreadsheet counts. Cells below a header that is
    never kept are not written.
    """
    sheets: list[dict[str, Any]] = []
    for done, file in enumerate(request["files"]):
        say("open", done, len(request["files"]))
        path = Path(file)
        for name, rows in _sheets_of(path, folder):
            sheet = _written(rows, folder / f"sheet_{len(sheets)}.csv")
            if sheet and len(sheets) < MOST_SHEETS:
                sheets.append(sheet | {"name": name, "file": path.name})
    if not sheets:
        raise empty(Path(request["files"][0]).name)
    return Parcel({"sheets": sheets}, {})


def _sheets_of(path: Path, folder: Path) -> Iterator[tuple[str, Rows]]:
    from openkam.intake.source import check_kind

    with path.open("rb") as stream:
        start = stream.read(8)
    kind = next((kind for mark, kind in _MARKS if start.startswith(mark)), "")
    if kind == "gzip":
        path, kind = unpack(path, folder, path.name), ""
    check_kind(start if kind != "xlsx" else b"", path.name)
    if kind == "xlsx":
        yield from _workbook(path)
    else:
        yield path.stem, _text(to_utf8(path, folder, path.name).path)


def _workbook(path: Path) -> Iterator[tuple[str, Rows]]:
    check_bomb(path, path.name)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in [one for one in worksheets(book) if one not in EXPLAINED][:MOST_SHEETS]:
            rows = book.get_sheet_by_name(name).iter_rows()
            yield name, ([_cell(cell) for cell in row] for row in rows)
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise unreadable(path.name) from fault


def _cell(cell: Any) -> str:
    """A cell as it is written: a day as its date, a whole number without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _text(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        yield from csv.reader(stream, delimiter=_delimiter(sample))


def _delimiter(sample: str) -> str:
    """The one that makes most known columns of a row, then most cells."""
    lines = sample.splitlines()[:HEADER_WITHIN]
    return max(DELIMITERS, key=lambda sign: max((_known(row) for row in csv.reader(lines, delimiter=sign)), default=0))


def _known(row: list[str]) -> float:
    return len(proposed(row).mapping) + min(len(row), 50) / 100


def _written(rows: Rows, target: Path) -> dict[str, Any] | None:
    head = list(islice(rows, HEADER_WITHIN))
    scores = [_known(row) for row in head]
    if not scores or max(scores) < 1:
        at = next((place for place, row in enumerate(head) if sum(bool(cell.strip()) for cell in row) > 1), None)
    else:
        at = scores.index(max(scores))
    if at is None:
        return None
    headers = unique([cell.strip() for cell in head[at]])
    never = {place for place, header in enumerate(headers) if header in refused_headers(headers)}
    samples: list[list[str]] = []
    count = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, cells in _numbered(chain(head[at + 1 :], rows), at + 2):
            row = [cell if place not in never else "" for place, cell in enumerate(cells)] if never else cells
            count += 1
            if count > MOST_ROWS:
                raise _too_long()
            if len(samples) < SAMPLES:
                samples.append([cell[:60] for cell in row[: len(headers)]])
            writer.writerow((number, *row[: len(headers)]))
    return {"headers": headers, "rows": count, "samples": samples} if count else None


def _numbered(rows: Iterable[list[str]], first: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with a cell that says something; blanks around cells do not count."""
    for number, row in enumerate(rows, first):
        cells = [cell.strip()[:LONGEST_CELL] for cell in row]
        if any(cells):
            yield number, cells


def _too_long() -> Problem:
    return Problem(
        Text("A sheet has more than {most} rows.", "单个表格超过 {most} 行。").filled(most=f"{MOST_ROWS:,}"),
        remedy=Text("Split the file.", "请拆分文件。"),
    )
