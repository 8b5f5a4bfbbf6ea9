"""Invoices as the engine sums them up, and the purchase days made of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis import summary
from openkam.analysis.column import Array
from openkam.analysis.facts import Events
from openkam.ledger.engine import Engine
from openkam.ledger.money_columns import columns_with_money

_MONEY: Final = ("net", "cost", "discount", "returned", "uncovered", "uncovered_moved")
_DAYS: Final = 1 << 24
"""More days than any calendar has, half of them before 1970: account and day fit one sortable number."""


@dataclass(frozen=True)
class Invoices:
    """One row an account, invoice and day, and per account how many invoices and credit notes there are.

    account int32, day int32, money int64; `events` sums the rows by account and day.
    """

    invoices: Array
    credit_notes: Array
    events: Events
    moved: Array
    moved_covered: Array


def read_invoices(engine: Engine, account_of: Array, count: int) -> Invoices:
    """All invoices of `account_lines`; `account_of` maps the engine's account numbers to the `count` accounts."""
    rows = columns_with_money(engine, summary.INVOICES)
    account = account_of[rows["account"]]
    positive, negative = rows["net"] > 0, rows["net"] < 0
    parts = {name: rows[name] for name in _MONEY} | {
        "account": account,
        "day": rows["earliest_day"],
        "orders": positive,
    }
    split = rows["earliest_day"] < rows["latest_day"]
    if split.any():
        parts = _with_days(engine, parts, ~split, account_of)
    events, sums = _by_day(parts)
    moved = sums["net"] - 2 * sums["returned"]
    return Invoices(
        invoices=np.bincount(account[positive], minlength=count).astype(np.int32),
        credit_notes=np.bincount(account[negative], minlength=count).astype(np.int32),
        events=events,
        moved=by_account(events.account, moved, count),
        moved_covered=by_account(events.account, moved - sums["uncovered_moved"], count),
    )


def _with_days(engine: Engine, parts: dict[str, Array], whole: Array, account_of: Array) -> dict[str, Array]:
    """The rows with invoices of several dates replaced by one row a date."""
    rows = columns_with_money(engine, summary.SPLIT_INVOICES)
    extra = {name: rows[name] for name in _MONEY}
    extra |= {"account": account_of[rows["account"]], "day": rows["day"], "orders": rows["net"] > 0}
    return {name: np.concatenate([values[whole], extra[name]]) for name, values in parts.items()}


def _by_day(parts: dict[str, Array]) -> tuple[Events, dict[str, Array]]:
    """The events, sorted by account and day, and the sums that have no place in them."""
    key = parts["account"].astype(np.int64) * _DAYS + parts["day"] + _DAYS // 2
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.int64)

    def total(name: str) -> Array:
        values = parts[name][order]
        summed: Array = np.add.reduceat(values, starts, dtype=np.int64) if len(starts) else np.zeros(0, np.int64)
        return summed

    sums = {name: total(name) for name in _MONEY}
    events = Events(
        account=(key[starts] // _DAYS).astype(np.int32),
        day=(key[starts] % _DAYS - _DAYS // 2).astype(np.int32),
        net=sums["net"],
        covered=sums["net"] - sums["uncovered"],
        cost=sums["cost"],
        discount=sums["discount"],
        bought=sums["net"] - sums["returned"],
        orders=total("orders").astype(np.int32),
    )
    return events, sums


def by_account(account: Array, values: Array, count: int) -> Array:
    """Exact int64 sums by account, of rows sorted by account."""
    totals = np.zeros(count, np.int64)
    if len(account):
        starts = np.flatnonzero(np.r_[True, account[1:] != account[:-1]])
        totals[account[starts]] = np.add.reduceat(values, starts)
    return totals
