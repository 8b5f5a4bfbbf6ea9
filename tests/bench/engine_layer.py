"""The experiment of the engine layer: one aggregation as SQL text through sqlglot, as Ibis and as Narwhals expressions.

python -m tests.bench.engine_layer [--lines 2000000] [--runs 5] [--spark-lines 50000]

Compares CPU seconds on DuckDB, lines of code, and whether DuckDB and Spark answer the same exact figures. Skips what is
not installed; Ibis wants sqlglot < 30, so make a throw-away environment (docs/decisions/0004-engine-layer.md).
"""

import argparse
import importlib.util
import inspect
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.grade import measured
from tests.bench.ledger_parquet import write_ledger

Rows = list[tuple[Any, ...]]

TEXT = """
select customer_code, sum(lines) as lines, sum(net) as net, sum(uncovered) as uncovered, max(latest) as latest,
    count(*) filter (where net > 0) as orders, max(products) as products
from (
    select customer_code, invoice_number, count(*) as lines, sum(net_amount) as net, max(invoice_date) as latest,
        sum(case when cost_amount > net_amount then net_amount else 0 end) as uncovered
    from invoice_lines group by customer_code, invoice_number
) as invoices
join (
    select customer_code as owner, count(distinct product_code) as products from invoice_lines group by customer_code
) as breadth on owner = customer_code
group by customer_code order by customer_code
"""


def text(run: Callable[[str], Rows], dialect: str, _: Any) -> Rows:
    """SQL in DuckDB's dialect, translated by sqlglot where the engine is another."""
    import sqlglot

    return run(TEXT if dialect == "duckdb" else sqlglot.transpile(TEXT, read="duckdb", write=dialect)[0])


def ibis(run: Callable[[str], Rows], dialect: str, _: Any) -> Rows:
    """Ibis as a compiler of an unbound table."""
    import ibis as ib

    lines = ib.table(
        {
            "invoice_number": "string",
            "invoice_date": "date",
            "customer_code": "string",
            "product_code": "string",
            "net_amount": "decimal(18, 4)",
            "cost_amount": "decimal(18, 4)",
        },
        name="invoice_lines",
    )
    invoices = lines.group_by(["customer_code", "invoice_number"]).agg(
        lines=lines.count(),
        net=lines.net_amount.sum(),
        latest=lines.invoice_date.max(),
        uncovered=ib.ifelse(lines.cost_amount > lines.net_amount, lines.net_amount, 0).sum(),
    )
    breadth = lines.group_by("customer_code").agg(products=lines.product_code.nunique())
    joined = invoices.join(breadth, "customer_code")
    answer = (
        joined.group_by("customer_code")
        .agg(
            lines=joined.lines.sum(),
            net=joined.net.sum(),
            uncovered=joined.uncovered.sum(),
            latest=joined.latest.max(),
            orders=joined.count(where=joined.net > 0),
            products=joined.products.max(),
        )
        .order_by("customer_code")
    )
    return run(str(ib.to_sql(answer, dialect="pyspark" if dialect == "spark" else dialect)))


def narwhals(_: Any, dialect: str, native: Any) -> Rows:
    """Narwhals' lazy frames over the engine's own."""
    import narwhals as nw

    lines = nw.from_native(native)
    invoices = lines.group_by("customer_code", "invoice_number").agg(
        nw.len().alias("lines"),
        nw.col("net_amount").sum().alias("net"),
        nw.col("invoice_date").max().alias("latest"),
        nw.when(nw.col("cost_amount") > nw.col("net_amount"))
        .then(nw.col("net_amount"))
        .otherwise(0)
        .sum()
        .alias("uncovered"),
    )
    breadth = lines.group_by("customer_code").agg(nw.col("product_code").n_unique().alias("products"))
    answer = (
        invoices.with_columns(is_order=nw.when(nw.col("net") > 0).then(1).otherwise(0))
        .join(breadth, on="customer_code")
        .group_by("customer_code")
        .agg(
            nw.col("lines", "net", "uncovered").sum(),
            nw.col("latest").max(),
            nw.col("is_order").sum().alias("orders"),
            nw.col("products").max(),
        )
        .sort("customer_code")
        .to_native()
    )
    return answer.fetchall() if dialect == "duckdb" else [tuple(row) for row in answer.collect()]


WAYS = {"text": (text, "sqlglot"), "ibis": (ibis, "ibis"), "narwhals": (narwhals, "narwhals")}


def work(way: str, dialect: str, file: str) -> Rows:
    """One aggregation; every figure as text, so that a decimal cannot pass for a float."""
    if dialect == "duckdb":
        import duckdb

        connection = duckdb.connect(config={"threads": 2})
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"create view invoice_lines as select * from '{file}'")
        rows = WAYS[way][0](lambda sql: connection.execute(sql).fetchall(), dialect, connection.table("invoice_lines"))
    else:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
        session.read.parquet(file).createOrReplaceTempView("invoice_lines")
        rows = WAYS[way][0](
            lambda sql: [tuple(row) for row in session.sql(sql).collect()], dialect, session.table("invoice_lines")
        )
        session.stop()
    return [tuple(str(value) for value in row) for row in rows]


def answers(way: str, dialect: str, file: Path) -> Rows | str:
    """The rows as another process found them, or the last words of its fault."""
    command = [sys.executable, "-m", "tests.bench.engine_layer", "--work", way, dialect, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1]
    return [tuple(row) for row in json.loads(done.stdout.strip().splitlines()[-1])]


def compare(file: Path, small: Path, runs: int) -> str:
    """A markdown table of the ways that are installed."""
    present = [way for way, (_, module) in WAYS.items() if importlib.util.find_spec(module)]
    with_spark = importlib.util.find_spec("pyspark") is not None
    cpu: dict[str, list[float]] = {way: [] for way in present}
    for _ in range(runs):
        for way in present:
            command = [sys.executable, "-m", "tests.bench.engine_layer", "--work", way, "duckdb", str(file)]
            cpu[way].append(measured(command).cpu)
    wanted = answers("text", "duckdb", small)
    rows = ["| way | CPU s on DuckDB | lines of code | DuckDB same | Spark same |", "|---|---|---|---|---|"]
    for way in present:
        code = len(inspect.getsource(WAYS[way][0]).splitlines()) + (len(TEXT.splitlines()) if way == "text" else 0)
        same = [_verdict(wanted, answers(way, dialect, small)) for dialect in ("duckdb", "spark")[: 1 + with_spark]]
        rows.append(f"| {way} | {statistics.median(cpu[way]):.2f} | {code} | {' | '.join(same)} |")
    return "\n".join(rows)


def _verdict(wanted: Rows | str, found: Rows | str) -> str:
    if wanted == found:
        return "yes"
    if isinstance(found, str) or isinstance(wanted, str):
        return f"fails: {found if isinstance(found, str) else wanted}"[:160]
    different = next((pair for pair in zip(wanted, found, strict=False) if pair[0] != pair[1]), None)
    return f"no: {different}"[:160]


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lines", type=int, default=2_000_000)
    options.add_argument("--spark-lines", type=int, default=50_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--work", nargs=3)
    chosen = options.parse_args()
    if chosen.work:
        sys.stdout.write(json.dumps(work(*chosen.work)))
        return
    with tempfile.TemporaryDirectory() as made:
        file, small = Path(made) / "ledger.parquet", Path(made) / "small.parquet"
        write_ledger(file, lines=chosen.lines, customers=5_000)
        write_ledger(small, lines=chosen.spark_lines, customers=500)
        sys.stdout.write(f"{compare(file, small, chosen.runs)}\n")


if __name__ == "__main__":
    main()
