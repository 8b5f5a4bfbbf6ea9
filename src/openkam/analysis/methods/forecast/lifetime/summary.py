"""Each account's purchases in three numbers: how many repeats, until when, and how long it is known."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number
from openkam.analysis.history import purchases

DAYS_A_WEEK = 7.0
WEEKS_A_MONTH = 365.25 / 12 / DAYS_A_WEEK


@dataclass(frozen=True)
class Counts:
    """Rows for the models, in weeks. Rows that are alike may be one row with a weight.

    repeats  int64    x: days with a purchase, less the first
    recency  float64  t_x: weeks from the first to the latest purchase
    age      float64  T: weeks from the first purchase to the end of the observation
    weight   float64  accounts the row stands for
    """

    repeats: Array
    recency: Array
    age: Array
    weight: Array

    @classmethod
    def of(cls, repeats: Array, recency: Array, age: Array, weight: Array | None = None) -> "Counts":
        """Rows of plain arrays in weeks, one account a row unless weighted."""
        ones = np.ones(len(repeats)) if weight is None else np.asarray(weight, np.float64)
        return cls(np.asarray(repeats, np.int64), np.asarray(recency, float), np.asarray(age, float), ones)

    def scaled(self, factor: float) -> "Counts":
        """The same rows with all times multiplied."""
        return Counts(self.repeats, self.recency * factor, self.age * factor, self.weight)

    def __len__(self) -> int:
        return len(self.repeats)


@dataclass(frozen=True)
class Summary:
    """One row an account that ever bought, in whole days (int64): see `Counts`. `account` is its index.

    Several orders on one day are one purchase; credit notes and zero amounts are none.
    """

    account: Array
    repeats: Array
    recency_days: Array
    age_days: Array

    def counts(self) -> Counts:
        """The rows in weeks, equal rows as one with a weight: the likelihood is the same and cheaper."""
        span = int(self.age_days.max(initial=0)) + 1
        key = (self.repeats.astype(np.int64) * span + self.age_days) * span + self.recency_days
        unique, weight = np.unique(key, return_counts=True)
        rest, recency = np.divmod(unique, span)
        repeats, age = np.divmod(rest, span)
        return Counts.of(repeats, recency / DAYS_A_WEEK, age / DAYS_A_WEEK, weight)

    def sample(self, limit: int, seed: int = 20_250_101) -> "Summary":
        """At most `limit` rows, always the same ones."""
        if len(self) <= limit:
            return self
        rows = np.sort(np.random.default_rng(seed).choice(len(self), limit, replace=False, shuffle=False))
        return Summary(self.account[rows], self.repeats[rows], self.recency_days[rows], self.age_days[rows])

    def __len__(self) -> int:
        return len(self.repeats)


def summary_of(facts: Facts) -> Summary:
    """The accounts that bought up to `facts.until`."""
    seen = purchases(facts)
    account = np.flatnonzero(seen.known)
    earliest, latest = seen.earliest[account], seen.latest[account]
    return Summary(account, seen.days[account] - 1, latest - earliest, day_number(facts.until) - earliest)
