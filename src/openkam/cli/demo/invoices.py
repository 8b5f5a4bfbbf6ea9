"""Which account is invoiced on which day: the rhythm of the demo ledger."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.cli.demo.accounts import Accounts
from openkam.cli.demo.calendar import DAYS, Habit, spread, working_days
from openkam.cli.demo.cast import CAST

CREDIT_SHARE: Final = 0.022
WALK_IN_SHARE: Final = 0.002
LINES_AN_INVOICE: Final = 2.5


@dataclass(frozen=True)
class Invoices:
    """One invoice a row, day by day: account index (the number of accounts stands for a walk-in customer),
    day of the ledger (0 is the first), how many lines, and whether it is a credit note."""

    account: Array
    day: Array
    lines: Array
    is_credit: Array

    def __len__(self) -> int:
        return len(self.account)


def make_invoices(accounts: Accounts, lines: int, dice: np.random.Generator) -> Invoices:
    """A schedule whose lines add up to `lines` exactly."""
    first_of_invoice = dice.random(lines) < 1 / LINES_AN_INVOICE
    first_of_invoice[0] = True
    sizes = np.diff(np.flatnonzero(np.r_[first_of_invoice, True]))
    counts = _orders(accounts, len(sizes), dice)
    account = np.repeat(np.arange(accounts.count), counts)
    turn = np.arange(len(account)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = _days(accounts, counts, account, turn, dice)
    day[counts[0] - 1] = DAYS - 1  # so that the ledger ends with its month: the first whale buys on the closing day
    is_credit = (dice.random(len(account)) < CREDIT_SHARE) & (turn > 0) & (account >= len(CAST))
    account = np.where(dice.random(len(account)) < WALK_IN_SHARE, accounts.count, account)
    order = np.lexsort((account, day))
    return Invoices(account[order].astype(np.int32), day[order].astype(np.int16), sizes, is_credit[order])


def _orders(accounts: Accounts, invoices: int, dice: np.random.Generator) -> Array:
    """How many invoices each account gets; those that buy once or seldom get just that."""
    count = accounts.count
    few = np.select(
        [accounts.habit == Habit.ONE_OFF, accounts.habit == Habit.OCCASIONAL], [1, dice.integers(2, 5, count)], 0
    )
    few[: len(CAST)] = 0
    weight = np.where(few > 0, 0.0, accounts.orders)
    fixed = np.zeros(count, np.int64)
    share = min(1.0, invoices / (3 * sum(role.orders for role in CAST)))
    fixed[: len(CAST)] = np.floor(share * np.array([role.orders for role in CAST]))
    weight[: len(CAST)] = 0
    usual = (weight > 0).astype(np.int64)
    rest = max(invoices - int(few.sum() + fixed.sum() + usual.sum()), 0)
    counts: Array = few + fixed + usual + dice.multinomial(rest, weight / weight.sum())
    return counts


def _days(accounts: Accounts, counts: Array, account: Array, turn: Array, dice: np.random.Generator) -> Array:
    """The working day of each invoice: evenly paced by the account, blurred by its own rhythm, bent by its habit."""
    start, end = _span(accounts, counts, dice)
    rhythm = dice.uniform(0.2, 1.3, accounts.count)
    rhythm[: len(CAST)] = 0.3
    pace = (turn + 0.5 + rhythm[account] * (dice.random(len(account)) - 0.5)) / counts[account]
    pace = np.clip(pace, 0, 1 - 1e-9)
    habit = accounts.habit[account]
    for kind in (Habit.GROWING, Habit.DECLINING, Habit.SEASONAL):
        chosen = habit == kind
        pace[chosen] = spread(kind, pace[chosen])
    day = start[account] + pace * (end - start + 1)[account]
    worked: Array = working_days()[np.clip(day.astype(np.int64), 0, DAYS - 1)]
    return worked


def _span(accounts: Accounts, counts: Array, dice: np.random.Generator) -> tuple[Array, Array]:
    """First and last day on which each account buys."""
    count, habit = accounts.count, accounts.habit
    gap = DAYS / np.maximum(counts, 1)
    start, end = np.zeros(count), np.full(count, DAYS - 1.0)
    lost = dice.uniform(210, 420, count)
    quiet = np.clip(5 * gap, 45, 150)
    end -= np.where(habit == Habit.LOST, lost, np.where(habit == Habit.QUIET, quiet, 0))
    start += np.where(habit == Habit.NEW, DAYS - dice.uniform(60, 200, count), 0)
    return start, end
