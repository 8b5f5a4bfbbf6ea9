"""What reading costs beside the bare readers: `python tests/bench/intake.py [lines] [sheet rows]` (target P2).

Everything runs in turn in one process tree, medians of five; the ratio is the claim, the seconds are context.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import python_calamine
import xlsxwriter

from openkam.intake.reading import Reading
from openkam.intake.stage import stage_files

RUNS = 5
HEADER = ["Invoice No", "Invoice Date", "Customer Code", "Customer Name", "Product Code", "Category", "Quantity"]
HEADER += ["Unit Price", "Net Amount", "Cost"]
ROWS = """
SELECT 'INV' || (100000 + i // 4), DATE '2022-01-01' + CAST(i % 1000 AS INTEGER), 'C' || hash(i // 4) % 20000,
    'Customer ' || hash(i // 4) % 20000, 'P' || hash(i) % 3000, 'Cat' || hash(i) % 12, q,
    CAST(p AS DECIMAL(12, 2)), CAST(q * p AS DECIMAL(12, 2)), CAST(q * p * 0.6 AS DECIMAL(12, 2))
FROM (SELECT i, 1 + hash(i * 3) % 50 AS q, 1 + (hash(i * 5) % 10000) / 100 AS p FROM range({count}) t(i))
"""


def main(lines: int, sheet_rows: int) -> None:
    """Prints both ratios and the peak memory of the children."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        csv, sheet = _csv(folder / "lines.csv", lines), _sheet(folder / "lines.xlsx", sheet_rows)
        _compare("CSV", lines, lambda: _bare_csv(csv), lambda: _staged(csv))
        _say_peak()
        _compare("XLSX", sheet_rows, lambda: _bare_sheet(sheet), lambda: _staged(sheet))
        _say_peak()


def _compare(name: str, rows: int, bare: Callable[[], None], ours: Callable[[], None]) -> None:
    pairs = [(_seconds(bare), _seconds(ours)) for _ in range(RUNS)]
    least, most = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(ours_time / bare_time for bare_time, ours_time in pairs)
    sys.stdout.write(
        f"{name}: bare {least:.2f} s, staged {most:.2f} s = {rows / most:,.0f} rows/s, ratio {ratio:.2f}\n"
    )


def _say_peak() -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"peak memory of the reader: {peak:.0f} MiB\n")
    sys.stdout.flush()


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare_csv(path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE bare AS SELECT * FROM read_csv('{path}')")


def _bare_sheet(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    for _ in book.get_sheet_by_index(0).iter_rows():
        pass


def _staged(path: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        assert stage_files(Reading((path,)), Path(place)).receipt.rows_set_aside == 0


def _csv(path: Path, count: int) -> Path:
    names = ", ".join(f'"{name}"' for name in HEADER)
    query = f"SELECT * FROM ({ROWS.format(count=count)}) AS t({names})"
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (HEADER)")
    return path


def _sheet(path: Path, count: int) -> Path:
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    rows = duckdb.connect().execute(ROWS.format(count=count)).fetchall()
    for i, row in enumerate(rows, 1):
        sheet.write_row(i, 0, row)
    book.close()
    return path


if __name__ == "__main__":
    main(*(int(value) for value in (*sys.argv[1:3], *("1000000", "500000")[len(sys.argv) - 1 :])))
