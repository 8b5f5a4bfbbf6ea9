"""Gamma-Gamma (Fader and Hardie 2013): what an order is worth, from the mean of an account's own orders.

Sound only where how often and how much have nothing to do with each other: see `order_value`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.fit import Fit, climbed

FARTHEST_LOG = 11.0


@dataclass(frozen=True)
class GammaGamma:
    """Parameters p, q and gamma (money)."""

    p: float
    q: float
    gamma: float

    def expected(self, orders: Array, mean: Array) -> Array:
        """Expected mean order: p (gamma + x z) / (p x + q - 1); `orders` 0 gives the mean of all accounts."""
        return np.asarray(self.p * (self.gamma + orders * mean) / (self.p * orders + self.q - 1))


def fit_gamma_gamma(orders: Array, mean: Array) -> tuple[GammaGamma, Fit]:
    """The parameters from order counts (above 0) and mean order amounts (above 0) of the accounts.

    The amounts are scaled to a mean of 1 for the fit; `gamma` and the log-likelihood are in the unit given.
    """
    orders, mean = np.asarray(orders, float), np.asarray(mean, float)
    unit = float((orders * mean).sum() / orders.sum())
    scaled = mean / unit
    logs, value, _ = climbed(lambda at: _log_likelihood(at, orders, scaled), np.log([2.0, 3.0, 1.0]), len(orders))
    p, q, gamma = np.exp(logs)
    # The density is of the mean order: a unit u times as large makes it 1/u as dense.
    value -= len(orders) * np.log(unit)
    found = GammaGamma(float(p), float(q), float(gamma * unit))
    parameters, unknown = np.array([found.p, found.q, found.gamma]), np.full(3, np.nan)
    identified = bool(q > 1 and np.abs(logs).max() < FARTHEST_LOG)
    return found, Fit("gamma_gamma", ("p", "q", "gamma"), parameters, unknown, value, identified, len(orders))


def _log_likelihood(logs: Array, x: Array, z: Array) -> tuple[float, Array]:
    p, q, gamma = np.exp(logs)
    px = p * x
    log_sum = np.log(gamma + x * z)
    log_total = np.log(x) + np.log(z)
    value = gammaln(px + q) - gammaln(px) - gammaln(q) + q * logs[2] + px * log_total - np.log(z) - (px + q) * log_sum
    both = digamma(px + q)
    slope = np.array(
        [
            (x * (both - digamma(px) + log_total - log_sum)).sum(),
            (both - digamma(q) + logs[2] - log_sum).sum(),
            (q / gamma - (px + q) / (gamma + x * z)).sum(),
        ]
    )
    return float(value.sum()), slope * np.exp(logs)
