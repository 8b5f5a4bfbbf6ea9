"""The child's half of checking one table: typed rows, totals, and the first rows beside what was written."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from openkam.intake.child import Parcel
from openkam.intake.cleaning import Cleaned
from openkam.intake.combining import Combined
from openkam.intake.inside import Say
from openkam.intake.oddities import oddities
from openkam.intake.pipeline import closed_connection, lock, read_table
from openkam.intake.reading import Reading
from openkam.intake.reasons import reason_of
from openkam.intake.text_file import literal
from openkam.intake.uploads.findings import KEPT_ROWS

ROWS: Final = 20
_LOOKED_AT: Final = 2_000
_LONGEST: Final = 120
_DAYS: Final = {"invoice_lines": "invoice_date", "cost_to_serve": "cost_date", "rates": "rate_date"}
AMOUNTS: Final = {"invoice_lines": "net_amount", "payments": "amount", "cost_to_serve": "amount"}


def check_inside(request: dict[str, Any], folder: Path, say: Say) -> Parcel:
    """Writes `<table>.parquet` and the rows set aside; hands back receipt, preview, amounts and days."""
    reading = Reading.of_request(request["reading"])
    connection = closed_connection(list(reading.files), folder)
    previews: list[dict[str, Any]] = []

    def look(cleaned: list[Cleaned], combined: Combined) -> None:
        previews.append(_preview(connection, cleaned[0], combined.relations[0]))

    target = folder / f"{reading.table}.parquet"
    combined = read_table(connection, reading, folder, say, folder / f"{reading.table}_set_aside.csv", look=look)
    lock(connection)
    say("write", 0, 0)
    connection.execute(f"COPY ({combined.used}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    scan, columns = f"read_parquet({literal(str(target))})", tuple(reading.schema.columns)
    receipt = replace(
        combined.receipt,
        set_aside=combined.receipt.set_aside[:KEPT_ROWS],
        oddities=oddities(connection, reading.schema, columns, scan, is_thorough=True),
    )
    return Parcel(
        {"receipt": receipt.as_meta(), "preview": previews[0], **_content(connection, reading.table, target)}, {}
    )


def _preview(connection: DuckDBPyConnection, one: Cleaned, relation: str) -> dict[str, Any]:
    raw = [name for name in one.loaded.kinds if name not in one.columns]
    columns = [*one.columns, *raw]
    values = ", ".join(f'{_value(name)} AS "value_{name}"' for name in one.columns)
    first = (
        f"(SELECT row_id, fault, {values} FROM {relation} "
        f"WHERE NOT is_blank AND row_id < {_LOOKED_AT} ORDER BY row_id LIMIT {ROWS})"
    )
    cells = ", ".join(
        f"{_written(one, name)}, {f'value_{name}' if name in one.columns else 'NULL'}" for name in columns
    )
    found: list[tuple[Any, ...]] = connection.execute(
        f"SELECT row_id, fault, {cells} FROM {first} JOIN {one.loaded.relation} USING (row_id) ORDER BY row_id"
    ).fetchall()
    places = one.loaded.rows_of([row[0] for row in found])
    mapping = one.loaded.receipt.mapping
    rows = []
    for place, (_, fault, *flat) in zip(places, found, strict=True):
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        written = {name: pair[0] for name, pair in zip(columns, pairs, strict=True)}
        code, _, column = (fault or "").partition(":")
        wrong = reason_of(code, mapping.get(column, column), written.get(column) or "") if code else None
        rows.append([one.loaded.place(place)[1], wrong, pairs])
    return {"file": one.loaded.receipt.name, "columns": columns, "rows": rows}


def _value(name: str) -> str:
    text = f'CAST("{name}" AS VARCHAR)'
    plain = f"regexp_replace({text}, '(\\.\\d*?)0+$', '\\1')"
    bare = f"regexp_replace({plain}, '\\.$', '')"
    return f"CASE WHEN typeof(\"{name}\") LIKE 'DECIMAL%' THEN {bare} ELSE left({text}, {_LONGEST}) END"


def _written(one: Cleaned, name: str) -> str:
    if name not in one.loaded.kinds:
        return "NULL"
    cell = f"left({one.loaded.written(name)}, {_LONGEST})"
    return f"ltrim({cell}, chr(39))" if one.loaded.is_sheet else cell


def _content(connection: DuckDBPyConnection, table: str, target: Path) -> dict[str, Any]:
    day, amount = _DAYS.get(table), AMOUNTS.get(table)
    scan = f"read_parquet({literal(str(target))})"
    days = f"CAST(min({day}) AS VARCHAR), CAST(max({day}) AS VARCHAR)" if day else "NULL, NULL"
    since, until = connection.execute(f"SELECT {days} FROM {scan}").fetchone() or (None, None)
    amounts: list[tuple[Any, ...]] = []
    if amount:
        amounts = connection.execute(
            f"SELECT coalesce(currency, ''), count(*), CAST(coalesce(sum({amount}), 0) AS VARCHAR) "
            f"FROM {scan} GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
    return {"since": since or "", "until": until or "", "amounts": [list(row) for row in amounts]}
