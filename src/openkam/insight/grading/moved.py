"""Two runs compared account by account, from their kept arrays."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.insight.value.standing import Standing

NONE: Final = -1
"""Place of an account in no tier."""
ABSENT: Final = -2
"""Place of an account that is not in the run."""


@dataclass(frozen=True)
class Moved:
    """One row an account that is in either run and that somebody sees, most money first.

    account        int64 keys
    before, after  int64 places in the tiers of each run's scheme, NONE or ABSENT
    money          int64, net sales of the latest 12 months of the later run, else of the earlier one, in 1/10,000
    """

    account: Array
    before: Array
    after: Array
    money: Array


def moved_between(earlier: Standing, later: Standing, seen: Array) -> Moved:
    """`seen` are the keys of the accounts somebody sees; nobody else's are in the answer."""
    account = np.intersect1d(np.union1d(earlier.account, later.account), seen)
    then, now = _rows(earlier, account), _rows(later, account)
    money = np.where(now >= 0, _at(later.windows["net_12"], now, 0), _at(earlier.windows["net_12"], then, 0))
    order = np.argsort(-money, kind="stable")
    before, after = _at(earlier.tier_place, then, ABSENT), _at(later.tier_place, now, ABSENT)
    return Moved(account[order], before[order], after[order], money[order])


def _rows(standing: Standing, account: Array) -> Array:
    """Where each account stands in the arrays, -1 where it does not."""
    if not standing.count:
        return np.full(len(account), -1, np.int64)
    order = np.argsort(standing.account, kind="stable")
    at = np.minimum(np.searchsorted(standing.account, account, sorter=order), standing.count - 1)
    found: Array = np.where(standing.account[order[at]] == account, order[at], -1)
    return found


def _at(column: Array, rows: Array, otherwise: int) -> Array:
    """The values of a column in these rows, another one where the row is -1."""
    found = np.full(len(rows), otherwise, np.int64)
    found[rows >= 0] = column[rows[rows >= 0]]
    return found
