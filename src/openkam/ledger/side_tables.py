"""Payments and cost to serve as arrays, each row with its account."""

from typing import Final

import numpy as np

from openkam.analysis import schema
from openkam.analysis.column import Array
from openkam.analysis.facts import LeftOut, LeftOutReason, Payments, Service
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money
from openkam.ledger.side_currency import in_currency

_DAY: Final = "cast(date_diff('day', date '1970-01-01', {column}) as integer)"

_PAYMENTS: Final = """
select account_code, invoice_number, money(amount) as amount,
    {due_day} as due_day, due_date is not null as has_due,
    {paid_day} as paid_day, paid_date is not null as has_paid
from (
    select coalesce(nullif(payments.customer_code, ''), owners.account_key) as account_code,
        payments.invoice_number, due_date, paid_date, amount
    from {payments} as payments
    left join (
        select lines.invoice_number, min(account_key) as account_key
        from account_lines as lines
        join (
            select distinct invoice_number from {payments}
            where coalesce(customer_code, '') = '' and invoice_number <> ''
        ) as named on named.invoice_number = lines.invoice_number
        group by lines.invoice_number
    ) as owners on owners.invoice_number = payments.invoice_number and coalesce(payments.customer_code, '') = ''
) as owned
order by account_code, due_day, paid_day, invoice_number, amount
"""

_SERVICE: Final = """
select customer_code as account_code, {cost_day} as day, cost_kind as kind,
    cast(hours as double) as hours, money(amount) as amount
from {service}
order by account_code, day, kind, hours, amount
"""


def read_payments(
    engine: Engine, index: dict[str, int], currency: str | None
) -> tuple[Payments | None, tuple[LeftOut, ...]]:
    """The payments table, if there is one, and its rows that count nowhere.

    A row without a customer belongs to the account of its invoice.
    """
    if not engine.has(schema.PAYMENTS.name):
        return None, ()
    name, left_out = in_currency(engine, schema.PAYMENTS, "coalesce(paid_date, due_date)", currency)
    days = {"due_day": _DAY.format(column="due_date"), "paid_day": _DAY.format(column="paid_date")}
    rows = columns_with_money(engine, _PAYMENTS.format(payments=name, **days))
    account = _indices(rows["account_code"], index)
    payments = Payments(
        account=account,
        invoice=rows["invoice_number"],
        due_day=np.where(rows["has_due"], rows["due_day"], -1).astype(np.int32),
        paid_day=np.where(rows["has_paid"], rows["paid_day"], -1).astype(np.int32),
        amount=rows["amount"],
    )
    return payments, (*left_out, *_without_account(schema.PAYMENTS.name, account, rows["amount"]))


def read_service(
    engine: Engine, index: dict[str, int], currency: str | None
) -> tuple[Service | None, tuple[LeftOut, ...]]:
    """The cost to serve of known accounts, or None where there is no such table, and its rows that count nowhere."""
    if not engine.has(schema.COST_TO_SERVE.name):
        return None, ()
    name, left_out = in_currency(engine, schema.COST_TO_SERVE, "cost_date", currency)
    rows = columns_with_money(engine, _SERVICE.format(service=name, cost_day=_DAY.format(column="cost_date")))
    account = _indices(rows["account_code"], index)
    known = account >= 0
    service = Service(
        account=account[known],
        day=rows["day"][known],
        kind=rows["kind"][known],
        hours=rows["hours"][known],
        amount=rows["amount"][known],
    )
    return service, (*left_out, *_without_account(schema.COST_TO_SERVE.name, account, rows["amount"]))


def _without_account(table: str, account: Array, amount: Array) -> tuple[LeftOut, ...]:
    unknown = account < 0
    count = int(np.count_nonzero(unknown))
    return (LeftOut(table, LeftOutReason.NO_ACCOUNT, count, int(amount[unknown].sum())),) if count else ()


def _indices(codes: Array, index: dict[str, int]) -> Array:
    return np.array([index.get(code, -1) for code in codes.tolist()], np.int32)
