"""The rows that could not be used, as a file that can be corrected and loaded again."""

import csv
from pathlib import Path
from typing import Any, Final

import numpy as np
from duckdb import DuckDBPyConnection

from openkam.intake.cleaning import Cleaned
from openkam.intake.combining import Combined, faulty, raw_value
from openkam.intake.reasons import reason_of
from openkam.intake.text_file import quoted

EXTRA: Final = ("set_aside_file", "set_aside_row", "set_aside_reason", "搁置原因")
_STEP: Final = 10_000


def write_set_aside(connection: DuckDBPyConnection, combined: Combined, cleaned: list[Cleaned], target: Path) -> bool:
    """Writes the rows (UTF-8 with byte order mark) with their own headers, place and reasons; False where none are.

    Rows that a later copy replaced are not faulty and are left out. Where the files have different headers, the
    canonical columns are written instead.
    """
    codes = set(combined.receipt.reasons) - {"REPLACED"}
    if not codes:
        return False
    same = len({one.loaded.headers for one in cleaned}) == 1
    headers = (
        list(cleaned[0].loaded.headers) if same else sorted({name for one in cleaned for name in one.loaded.kinds})
    )
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*headers, *EXTRA])
        for i, one in enumerate(cleaned):
            rows = _rows(connection, one, combined.relations[i], headers, own=same)
            writer.writerows([*cells, *_why(one, row, code, column, value)] for row, code, column, value, cells in rows)
    return True


def _rows(
    connection: DuckDBPyConnection, one: Cleaned, relation: str, headers: list[str], *, own: bool
) -> list[tuple[int, str, str, str, list[str]]]:
    rows_sql = f"(SELECT * FROM {faulty(one, relation)} WHERE NOT starts_with(fault, 'REPLACED'))"
    if own:
        everything = one.loaded.everything
        if not one.loaded.receipt.kind.startswith("parquet"):
            connection.execute(f"CREATE OR REPLACE TEMP TABLE again AS SELECT * FROM {everything}")
            everything = "(SELECT rowid AS row_id, * FROM again)"
        cells = ", ".join(f"CAST(e.{quoted(header)} AS VARCHAR)" for header in headers)
        source = (
            f"(SELECT row_id, fault, {raw_value(one)} AS cell FROM {rows_sql}) f JOIN {everything} e USING (row_id)"
        )
        query = f"SELECT row_id, fault, cell, {cells} FROM {source}"
    else:
        query = f"SELECT row_id, fault, {raw_value(one)}, {_canonical(one, headers)} FROM {rows_sql}"
    found: list[tuple[Any, ...]] = connection.execute(f"{query} ORDER BY 1").fetchall()
    places = one.loaded.rows_of(np.array([row[0] for row in found], np.int64)).tolist()
    rows = [
        (place, *_split(one, fault), value or "", [_written(one, cell) for cell in cells])
        for place, (_, fault, value, *cells) in zip(places, found, strict=True)
    ]
    for reject in one.loaded.rejected:
        parts = next(csv.reader([reject.value], delimiter=one.loaded.receipt.delimiter or ","), [])
        rows.append(
            (reject.row, reject.code, reject.column, reject.value, (parts + [""] * len(headers))[: len(headers)])
        )
    return sorted(rows, key=lambda row: row[0])


def _split(one: Cleaned, fault: str) -> tuple[str, str]:
    code, _, column = fault.partition(":")
    return code, one.loaded.receipt.mapping.get(column, column)


def _canonical(one: Cleaned, names: list[str]) -> str:
    return ", ".join(one.loaded.written(name) if name in one.loaded.kinds else "NULL" for name in names)


def _written(one: Cleaned, cell: str | None) -> str:
    text = cell or ""
    return text[1:] if one.loaded.is_sheet and text.startswith("'") else text


def _why(one: Cleaned, row: int, code: str, column: str, value: str) -> tuple[str, int, str, str]:
    reason = reason_of(code, column, value[:80])
    return one.loaded.receipt.name, row, reason.en, reason.zh
