"""Payments and cost to serve of the demo company, as whole numbers."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.cli.demo.accounts import Accounts
from openkam.cli.demo.calendar import DAYS, FIRST_DAY, Habit
from openkam.cli.demo.cast import CAST
from openkam.cli.demo.lines import Parcel
from openkam.cli.demo.words import SERVICES

UNPAID: Final = -1
SERVICES_AN_ACCOUNT: Final = 16
HOUR_IN_FEN: Final = 18_000
_BEST_KNOWN: Final = 0.28
_HOURS: Final = np.array([4.0, 6.0, 1.5, 5.0])
_EXTRA: Final = np.array([12_000, 4_000, 26_000, 38_000])


def payments_of(parcel: Parcel, accounts: Accounts, dice: np.random.Generator) -> dict[str, Array]:
    """What is due and paid for the invoices of a parcel; credit notes and walk-in customers owe nothing."""
    starts = np.flatnonzero(parcel.line == 1)
    amount = np.add.reduceat(parcel.net, starts)
    owed = (amount > 0) & (parcel.account[starts] < accounts.count)
    starts, amount = starts[owed], amount[owed]
    account, day = parcel.account[starts], parcel.day[starts]
    due = day + accounts.terms[account]
    delay = np.round(accounts.delay[account] * dice.uniform(0.2, 1.8, len(due)) - 4).astype(np.int64)
    paid = np.maximum(due + delay, day)
    return {
        "account": account,
        "month": parcel.month[starts],
        "number": parcel.number[starts],
        "due": due,
        "paid": np.where(paid < FIRST_DAY + DAYS, paid, UNPAID),
        "amount": amount,
    }


def service_of(accounts: Accounts, dice: np.random.Generator) -> dict[str, Array]:
    """Visits, support, express deliveries and complaints: hours in hundredths, money in fen, by account and day."""
    steady = ~np.isin(accounts.habit, [Habit.ONE_OFF, Habit.NEW, Habit.LOST])
    weight = np.sqrt(accounts.order_amount * np.maximum(accounts.orders, 1)) * steady + 1
    account = np.repeat(
        np.arange(accounts.count),
        dice.multinomial(accounts.count * SERVICES_AN_ACCOUNT, weight / weight.sum()),
    )
    count = len(account)
    kind = dice.choice(len(SERVICES), count, p=[0.4, 0.3, 0.2, 0.1])
    day = FIRST_DAY + dice.integers(0, DAYS, count)
    order = np.lexsort((kind, account, day))
    account, kind, day = account[order], kind[order], day[order]
    hours = np.round(100 * _HOURS[kind] * accounts.effort[account] * dice.gamma(4, 0.25, count)).astype(np.int64)
    amount = hours * HOUR_IN_FEN // 100 + _EXTRA[kind] * np.maximum(accounts.effort[account], 1).astype(np.int64)
    return {"account": account, "kind": kind, "day": day, "hours": hours, "amount": amount}


def customers_of(accounts: Accounts, net: Array, dice: np.random.Generator) -> dict[str, Array]:
    """What the customer file adds: limits and wallet from the sales of the 36 months (fen), and the team's ratings."""
    count = accounts.count
    yearly = np.maximum(net, 0) / 100 / 3
    limit = np.ceil(np.maximum(yearly * 0.3 * dice.uniform(0.7, 1.6, count), 5000) / 10_000) * 10_000
    wallet = np.round(yearly / dice.uniform(0.12, 0.85, count), -3)
    rated = dice.random(count)
    rated[: len(CAST)] *= _BEST_KNOWN
    return {
        "account": np.arange(count),
        "credit_limit": limit.astype(np.int64),
        "wallet": wallet.astype(np.int64),
        "potential": dice.integers(2, 11, count),
        "value_fit": dice.integers(2, 11, count),
        "influence": dice.integers(1, 11, count),
        "rated": rated,
    }
