"""Each account's own purchase rhythm: its gaps between purchase days, steadied by what is usual for all accounts."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number
from openkam.analysis.remembered import remembered

FEWEST_PURCHASES = 4
"""An account with fewer purchase days has no rhythm of its own and is not judged."""
POOL_GAPS = 6
"""How many gaps of its own the pool weighs against, at most."""
SHAPE_RANGE = (0.2, 50.0)


@dataclass(frozen=True)
class Rhythm:
    """One row an account. Gaps are gamma distributed with `shape` and `mean_days`, both shrunk to the pool.

    purchases   int64    distinct purchase days (days with at least one order; credit notes are no purchase)
    earliest    int64    day number of the first purchase day, -1 without any
    latest      int64    day number of the latest purchase day, -1 without any
    gap_days    float64  the account's own mean gap, NaN where not judged
    mean_days   float64  the mean gap shrunk to the pool, NaN where not judged
    shape       float64  1 random, above 1 regular, below 1 in bursts; NaN where not judged
    weight      float64  how many gaps stand behind the mean, the pool's included; NaN where not judged
    judged      bool     at least FEWEST_PURCHASES purchase days
    """

    purchases: Array
    earliest: Array
    latest: Array
    gap_days: Array
    mean_days: Array
    shape: Array
    weight: Array
    judged: Array

    def gap_tail(self, days: Array) -> Array:
        """P(the next gap lasts longer than so many days), NaN where not judged.

        The mean is itself an estimate from `weight` gaps, so the tail is the gamma-gamma predictive one: a gap over
        the sum of the others is beta prime distributed. With many gaps it is the plain gamma tail.
        """
        from scipy.special import betaincc

        ratio = np.maximum(days, 0) / (self.weight * self.mean_days)
        return np.asarray(betaincc(self.shape, self.shape * self.weight, ratio / (1 + ratio)))


@remembered
def rhythm(facts: Facts) -> Rhythm:
    """The rhythm of every account. Source: gaps as gamma, weights from `_pool_weight`; design of the alarms."""
    account, day = purchase_days(facts)
    count = facts.count
    purchases = np.bincount(account, minlength=count).astype(np.int64)
    earliest, latest = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    latest[account] = day  # days ascend within an account: the latest assignment stays
    earliest[account[::-1]] = day[::-1]
    judged = purchases >= FEWEST_PURCHASES
    gap_days, mean_days, shape, weight = (np.full(count, np.nan) for _ in range(4))
    if judged.any():
        same = account[1:] == account[:-1]
        log_gap = np.log((day[1:] - day[:-1])[same].astype(np.float64))
        log_sum = np.bincount(account[1:][same], log_gap, minlength=count)[judged]
        gaps = (purchases - 1)[judged]
        own = (latest - earliest)[judged] / gaps
        gap_days[judged] = own
        mean_days[judged], shape[judged], weight[judged] = _shrunk(own, log_sum / gaps, gaps)
    return Rhythm(purchases, earliest, latest, gap_days, mean_days, shape, weight, judged)


def purchase_days(facts: Facts) -> tuple[Array, Array]:
    """Account (int64) and day number (int64) of every purchase day, sorted by both."""
    bought = facts.events.is_purchase & (facts.events.day <= day_number(facts.until))
    return facts.events.account[bought].astype(np.int64), facts.events.day[bought].astype(np.int64)


def _shrunk(own: Array, mean_log: Array, gaps: Array) -> tuple[Array, Array, Array]:
    """Mean, shape and weight, shrunk to the pool: a short history keeps little of its own regularity."""
    spread = np.maximum(np.log(own) - mean_log, 0.0)
    pool_spread = max(float((gaps * spread).sum() / (gaps - 1).sum()), 1e-4)
    steadied = (gaps * spread + POOL_GAPS * pool_spread) / (gaps - 1 + POOL_GAPS)
    shape = np.clip(_shape_of(steadied), *SHAPE_RANGE)
    log_own = np.log(own)
    weight = _pool_weight(log_own, gaps, float(_shape_of(np.array([pool_spread]))[0]))
    # An account counts in the pool by how well its mean is known, not by its orders: frequent buyers are not the norm.
    trust = gaps / (gaps + weight)
    pool = float((trust * log_own).sum() / trust.sum())
    return np.exp(trust * log_own + (1 - trust) * pool), shape, gaps + weight


def _pool_weight(log_own: Array, gaps: Array, pool_shape: float) -> float:
    """Gaps the pooled mean is worth: POOL_GAPS where accounts are alike, fewer where they differ by nature.

    The log of a mean of n gamma gaps has variance psi'(k n); what the accounts vary beyond that is their nature.
    """
    from scipy.special import polygamma

    within = polygamma(1, pool_shape * gaps)
    nature = float(log_own.var() - within.mean())
    one_gap = 1.0 / pool_shape
    return POOL_GAPS if nature <= one_gap / POOL_GAPS else one_gap / nature


def _shape_of(spread: Array) -> Array:
    """The gamma shape k with ln k - psi(k) = spread: Minka's start (2002), two Newton steps on 1/k."""
    from scipy.special import digamma, polygamma

    shape = (3 - spread + np.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread)
    for _ in range(2):
        slope = 1 / shape - polygamma(1, shape)
        inverse = 1 / shape + (np.log(shape) - digamma(shape) - spread) / (shape**2 * slope)
        shape = 1 / np.maximum(inverse, 1e-6)
    return np.asarray(shape)
