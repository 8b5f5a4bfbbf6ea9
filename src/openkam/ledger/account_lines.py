"""What the published ledger holds of a few customer codes: its invoice lines, payments, hours, and its products."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.scope import open_scope, quoted

Row = dict[str, Any]

_OPEN: Final = (
    "cast(invoice_date as varchar) as day, invoice_number, line_number, product_code, product_category, "
    "cast(quantity as double) as quantity, quantity is not null as has_quantity, money(net_amount) as net"
)
_PRICED: Final = (
    ", money(cost_amount) as cost, cost_amount is not null as has_cost, "
    "money(discount_amount) as discount, discount_amount is not null as has_discount"
)
_OTHERS: Final = {
    "payments": (
        "cast(due_date as varchar) as due, cast(paid_date as varchar) as paid, invoice_number, money(amount) as amount",
        "coalesce(paid_date, due_date)",
    ),
    "cost_to_serve": (
        "cast(cost_date as varchar) as day, cost_kind, cast(hours as double) as hours, hours is not null as has_hours",
        "cost_date",
    ),
}


@dataclass(frozen=True)
class Page:
    """Some rows of how many, as plain values: money int in 1/10,000, days as ISO text, None unknown."""

    rows: Sequence[Row]
    total: int


def invoice_lines(
    engine: Engine,
    codes: Collection[str],
    *,
    since: date,
    until: date,
    currency: str,
    prices: bool,
    start: int = 0,
    count: int = 50,
) -> Page:
    """The lines of these customers, the newest first; without `prices` nothing of cost and discount is read.

    In the ledger's currency of the period, converted by dated rates where there are any.
    """
    if not _opened(engine, since, until, currency) or not codes:
        return Page((), 0)
    lines = f"account_lines where account_key in ({_listed(codes)})"
    total = int(engine.columns(f"select count(*) as total from {lines}")["total"][0])
    sql = (
        f"select {_OPEN}{_PRICED if prices else ''} from {lines} "
        f"order by invoice_date desc, invoice_number desc, line_number limit {int(count)} offset {int(start)}"
    )
    return Page(_rows(columns_with_money(engine, sql)), total)


def other_rows(engine: Engine, table: str, codes: Collection[str], *, start: int = 0, count: int = 50) -> Page:
    """The rows of `payments` or `cost_to_serve` of these customers, the newest first; hours without their price."""
    if not engine.has(table) or not codes:
        return Page((), 0)
    columns, day = _OTHERS[table]
    rows = f"{table} where customer_code in ({_listed(codes)})"
    total = int(engine.columns(f"select count(*) as total from {rows}")["total"][0])
    sql = f"select {columns} from {rows} order by {day} desc nulls first limit {int(count)} offset {int(start)}"
    return Page(_rows(columns_with_money(engine, sql)), total)


@dataclass(frozen=True)
class Product:
    """What a customer bought under one category or product code; profit None where a cost is missing, or not read."""

    name: str
    net: int
    profit: int | None
    lines: int


def product_mix(
    engine: Engine,
    codes: Collection[str],
    *,
    since: date,
    until: date,
    currency: str,
    prices: bool,
    by: str = "product_category",
) -> list[Product]:
    """Net sales, and profit where `prices` are read, by category or product (blank: not named), the largest first."""
    if not _opened(engine, since, until, currency) or not codes:
        return []
    profit = ", money(profit) as profit, has_profit" if prices else ", cast(0 as bigint) as profit, false as has_profit"
    sums = (
        ", sum(net_amount) - sum(cost_amount) as profit, count(*) = count(cost_amount) as has_profit" if prices else ""
    )
    column = "product_code" if by == "product_code" else "product_category"
    found = columns_with_money(
        engine,
        f"select name, money(net) as net, line_count{profit} from (select coalesce({column}, '') as name, "
        f"sum(net_amount) as net, count(*) as line_count{sums} from account_lines "
        f"where account_key in ({_listed(codes)}) group by 1) as mix order by net desc, name",
    )
    return [Product(str(row["name"]), int(row["net"]), row["profit"], int(row["line_count"])) for row in _rows(found)]


def _opened(engine: Engine, since: date, until: date, currency: str) -> bool:
    """Whether there is a view `account_lines` of these days; without any published line there is none."""
    if not engine.has("invoice_lines"):
        return False
    open_scope(engine, since=since, until=until, currency=currency or None)
    return True


def _rows(columns: dict[str, Any]) -> list[Row]:
    """One mapping a row; `has_x` beside x says whether x is known."""
    names = [name for name in columns if not name.startswith("has_")]
    return [dict(zip(names, values, strict=True)) for values in _values(columns, names)]


def _values(columns: dict[str, Any], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    plain = []
    for name in names:
        values, known = columns[name].tolist(), columns.get(f"has_{name}")
        plain.append(
            values if known is None else [v if k else None for v, k in zip(values, known.tolist(), strict=True)]
        )
    return zip(*plain, strict=True)


def _listed(codes: Collection[str]) -> str:
    return ", ".join(quoted(code) for code in codes)
