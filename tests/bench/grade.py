"""Target P1: grading against a good analyst's hand-written DuckDB query, run in turn on the same file.

python -m tests.bench.grade [--lines 10000000] [--runs 5] [--file LEDGER.parquet] [--command] [--stored]

Prints a table of medians: CPU seconds (user + system of the whole process tree), wall seconds and peak memory.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.ledger_parquet import write_ledger

HAND_SQL = """
with bills as (
    select customer_code, invoice_number, max(invoice_date) as day, sum(net_amount) as money,
        sum(net_amount) filter (where net_amount < 0) as returned
    from lines group by all
), breadth as (
    select customer_code, count(*) as products
    from (select distinct customer_code, product_code from lines) group by customer_code
), base as (
    select customer_code, min(day) as earliest, max(day) as latest, count(*) as invoices,
        count(distinct date_trunc('month', day)) as active_months, sum(money) as money, sum(returned) as returned
    from bills group by customer_code
), months as (
    select customer_code, datediff('month', day, last) as back, sum(money) as money
    from bills, (select max(day) as last from bills)
    where day > last - interval 24 month group by all
), trends as (
    select customer_code, list(month_money order by back desc) as monthly,
        regr_slope(cast(month_money as double), -back) as slope
    from (
        select base.customer_code, calendar.back, coalesce(months.money, 0) as month_money
        from base cross join range(24) as calendar(back) left join months using (customer_code, back)
    ) group by customer_code
), ranked as (
    select *, row_number() over (order by money desc, customer_code) as rank,
        sum(money) over (order by money desc, customer_code) / sum(money) over () as running_share
    from base
)
select customer_code, (select max(latest) from base) - latest as recency, earliest, invoices, products, active_months,
    money, returned, money / invoices as average_invoice, money / sum(money) over () as share, rank, running_share,
    case when running_share <= 0.8 then 'A' when running_share <= 0.95 then 'B' else 'C' end as abc,
    monthly, slope,
    case when running_share <= 0.5 and slope >= 0 then 'key' when running_share <= 0.8 then 'general' else 'small'
    end as tier
from ranked join breadth using (customer_code) join trends using (customer_code) order by rank
"""
"""Recency, frequency, money, breadth, returns, Pareto, ABC, 24 monthly sums with their slope, tier: target P1.

Exact distinct counts dominate. They are written as groups of groups, which takes a fifth less than count(distinct).
"""

LEAN_SQL = """
with base as (
    select customer_code, max(invoice_date) as latest, count(distinct invoice_number) as orders,
        sum(net_amount) as money
    from lines group by customer_code
), months as (
    select customer_code, datediff('month', last - interval 24 month, invoice_date) as month, sum(net_amount) as money
    from lines, (select max(invoice_date) as last from lines)
    where invoice_date > last - interval 24 month
    group by all
), trends as (
    select customer_code, regr_slope(cast(money as double), month) as trend from months group by customer_code
), ranked as (
    select *, row_number() over (order by money desc, customer_code) as rank,
        sum(money) over (order by money desc, customer_code) / sum(money) over () as running_share
    from base
)
select customer_code, (select max(invoice_date) from lines) - latest as recency, orders, money, rank, running_share,
    trend,
    case when running_share <= 0.5 then 'A' when running_share <= 0.8 then 'B' when running_share <= 0.95 then 'C'
        else 'D'
    end as tier
from ranked left join trends using (customer_code) order by rank
"""
"""The same question with six figures, as short as it can be asked: a second measure."""

SAME_FIGURES_SQL = """
with invoices as (
    select customer_code, invoice_number, invoice_date, sum(net_amount) as net, sum(cost_amount) as cost,
        sum(discount_amount) as discount, sum(net_amount) filter (where net_amount > 0) as bought
    from lines group by all
), days as (
    select customer_code, invoice_date, sum(net) as net, sum(cost) as cost, sum(discount) as discount,
        sum(bought) as bought, count(*) filter (where net > 0) as orders
    from invoices group by all
), figures as (
    select customer_code, max(customer_name) as name, count(*) as lines, max(net_amount) as largest,
        count(*) filter (where net_amount < cost_amount) as loss_lines, count(distinct product_code) as products,
        count(distinct product_category) as categories, count(distinct branch) as branches
    from lines group by customer_code
)
select * from days join figures using (customer_code)
"""
"""What the facts hold, as plain SQL: how much of the cost is the wish for more figures."""

_HAND = """
import sys, duckdb
connection = duckdb.connect(config={"threads": 2})
connection.execute(f"create view lines as select * from read_parquet('{sys.argv[1]}')")
connection.execute("set preserve_insertion_order = false")
connection.execute(f"copy ({sys.argv[2]}) to '{sys.argv[3]}' (format json)")
"""

_OURS = """
import sys, duckdb
from openkam.cli.grade.sparing import sparing
sparing().__enter__()
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.facts import read_ledger
from openkam.ledger.quality import ledger_quality
connection = duckdb.connect(config={"threads": 2})
connection.execute(f"create view invoice_lines as select * from '{sys.argv[1]}'")
engine = DuckDBEngine(connection)
read = read_ledger(engine, since=None, until=None)
if sys.argv[2] == "quality":
    ledger_quality(engine, read)
print(read.facts.count)
"""


@dataclass(frozen=True)
class Run:
    """What one process and its children cost."""

    cpu: float
    wall: float
    peak: float


def measured(command: list[str]) -> Run:
    """One run; the peak is that of the largest process of the tree."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, text=True)
    cpu, peak = done.stdout.split()
    return Run(float(cpu), time.perf_counter() - start, float(peak) / 2**20)


def stored_commands(file: Path, folder: Path) -> dict[str, list[str]]:
    """The same for a ledger that was loaded: the query reads the files that the ledger consists of."""
    program, data = [sys.executable, "-c", "from openkam.cli.main import run; run()"], folder / "data"
    subprocess.run([*program, "ledger", "load", str(file), "--data", str(data)], check=True, stdout=subprocess.DEVNULL)
    files = str(data / "ledger" / "batches" / "*" / "*.parquet")
    grades = str(folder / "grades.json")
    return {
        "hand-written query": [sys.executable, "-c", _HAND, files, HAND_SQL, str(folder / "figures.json")],
        "lean query": [sys.executable, "-c", _HAND, files, LEAN_SQL, str(folder / "figures.json")],
        "openkam grade --data": [
            *program, "grade", str(data), "--data", "--format", "json", "--out", grades, "--lang", "en",
        ],
    }  # fmt: skip


def commands(file: Path, folder: Path, whole: bool) -> dict[str, list[str]]:
    """What is compared: the first one is the measure of the others."""
    out = str(folder / "figures.json")
    chosen = {
        "hand-written query": [sys.executable, "-c", _HAND, str(file), HAND_SQL, out],
        "lean query": [sys.executable, "-c", _HAND, str(file), LEAN_SQL, out],
        "plain SQL of the same figures": [sys.executable, "-c", _HAND, str(file), SAME_FIGURES_SQL, out],
        "facts": [sys.executable, "-c", _OURS, str(file), "facts"],
        "facts and oddities": [sys.executable, "-c", _OURS, str(file), "quality"],
    }
    if whole:
        out = str(folder / "grades.json")
        program = "from openkam.cli.main import run; run()"
        chosen["openkam grade"] = [
            sys.executable, "-c", program, "grade", str(file), "--format", "json", "--out", out, "--lang", "en",
        ]  # fmt: skip
    return chosen


def compare(chosen: dict[str, list[str]], runs: int) -> str:
    """A markdown table of medians of runs in turn."""
    found: dict[str, list[Run]] = {name: [] for name in chosen}
    for _ in range(runs):
        for name, command in chosen.items():
            found[name].append(measured(command))
    cpu = {name: statistics.median(run.cpu for run in done) for name, done in found.items()}
    rows = ["| work | CPU s | to the hand query | to the lean query | wall s | peak GiB |"]
    rows.append("|---|---|---|---|---|---|")
    for name, done in found.items():
        wall = statistics.median(run.wall for run in done)
        peak = statistics.median(run.peak for run in done)
        rows.append(
            f"| {name} | {cpu[name]:.2f} | {cpu[name] / cpu['hand-written query']:.2f} "
            f"| {cpu[name] / cpu['lean query']:.2f} | {wall:.2f} | {peak:.2f} |"
        )
    return "\n".join(rows)


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--customers", type=int, default=20_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--file", type=Path)
    options.add_argument("--shuffled", action="store_true", help="lines in no order, as after a merge of branches")
    options.add_argument("--command", action="store_true", help="the whole command too")
    options.add_argument("--stored", action="store_true", help="load the file first and grade the ledger")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        file = chosen.file
        if file is None:
            file = folder / "ledger.parquet"
            write_ledger(file, lines=chosen.lines, customers=chosen.customers, shuffled=chosen.shuffled)
        compared = stored_commands(file, folder) if chosen.stored else commands(file, folder, chosen.command)
        sys.stdout.write(f"{compare(compared, chosen.runs)}\n")
        sys.stdout.write(f"load {os.getloadavg()[0]:.1f}, cores {os.cpu_count()}\n")


if __name__ == "__main__":
    main()
