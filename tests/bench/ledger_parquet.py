"""Writes a made ledger as Parquet, so that everyone measures on the same lines: DuckDB only, no random state.

python tests/bench/ledger_parquet.py OUT.parquet --lines 10000000 --customers 20000 --months 36
"""

import argparse
from pathlib import Path

import duckdb

_LINES = """
with invoice as (
    select i,
        hash(i * 4 + 1) % 1000003 / 1000003.0 as luck,
        cast(3 + hash(i * 4 + 2) % 4 as bigint) as line_count,
        date '2026-09-30' - cast({days} - 1 - i * {days} // {invoices} as integer) as invoice_date,
        hash(i * 4 + 3) % 50 = 0 as is_credit_note
    from range({invoices}) as numbers(i)
), owned as (
    select *, cast(floor({customers} * luck * luck) as bigint) as customer from invoice
), line as (
    select *, unnest(range(line_count)) as line from owned
), goods as (
    select *, hash(i * 8 + line) as h,
        cast((hash(i * 8 + line) // 7 % 1000 * (1 + hash(customer) % 1000)) // 200 as bigint) as product
    from line
), priced as (
    select *, cast(1 + h // 11 % 24 as decimal(18, 6)) * case when is_credit_note then -1 else 1 end as quantity,
        cast(1.99 + hash(product) % 20000 / 100.0 as decimal(18, 6)) as unit_price
    from goods
)
select
    case when is_credit_note then 'CRN' else 'INV' end || strftime(invoice_date, '%Y') || printf('%07d', i)
        as invoice_number,
    cast(line + 1 as varchar) as line_number,
    invoice_date,
    'C' || printf('%07d', customer) as customer_code,
    'Customer company ' || customer as customer_name,
    'P' || printf('%05d', product) as product_code,
    'Category ' || product % 14 as product_category,
    quantity,
    unit_price,
    cast(round(quantity * unit_price, 2) as decimal(18, 4)) as net_amount,
    cast(case when h % 5 = 0 then round(quantity * unit_price * 0.05, 2) else 0 end as decimal(18, 4))
        as discount_amount,
    cast(round(quantity * unit_price * (0.55 + h // 13 % 60 / 100.0), 2) as decimal(18, 4)) as cost_amount,
    'CNY' as currency,
    'Seller ' || customer % 40 as seller,
    'Branch ' || (customer + h // 17 % 3) % 30 as branch
from priced
limit {lines}
"""


def write_ledger(
    out: Path, *, lines: int = 10_000_000, customers: int = 20_000, months: int = 36, shuffled: bool = False
) -> None:
    """Write `lines` invoice lines with the canonical columns, zstd, in the order of their dates or in none."""
    invoices = round(lines / 4.49)  # 3 to 6 lines each, 4.5 on average: a few more than needed
    text = _LINES.format(invoices=invoices, customers=customers, days=round(months * 30.4375), lines=lines)
    if shuffled:
        text = f"select * from ({text}) order by hash(invoice_number, line_number)"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"copy ({text}) to '{out}' (format parquet, compression zstd)")


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--customers", type=int, default=20_000)
    options.add_argument("--months", type=int, default=36)
    options.add_argument("--shuffled", action="store_true")
    chosen = options.parse_args()
    write_ledger(
        chosen.out, lines=chosen.lines, customers=chosen.customers, months=chosen.months, shuffled=chosen.shuffled
    )


if __name__ == "__main__":
    main()
