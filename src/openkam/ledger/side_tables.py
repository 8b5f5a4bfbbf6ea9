"""Payments and cost to serve as arrays, each row with its account."""

from typing import Final

import numpy as np

from openkam.analysis import schema
from openkam.analysis.column import Array
from openkam.analysis.facts import Payments, Service
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money

_DAY: Final = "cast(date_diff('day', date '1970-01-01', {column}) as integer)"

_PAYMENTS: Final = f"""
select account_code, invoice_number, money(amount) as amount,
    {_DAY.format(column="due_date")} as due_day, due_date is not null as has_due,
    {_DAY.format(column="paid_date")} as paid_day, paid_date is not null as has_paid
from (
    select coalesce(nullif(payments.customer_code, ''), owners.account_key) as account_code,
        payments.invoice_number, due_date, paid_date, amount
    from payments
    left join (
        select lines.invoice_number, min(account_key) as account_key
        from account_lines as lines
        join (
            select distinct invoice_number from payments
            where coalesce(customer_code, '') = '' and invoice_number <> ''
        ) as named on named.invoice_number = lines.invoice_number
        group by lines.invoice_number
    ) as owners on owners.invoice_number = payments.invoice_number and coalesce(payments.customer_code, '') = ''
    where {{condition}}
) as owned
order by account_code, due_day, paid_day, invoice_number, amount
"""

_SERVICE: Final = f"""
select customer_code as account_code, {_DAY.format(column="cost_date")} as day, cost_kind as kind,
    cast(hours as double) as hours, money(amount) as amount
from cost_to_serve where {{condition}}
order by account_code, day, kind, hours, amount
"""


def read_payments(engine: Engine, index: dict[str, int], currency: str | None) -> Payments | None:
    """The payments table, if there is one. A row without a customer belongs to the account of its invoice."""
    if not engine.has(schema.PAYMENTS.name):
        return None
    rows = columns_with_money(engine, _PAYMENTS.format(condition=_in_currency("payments.currency", currency)))
    return Payments(
        account=_indices(rows["account_code"], index),
        invoice=rows["invoice_number"],
        due_day=np.where(rows["has_due"], rows["due_day"], -1).astype(np.int32),
        paid_day=np.where(rows["has_paid"], rows["paid_day"], -1).astype(np.int32),
        amount=rows["amount"],
    )


def read_service(engine: Engine, index: dict[str, int], currency: str | None) -> Service | None:
    """The cost to serve of known accounts, or None where there is no such table."""
    if not engine.has(schema.COST_TO_SERVE.name):
        return None
    rows = columns_with_money(engine, _SERVICE.format(condition=_in_currency("currency", currency)))
    account = _indices(rows["account_code"], index)
    known = account >= 0
    return Service(
        account=account[known],
        day=rows["day"][known],
        kind=rows["kind"][known],
        hours=rows["hours"][known],
        amount=rows["amount"][known],
    )


def _in_currency(column: str, currency: str | None) -> str:
    """Rows in the ledger's currency, or that name none."""
    if currency is None:
        return "true"
    literal = currency.replace("'", "''")
    return f"coalesce({column}, '') in ('', '{literal}')"


def _indices(codes: Array, index: dict[str, int]) -> Array:
    return np.array([index.get(code, -1) for code in codes.tolist()], np.int32)
