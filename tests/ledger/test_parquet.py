"""The files of a batch as they are written: a month each, whether in one go or by halves."""

from pathlib import Path

import duckdb
import pytest

from openkam.analysis.schema import INVOICE_LINES
from openkam.ledger.parquet import batch_files, files_sql, write_batch

LINES = """SELECT 'A' || i AS invoice_number, DATE '2024-01-31' + CAST(i * 7919 % {days} AS INTEGER) AS invoice_date,
    i::DECIMAL(18, 4) AS net_amount FROM range({count}) t(i)"""


@pytest.mark.parametrize(
    ("days", "count"),
    [(400, 150_000), (400, 2_000), (1, 150_000), (31, 260_000)],
    ids=["many small months", "few lines", "one month", "large months"],
)
def test_each_month_is_one_file_and_no_line_is_lost_or_doubled(days: int, count: int, tmp_path: Path) -> None:
    rows = LINES.format(days=days, count=count)
    with duckdb.connect(config={"threads": 2}) as connection:
        write_batch(connection, INVOICE_LINES, rows, tmp_path / "batch", source="erp", number=7)
        files = batch_files(tmp_path / "batch")
        months = [
            connection.execute(
                f"SELECT DISTINCT date_trunc('month', invoice_date)::DATE FROM {files_sql([file])}"
            ).fetchall()
            for file in files
        ]
        found = f"SELECT invoice_number, invoice_date, net_amount FROM {files_sql(files)}"
        differing = connection.execute(f"({found} EXCEPT ALL {rows}) UNION ALL ({rows} EXCEPT ALL {found})").fetchall()
        marks = connection.execute(f"SELECT DISTINCT source, batch FROM {files_sql(files)}").fetchall()
    assert all(len(of_file) == 1 for of_file in months)
    assert sorted(set(map(tuple, months))) == [tuple(of_file) for of_file in months]
    assert differing == []
    assert marks == [("erp", 7)]
