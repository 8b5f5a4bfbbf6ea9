"""What reading costs beside the bare readers: `python tests/bench/intake.py [lines] [sheet rows]` (target P2).

Everything runs in turn in one process tree, medians of five; the ratio is the claim, the seconds are context. CPU is
that of the whole process tree. "Published" is the command `openkam ledger load` from its start to its exit: a first
load, and the same file loaded once more, which replaces every invoice. No sheet rows: no sheet.
"""

import resource
import shutil
import statistics
import subprocess
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
        csv = _csv(folder / "lines.csv", lines)
        data = folder / "data"
        loads = {
            "staged": lambda: _staged(csv),
            "published": lambda: _published(csv, data, again=False),
            "published again": lambda: _published(csv, data, again=True),
        }
        _compare("CSV", lines, lambda: _bare_csv(csv), loads)
        _say_peak()
        if sheet_rows:
            sheet = _sheet(folder / "lines.xlsx", sheet_rows)
            _compare("XLSX", sheet_rows, lambda: _bare_sheet(sheet), {"staged": lambda: _staged(sheet)})
            _say_peak()


def _compare(name: str, rows: int, bare: Callable[[], None], ours: dict[str, Callable[[], None]]) -> None:
    rounds = [[_cost(work) for work in (bare, *ours.values())] for _ in range(RUNS)]
    for place, what in enumerate(("bare", *ours)):
        wall, cpu = (statistics.median(one[place][kind] for one in rounds) for kind in (0, 1))
        ratios = [statistics.median(one[place][kind] / one[0][kind] for one in rounds) for kind in (0, 1)]
        sys.stdout.write(
            f"{name} {what}: {wall:.2f} s = {rows / wall:,.0f} rows/s, {cpu:.2f} CPU s = {rows / cpu:,.0f} rows/CPU s, "
            f"ratio {ratios[0]:.2f} wall, {ratios[1]:.2f} CPU\n"
        )
    sys.stdout.flush()


def _say_peak() -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"peak memory of the reader: {peak:.0f} MiB\n")
    sys.stdout.flush()


def _cost(work: Callable[[], None]) -> tuple[float, float]:
    start, before = time.perf_counter(), _processor_seconds()
    work()
    return time.perf_counter() - start, _processor_seconds() - before


def _processor_seconds() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


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


def _published(path: Path, data: Path, *, again: bool) -> None:
    if not again:
        shutil.rmtree(data, ignore_errors=True)
    command = [sys.executable, "-m", "openkam.cli.main", "ledger", "load", str(path), "--data", str(data)]
    subprocess.run([*command, *(["--again"] if again else [])], check=True, stdout=subprocess.DEVNULL)


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
