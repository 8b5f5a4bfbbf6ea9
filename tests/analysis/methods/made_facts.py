"""Facts made for the tests of the methods: purchases named one by one, or drawn."""

from datetime import date, timedelta

import numpy as np

from openkam.analysis.facts import EPOCH, Company, Events, Facts
from openkam.analysis.schema import MONEY_SCALE


def facts_of(rows, *, since=None, until, accounts=None, cost_share=None):
    """Facts of rows (account index, day number or date, amount[, orders]); money in whole units of currency.

    `cost_share` is one share of cost for every line, or None where costs are unknown.
    """
    filled = [(a, _number(d), round(m * MONEY_SCALE), rest[0] if rest else int(m > 0)) for a, d, m, *rest in rows]
    columns = np.array(filled, np.int64).reshape(-1, 4)
    return facts_from(*columns.T, since=since, until=until, accounts=accounts, cost_share=cost_share)


def facts_from(account, day, net, orders=None, *, since=None, until, accounts=None, cost_share=None):
    """Facts of arrays; several rows of an account on one day are summed."""
    account, day, net = (np.asarray(a, np.int64) for a in (account, day, net))
    orders = (net > 0).astype(np.int64) if orders is None else np.asarray(orders, np.int64)
    order = np.lexsort((day, account))
    account, day, net, orders = account[order], day[order], net[order], orders[order]
    starts = (
        np.flatnonzero(np.r_[True, (np.diff(account) != 0) | (np.diff(day) != 0)]) if len(day) else np.zeros(0, int)
    )
    together = (lambda v: np.add.reduceat(v, starts)) if len(day) else (lambda v: v)
    count = accounts if accounts is not None else int(account.max(initial=-1)) + 1
    moved = np.bincount(account, np.abs(net), minlength=count).astype(np.int64)
    net_day = together(net)
    covered = net_day if cost_share is not None else np.zeros_like(net_day)
    cost = np.rint(covered * (cost_share or 0)).astype(np.int64)
    events = Events(
        account=account[starts].astype(np.int32),
        day=day[starts].astype(np.int32),
        net=net_day,
        covered=covered,
        cost=cost,
        discount=np.zeros_like(net_day),
        bought=together(np.maximum(net, 0)),
        orders=together(orders).astype(np.int32),
    )
    moved_covered = moved if cost_share is not None else np.zeros_like(moved)
    zeros = np.zeros(count, np.int64)
    return Facts(
        since=since or EPOCH + timedelta(days=int(day.min(initial=_number(until)))),
        until=until,
        currency="CNY",
        company=Company(
            lines=len(net),
            lines_without_customer=0,
            net=int(net.sum()),
            net_with_customer=int(net.sum()),
            covered=int(covered.sum()),
            cost=int(cost.sum()),
            moved=int(moved.sum()),
            moved_covered=int(moved_covered.sum()),
        ),
        code=np.array([f"C{i:06d}" for i in range(count)], str),
        name=np.array([f"Account {i}" for i in range(count)], str),
        lines=np.bincount(account, minlength=count),
        loss_lines=zeros,
        moved=moved,
        moved_covered=moved_covered,
        products=zeros,
        categories=zeros,
        branches=zeros,
        invoices=np.bincount(account, orders, minlength=count).astype(np.int32),
        credit_notes=zeros,
        largest_line=zeros,
        events=events,
    )


def _number(day):
    return (day - EPOCH).days if isinstance(day, date) else int(day)
