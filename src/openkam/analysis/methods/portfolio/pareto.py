"""Pareto: how few accounts bring how much, in the ledger's own percentages and never an assumed 20/80."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array


@dataclass(frozen=True)
class Pareto:
    """Accounts from largest to smallest and what they bring together.

    accounts                how many there are
    total                   int, money in 1/10,000
    accounts_for_80         fewest accounts that reach 80 % of the total; None where the total is not positive
    accounts_for_80_share   the same as a share of the accounts
    top_20_count            the best fifth, rounded up
    top_20_share            what that fifth brings, as a share of the total
    order                   indices, largest value first; equal values keep their order
    cumulative              int64, running total in that order
    """

    accounts: int
    total: int
    accounts_for_80: int | None
    accounts_for_80_share: float | None
    top_20_count: int
    top_20_share: float | None
    order: Array
    cumulative: Array


def pareto(values: Array) -> Pareto:
    """The Pareto line of one int64 value an account; negative values count (methods.md 4.1).

    80 % is decided in whole numbers, so a customer is never needed for a rounding error.
    """
    order = np.argsort(-values, kind="stable")
    cumulative = np.cumsum(values[order], dtype=np.int64)
    accounts, total = len(values), int(cumulative[-1]) if len(values) else 0
    top_20_count = -(-accounts // 5)
    if total <= 0:
        return Pareto(accounts, total, None, None, top_20_count, None, order, cumulative)
    needed = -(-4 * total // 5)
    accounts_for_80 = int(np.argmax(cumulative >= needed)) + 1
    top_20_share = int(cumulative[top_20_count - 1]) / total
    share = accounts_for_80 / accounts
    return Pareto(accounts, total, accounts_for_80, share, top_20_count, top_20_share, order, cumulative)
