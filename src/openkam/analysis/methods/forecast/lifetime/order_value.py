"""What the next purchase of each account is worth: its own mean, steadied by what is usual for all."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.methods.forecast.lifetime.gamma_gamma import fit_gamma_gamma
from openkam.analysis.methods.forecast.worth import Worth

HIGHEST_CORRELATION = 0.3
"""Where frequent buyers place larger (or smaller) orders, Gamma-Gamma would average the difference away."""
FEWEST_FOR_GAMMA_GAMMA = 100
FIT_ACCOUNTS = 50_000
CREDIBLE_ORDERS = (0.2, 20.0)


@dataclass(frozen=True)
class OrderValue:
    """Expected money of one purchase day, float64 in int units, one an account (the mean of all where it never bought).

    method       "gamma_gamma" or "own_mean_shrunk"
    correlation  of ln(purchases) with ln(mean purchase) over accounts with two purchases or more; NaN where unknown
    """

    mean: Array
    method: str
    correlation: float


def order_value(facts: Facts, value: Worth) -> OrderValue:
    """The mean purchase of each account: all money, credit notes netted, over all purchase days, the first included.

    The papers leave the first order out, to keep a trial order from the mean; accounts that buy for their business
    have too few orders to spare it.
    """
    purchases = facts.sum_of("is_purchase").astype(float)
    total = facts.sum_of(value.column).astype(float)
    some = (purchases > 0) & value.known
    own = np.where(some, total / np.maximum(purchases, 1), 0.0)
    if not some.any():
        return OrderValue(own, "own_mean_shrunk", float("nan"))
    correlation = _correlation(purchases[some], own[some])
    if abs(correlation) <= HIGHEST_CORRELATION:
        mean = _gamma_gamma(purchases, own, some)
        if mean is not None:
            return OrderValue(mean, "gamma_gamma", correlation)
    return OrderValue(_shrunk(facts, value, purchases, own, some), "own_mean_shrunk", correlation)


def _correlation(purchases: Array, own: Array) -> float:
    usable = (purchases > 1) & (own > 0)
    if usable.sum() < FEWEST_FOR_GAMMA_GAMMA:
        return float("nan")
    count, size = np.log(purchases[usable]), np.log(own[usable])
    if count.std() == 0 or size.std() == 0:
        return float("nan")
    return float(((count - count.mean()) * (size - size.mean())).mean() / (count.std() * size.std()))


def _gamma_gamma(purchases: Array, own: Array, some: Array) -> Array | None:
    """Fitted on at most FIT_ACCOUNTS accounts; None where the parameters mean nothing. Losses keep their own mean."""
    usable = np.flatnonzero(some & (own > 0))
    step = max(1, -(-len(usable) // FIT_ACCOUNTS))
    found, report = fit_gamma_gamma(purchases[usable[::step]], own[usable[::step]])
    if not report.identified:
        return None
    return np.where(some & (own <= 0), own, found.expected(purchases, np.maximum(own, 0.0)))


def _shrunk(facts: Facts, value: Worth, purchases: Array, own: Array, some: Array) -> Array:
    """Own mean and pooled mean by credibility: orders / (orders + variance within / variance between) (Buhlmann)."""
    events = facts.events
    counted = events.is_purchase & some[events.account]
    off = value.of_event[counted] - own[events.account[counted]]
    freedom = max(float((purchases[some] - 1).sum()), 1.0)
    within = float((off.astype(float) ** 2).sum()) / freedom
    pooled = float(own[some].mean())
    between = float(own[some].var() - within * (1 / purchases[some]).mean())
    orders = CREDIBLE_ORDERS[1] if between <= 0 else float(np.clip(within / between, *CREDIBLE_ORDERS))
    return np.asarray((purchases * own + orders * pooled) / (purchases + orders))
