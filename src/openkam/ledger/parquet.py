"""SQL over the ledger's own Parquet files: nothing else can be opened through these connections."""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openkam.analysis.schema import COUNT, INVOICE_LINES, TABLES, TEXT, Table

if TYPE_CHECKING:
    import duckdb

PROVENANCE: Final = {"source": TEXT, "batch": COUNT}
"""Columns that files of the ledger have besides those of the schema: where a row came from."""

MONTH_SQL: Final = "year(invoice_date) * 100 + month(invoice_date)"
"""The month of a line as a whole number: splitting by it costs half of what splitting by a text or a day does."""

_PARQUET: Final = "FORMAT parquet, COMPRESSION zstd"

_ROW_GROUP: Final = 122_880
"""So many rows the engine packs at a time; fewer in a month wait, and then months are packed one after the other."""


def connect(root: Path, *, spill: Path | None = None, also: Sequence[Path] = ()) -> "duckdb.DuckDBPyConnection":
    """A DuckDB that can reach files under `root`, those of `also` and nothing else; large work goes to `spill`.

    Without `spill` it goes to the system's folder for temporary files.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    spill = spill or Path(tempfile.gettempdir()) / f"openkam-spill-{os.getpid()}"
    connection.execute(f"SET temp_directory = {literal(spill)}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"SET allowed_directories = [{literal(root)}]")
    if also:
        connection.execute(f"SET allowed_paths = [{', '.join(map(literal, also))}]")
    connection.execute("SET enable_external_access = false")
    return connection


def table_named(name: str) -> Table:
    """The contract of a table."""
    return next(table for table in TABLES if table.name == name)


def literal(text: str | Path) -> str:
    """A SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def files_sql(files: Sequence[Path]) -> str:
    """The table function that reads these files together; columns are matched by name."""
    paths = ", ".join(literal(file) for file in files)
    return f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"


def write_batch(
    connection: "duckdb.DuckDBPyConnection", table: Table, rows: str, place: Path, *, source: str, number: int
) -> None:
    """Write the rows of a SELECT as the files of a batch, in the shape in which they are published.

    Invoice lines become one file a month (more where there are very many months), other tables one file, in the new
    folder `place`; `batch_files` lists them. `rows` may lack columns of the table that are empty (`rows_sql`).
    """
    marked = f"SELECT *, {literal(source)} AS source, {number}::BIGINT AS batch FROM ({rows})"
    place.mkdir()
    middle = _middle(connection, rows) if table is INVOICE_LINES else None
    if middle:
        before, after = (f"SELECT * FROM ({marked}) WHERE invoice_date {side} DATE '{middle}'" for side in ("<", ">="))
        with ThreadPoolExecutor(1) as other:
            earlier = other.submit(write_months, connection.cursor(), before, place / "1")
            write_months(connection, after, place / "2")
            earlier.result()
    elif table is INVOICE_LINES:
        write_months(connection, marked, place / "1")
    else:
        connection.execute(f"COPY ({marked}) TO {literal(place / 'rows.parquet')} ({_PARQUET})")


def _middle(connection: "duckdb.DuckDBPyConnection", rows: str) -> date | None:
    """The first day of the month that halves the lines, where writing both halves at once is faster than in turn."""
    found = connection.execute(
        f"SELECT min(invoice_date), count(*) FROM ({rows}) GROUP BY {MONTH_SQL} ORDER BY 1"
    ).fetchall()
    lines = [0, *accumulate(count for _, count in found)]
    if lines[-1] <= _ROW_GROUP or max(count for _, count in found) > _ROW_GROUP:
        return None
    nearest = min(range(1, len(found)), key=lambda place: abs(2 * lines[place] - lines[-1]))
    first: date = found[nearest][0]
    return first.replace(day=1)


def write_months(connection: "duckdb.DuckDBPyConnection", rows: str, place: Path) -> None:
    """Write lines that carry their provenance, split by month, into the new folder `place`."""
    connection.execute(
        f"COPY (SELECT *, {MONTH_SQL} AS month FROM ({rows})) TO {literal(place)} ({_PARQUET}, PARTITION_BY (month))"
    )


def batch_files(place: Path) -> list[Path]:
    """The files that `write_batch` or `write_months` wrote, in the order of their months."""
    return sorted(place.rglob("*.parquet"))


def rows_sql(
    connection: "duckdb.DuckDBPyConnection", table: Table, files: Sequence[Path], *, provenance: bool = True
) -> str:
    """A SELECT of the rows of these files with every column of today's schema, also those that no file has.

    With `provenance` the rows carry `source` and `batch` too. No files: no rows, right columns.
    """
    wanted = table.columns | (PROVENANCE if provenance else {})
    if not files:
        return f"SELECT {', '.join(f'NULL::{kind} AS {name}' for name, kind in wanted.items())} WHERE false"
    described = connection.execute(f"DESCRIBE SELECT * FROM {files_sql(files)}").fetchall()
    present = {name: kind for name, kind, *_ in described}
    columns = [_column_sql(name, kind, present.get(name)) for name, kind in wanted.items()]
    return f"SELECT {', '.join(columns)} FROM {files_sql(files)}"


def _column_sql(name: str, wanted: str, present: str | None) -> str:
    if present is None:
        return f"NULL::{wanted} AS {name}"
    # A cast that is not needed would keep DuckDB from skipping row groups.
    return name if present == wanted.replace(" ", "") else f"{name}::{wanted} AS {name}"
