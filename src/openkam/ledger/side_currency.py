"""Payments and costs in the ledger's currency: converted by the dated rates, or counted as left out."""

from typing import Final

from openkam.analysis.facts import LeftOut, LeftOutReason
from openkam.analysis.schema import Table
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.rates import converted_amount, keep_rates

_FOREIGN: Final = "coalesce({table}.currency, '') not in ('', '{target}')"

_LEFT_OUT: Final = """
select currency, row_count, money(amount) as amount
from (
    select {table}.currency, count(*) as row_count, sum({table}.amount) as amount
    from {source} where {condition} group by {table}.currency
) as foreign_rows
order by currency
"""

_WITH_RATES: Final = """{table}
left join rate_periods on rate_periods.currency = {table}.currency and {table}.currency <> '{target}'
    and {day} >= since_date and {day} < until_date"""


def in_currency(engine: Engine, table: Table, day: str, currency: str | None) -> tuple[str, tuple[LeftOut, ...]]:
    """The name under which the rows of a table are all in `currency`, and the rows that had to be left out.

    A row that names no currency is in the ledger's. Others are converted at the rate of their `day`, an SQL expression;
    without a rate they are left out, each currency counted and summed. Without a currency all rows are taken as they
    are. Raises Problem where a day has two rates.
    """
    if currency is None:
        return table.name, ()
    names = {"table": table.name, "target": currency.replace("'", "''"), "day": day}
    foreign = _FOREIGN.format(**names)
    if not len(engine.columns(f"select 1 as found from {table.name} where {foreign} limit 1")["found"]):
        return table.name, ()
    converts = engine.has("rates")
    if converts:
        keep_rates(engine, currency)
    source = _WITH_RATES.format(**names) if converts else table.name
    lost = f"{foreign} and rate is null" if converts else foreign
    amount = converted_amount("amount", table.columns["amount"]) if converts else "amount"
    others = ", ".join(f"{table.name}.{name}" for name in table.columns if name != "amount")
    name = f"{table.name}_in_currency"
    engine.view(name, f"select {others}, {amount} as amount from {source} where not ({lost})")
    reason = LeftOutReason.NO_RATE if converts else LeftOutReason.OTHER_CURRENCY
    return name, _left_out(engine, table.name, source, lost, reason)


def _left_out(engine: Engine, table: str, source: str, condition: str, reason: LeftOutReason) -> tuple[LeftOut, ...]:
    found = columns_with_money(engine, _LEFT_OUT.format(table=table, source=source, condition=condition))
    rows = zip(found["currency"].tolist(), found["row_count"].tolist(), found["amount"].tolist(), strict=True)
    return tuple(LeftOut(table, reason, count, amount, name) for name, count, amount in rows)
