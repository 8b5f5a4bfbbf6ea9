"""Opens one file, whatever it is, and brings it into the engine."""

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import duckdb
from duckdb import DuckDBPyConnection

from openkam.analysis.schema import DAY
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.intake.columns import Recognised, recognise
from openkam.intake.delimiter import Layout, empty, layout_of
from openkam.intake.deriving import TAXED
from openkam.intake.encoding import to_utf8, unpack
from openkam.intake.inside import Say
from openkam.intake.loaded import Loaded
from openkam.intake.numbers import points_hold
from openkam.intake.plain_cells import plain_columns
from openkam.intake.promises import promises_held, promises_of
from openkam.intake.reading import Reading
from openkam.intake.receipt import FileReceipt, Note
from openkam.intake.sheet import Sheet, sheet_to_text
from openkam.intake.text_file import TextTable, blank_rows, drop_text, literal, load_text, quoted

_FOREIGN: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "XLS (Excel 97)",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"SQLi": "SQLite",
}


def load_source(connection: DuckDBPyConnection, reading: Reading, index: int, folder: Path, say: Say) -> Loaded:
    """The file of the reading with this index as a relation; raises a Problem that names the file."""
    path = reading.files[index]
    _check_there(path)
    sha256 = _sha256(path, say)
    return _load(connection, reading, index, path=path, folder=folder, sha256=sha256, say=say)


def _load(
    connection: DuckDBPyConnection, reading: Reading, index: int, *, path: Path, folder: Path, sha256: str, say: Say
) -> Loaded:
    name = reading.files[index].name
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"\x1f\x8b"):
        if path.parent == folder:
            raise _foreign(name, "gzip in gzip")
        inner = unpack(path, folder, name).rename(folder / f"unpacked_{index}")
        loaded = _load(connection, reading, index, path=inner, folder=folder, sha256=sha256, say=say)
        return replace(loaded, receipt=replace(loaded.receipt, kind=f"{loaded.receipt.kind}.gz"))
    if start.startswith(b"PAR1"):
        return _load_parquet(connection, reading, path, name, sha256)
    check_kind(start, name)
    if start.startswith(b"PK\x03\x04"):
        sheet = sheet_to_text(path, folder, table=reading.schema, mapping=reading.mapping, file=name, say=say)
        layout, found = sheet.layout, sheet.found
        receipt = FileReceipt(name, sha256, "xlsx", "", "", 0, found.mapping, found.unused)
        plain, sections, notes = sheet.path, sheet.sections, _sheet_notes(name, sheet)
    else:
        utf8 = to_utf8(path, folder, name)
        layout = layout_of(utf8.path, reading.schema, reading.mapping, name)
        found = recognise(reading.schema, layout.headers, reading.mapping, name)
        receipt = FileReceipt(
            name, sha256, _text_kind(layout), utf8.encoding, layout.delimiter, 0, found.mapping, found.unused
        )
        plain, sections, notes = utf8.path, (), ()
    say("read", 0, 0)
    key = f"{reading.table}_{index}"
    is_sheet = receipt.kind == "xlsx"
    text = _load_typed(connection, reading, plain, layout, found, folder=folder, key=key, file=name, is_sheet=is_sheet)
    return Loaded(
        receipt,
        text.relation,
        text.kinds,
        is_sheet,
        layout.header_row + 1,
        text.everything,
        tuple(header for header in layout.headers if header),
        partial(blank_rows, text.path, layout),
        text.rejected,
        (*_notes(name, found), *notes),
        sections=sections,
        rests=text.rests,
        rows=text.rows,
        has_blanks=text.blank_rows > 0,
        mark="." if not is_sheet and any(kind.startswith("DECIMAL") for kind in text.kinds.values()) else None,
        promises=promises_held(connection, f"raw_{key}", text.kinds),
    )


def _load_typed(
    connection: DuckDBPyConnection,
    reading: Reading,
    path: Path,
    layout: Layout,
    found: Recognised,
    *,
    folder: Path,
    key: str,
    file: str,
    is_sheet: bool,
) -> TextTable:
    """The file with plain cells typed; numbers are loaded as text where they turn out not to agree on the point."""
    typed = plain_columns(reading, layout, found.mapping, is_sheet=is_sheet)
    text = load_text(connection, path, layout, found, plain=typed, folder=folder, key=key, file=file)
    asked = [f'"rest_{name}"' for name in text.rests if text.kinds[name] != DAY]
    if is_sheet or reading.decimal_mark or not asked:
        return text

    def ask(sql: str) -> tuple[int, ...]:
        return tuple(connection.execute(sql).fetchone() or ())

    if points_hold(ask, text.relation, asked):
        return text
    drop_text(connection, key)
    days = [column for column in typed if column.kind == DAY]
    return load_text(connection, text.path, layout, found, plain=days, folder=folder, key=key, file=file)


def _load_parquet(connection: DuckDBPyConnection, reading: Reading, path: Path, name: str, sha256: str) -> Loaded:
    """A Parquet file stays where it is; its columns are read from there whenever they are asked for."""
    scan = f"read_parquet({literal(str(path))}, file_row_number=true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {scan}").fetchall()
        types = {column: kind for column, kind, *_ in described}
        found = recognise(reading.schema, list(types), reading.mapping, name)
    except duckdb.Error as fault:
        raise damaged_parquet(name) from fault
    columns = ", ".join(f"{quoted(header)} AS {quoted(canonical)}" for canonical, header in found.mapping.items())
    promises = promises_of(connection, str(path))
    blank = "false" if promises.full else " AND ".join(f"{quoted(header)} IS NULL" for header in types)
    return Loaded(
        FileReceipt(name, sha256, "parquet", "", "", 0, found.mapping, found.unused),
        f"(SELECT file_row_number AS row_id, {blank} AS is_blank, {columns} FROM {scan})",
        {canonical: types[header] for canonical, header in found.mapping.items()},
        False,
        2,
        f"(SELECT * EXCLUDE (file_row_number), file_row_number AS row_id FROM {scan})",
        tuple(types),
        notes=_notes(name, found),
        has_blanks=not promises.full,
        promises=promises.named(found.mapping),
    )


def damaged_parquet(name: str) -> Problem:
    """The Problem of a Parquet file that cannot be read to its end."""
    return Problem(
        Text("The Parquet file is damaged or cut off.", "Parquet 文件已损坏或不完整。"),
        remedy=Text("Copy or export it again.", "请重新复制或导出。"),
        file=name,
    )


def _notes(name: str, found: Recognised) -> tuple[Note, ...]:
    notes = [Note(name, header, 0, why) for header, why in found.unclear.items()]
    if set(TAXED) <= found.mapping.keys() and "net_amount" not in found.mapping:
        gross, rate = (found.mapping[column] for column in TAXED)
        what = Text(
            'Net amounts are "{gross}" / (1 + "{rate}"), rounded to 1/10,000.',
            "不含税金额按“{gross}”÷（1 +“{rate}”）计算，四舍五入到小数点后四位。",
        )
        notes.append(Note(name, gross, 0, what.filled(gross=gross, rate=rate)))
    return tuple(notes)


def _sheet_notes(name: str, sheet: Sheet) -> tuple[Note, ...]:
    said = (
        (
            [section.sheet for section in sheet.sections],
            Text("{count} sheets were read: {names}.", "读取了 {count} 个工作表：{names}。"),
        ),
        (
            sheet.unread,
            Text(
                "Sheets with other columns were not read: {names}. Name such a sheet's columns as in the others, "
                "or export it as a file of its own.",
                "以下工作表的列不同，未读取：{names}。如需读取，请统一表头，或单独导出为文件。",
            ),
        ),
    )
    return tuple(
        Note(name, "", len(names), what.filled(count=len(names), names=", ".join(names)))
        for names, what in said
        if names
    )


def _text_kind(layout: Layout) -> str:
    return "tsv" if layout.delimiter == "\t" else "csv"


def _check_there(path: Path) -> None:
    if path.is_dir():
        raise Problem(
            Text("This is a folder, not a file.", "这是文件夹，不是文件。"),
            remedy=Text(
                "Name the files in it, for example {path}/*.csv.", "请指定其中的文件，例如 {path}/*.csv。"
            ).filled(path=path.name),
            file=path.name,
        )
    if not path.is_file():
        raise Problem(
            Text("There is no such file.", "找不到该文件。"),
            remedy=Text("Check the path: {path}", "请检查路径：{path}").filled(path=str(path)),
            file=path.name,
        )
    if path.stat().st_size == 0:
        raise empty(path.name)


def _sha256(path: Path, say: Say) -> str:
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as stream:
        while chunk := stream.read(8 << 20):
            digest.update(chunk)
            done += len(chunk)
            say("open", done, size)
    return digest.hexdigest()


def check_kind(start: bytes, name: str) -> None:
    """Raises a Problem for a file whose first bytes say that it is of a kind nobody here can read."""
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise _foreign(name, kind)


def _foreign(name: str, kind: str) -> Problem:
    return Problem(
        Text("{kind} files cannot be read.", "无法读取 {kind} 文件。").filled(kind=kind),
        remedy=Text("Save it as CSV, XLSX or Parquet.", "请另存为 CSV、XLSX 或 Parquet。"),
        file=name,
    )
