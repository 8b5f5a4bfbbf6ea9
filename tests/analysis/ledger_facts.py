"""Facts made by hand or from an array of lines, for the tests of measures and methods."""

from datetime import date, timedelta

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Company, Customers, Events, Facts, Payments, Service, day_number
from openkam.analysis.schema import MONEY_SCALE

UNTIL = date(2025, 12, 31)

Line = tuple[str, date, float, float | None]
"""Account, day, net amount and cost of one invoice (None: unknown)."""


def units(amount: float) -> int:
    """An amount as whole units of 1/10,000."""
    return round(amount * MONEY_SCALE)


def month_end(back: int, until: date = UNTIL) -> date:
    """A day in the middle of the month `back` months before the end of 2025."""
    month = until.year * 12 + until.month - 1 - back
    return date(month // 12, month % 12 + 1, 15)


def facts_of(
    lines: list[Line],
    *,
    since: date | None = None,
    until: date = UNTIL,
    customers: dict[str, dict[str, object]] | None = None,
    payments: list[tuple[str, date | None, date | None, float]] | None = None,
    service: list[tuple[str, date, float, float]] | None = None,
    discounts: dict[int, float] | None = None,
    nobody: tuple[float, float] = (0, 0),
) -> Facts:
    """One line is one invoice of one line. Payments: account, due, paid, amount. Service: account, day, hours, amount.

    `nobody` is net amount and cost of lines without a customer; `discounts` goes by position of the line.
    """
    codes = sorted({line[0] for line in lines} | set(customers or {}))
    place = {code: index for index, code in enumerate(codes)}
    account = np.array([place[line[0]] for line in lines], np.int32)
    day = np.array([day_number(line[1]) for line in lines], np.int32)
    net = np.array([units(line[2]) for line in lines], np.int64)
    known = np.array([line[3] is not None for line in lines], bool)
    cost = np.array([units(line[3] or 0) for line in lines], np.int64)
    discount = np.array([units((discounts or {}).get(index, 0)) for index in range(len(lines))], np.int64)
    covered = np.where(known, net, 0)
    moved, moved_covered = np.abs(net), np.abs(covered)

    def by_account(values: Array) -> Array:
        totals = np.zeros(len(codes), np.int64)
        np.add.at(totals, account, values)
        return totals

    ones = np.zeros(len(codes), np.int32)
    return Facts(
        since=since or min((line[1] for line in lines), default=until - timedelta(days=365)),
        until=until,
        currency="CNY",
        company=_company(net, cost, covered=covered, nobody=nobody),
        code=np.array(codes, str),
        name=np.array(codes, str),
        lines=by_account(np.ones(len(lines), np.int64)),
        loss_lines=by_account((known & (net < cost)).astype(np.int64)),
        moved=by_account(moved),
        moved_covered=by_account(moved_covered),
        products=ones,
        categories=ones,
        branches=ones,
        invoices=by_account((net > 0).astype(np.int64)).astype(np.int32),
        credit_notes=by_account((net < 0).astype(np.int64)).astype(np.int32),
        largest_line=ones.astype(np.int64),
        events=_events(account, day, net, covered=covered, cost=cost, discount=discount),
        customers=None if customers is None else _customers(codes, customers),
        payments=None if payments is None else _payments(place, payments),
        service=None if service is None else _service(place, service),
    )


def _company(net: Array, cost: Array, *, covered: Array, nobody: tuple[float, float]) -> Company:
    nobody_net, nobody_cost = units(nobody[0]), units(nobody[1])
    return Company(
        lines=len(net),
        lines_without_customer=0,
        net=int(net.sum()) + nobody_net,
        net_with_customer=int(net.sum()),
        covered=int(covered.sum()) + nobody_net,
        cost=int(cost.sum()) + nobody_cost,
        moved=int(np.abs(net).sum()) + abs(nobody_net),
        moved_covered=int(np.abs(covered).sum()) + abs(nobody_net),
    )


def _events(account: Array, day: Array, net: Array, *, covered: Array, cost: Array, discount: Array) -> Events:
    """One event for each account and day, whatever the order of the lines."""
    pairs, index = np.unique(np.stack([account, day]).reshape(2, -1), axis=1, return_inverse=True)

    def summed(values: Array) -> Array:
        totals = np.zeros(pairs.shape[1], np.int64)
        np.add.at(totals, index.ravel(), values)
        return totals

    return Events(
        account=pairs[0].astype(np.int32),
        day=pairs[1].astype(np.int32),
        net=summed(net),
        covered=summed(covered),
        cost=summed(cost),
        discount=summed(discount),
        bought=summed(np.maximum(net, 0)),
        orders=summed((net > 0).astype(np.int64)).astype(np.int32),
    )


def _customers(codes: list[str], rows: dict[str, dict[str, object]]) -> Customers:
    names = {name for row in rows.values() for name in row}
    columns = {}
    for name in names:
        columns[name] = np.array([None] * len(codes), object)
        for index, code in enumerate(codes):
            columns[name][index] = rows.get(code, {}).get(name)
    return Customers(columns)


def _payments(place: dict[str, int], rows: list[tuple[str, date | None, date | None, float]]) -> Payments:
    return Payments(
        account=np.array([place.get(row[0], -1) for row in rows], np.int32),
        invoice=np.array(["" for _ in rows], str),
        due_day=np.array([-1 if row[1] is None else day_number(row[1]) for row in rows], np.int32),
        paid_day=np.array([-1 if row[2] is None else day_number(row[2]) for row in rows], np.int32),
        amount=np.array([units(row[3]) for row in rows], np.int64),
    )


def _service(place: dict[str, int], rows: list[tuple[str, date, float, float]]) -> Service:
    return Service(
        account=np.array([place.get(row[0], -1) for row in rows], np.int32),
        day=np.array([day_number(row[1]) for row in rows], np.int32),
        kind=np.array(["VISIT" for _ in rows], str),
        hours=np.array([row[2] for row in rows], np.float64),
        amount=np.array([units(row[3]) for row in rows], np.int64),
    )
