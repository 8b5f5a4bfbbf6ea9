"""Pareto/NBD (Schmittlein, Morrison and Colombo 1987): purchases at a gamma rate, and a gamma rate of stopping.

The likelihood, with y the moment of stopping, is
    G(r+x)/G(r) alpha^r beta^s ( (alpha+T)^-(r+x) (beta+T)^-s + s int_tx^T (alpha+y)^-(r+x) (beta+y)^-(s+1) dy );
the integral is taken by 16 Gauss-Legendre nodes on u = ln(min(alpha, beta) + y), exact to nine digits and free of
the cancelling hypergeometric functions of the published form.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln, hyperu

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.summary import Counts

NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(16)
NO_DROP_OUT_TIMES = 1e4
NUDGE = 1e-6


@dataclass(frozen=True)
class ParetoNBD:
    """Parameters r, alpha (weeks), s, beta (weeks)."""

    code: str = "pareto_nbd"
    names: tuple[str, ...] = ("r", "alpha", "s", "beta")
    times: tuple[int, ...] = (1, 3)

    def start(self, counts: Counts) -> Array:
        """A gamma of the observed mean rate, and a stopping rate of one in the mean age."""
        total_age = max(float((counts.weight * counts.age).sum()), 1e-9)
        rate = float((counts.weight * counts.repeats).sum()) / total_age
        return np.log([0.5, 0.5 / max(rate, 1e-6), 0.6, total_age / max(float(counts.weight.sum()), 1e-9)])

    def log_likelihood(self, logs: Array, counts: Counts) -> tuple[float, Array]:
        """Log-likelihood and its gradient: the nodes carry the derivative as they carry the integral."""
        r, alpha, s, beta = np.exp(logs)
        x, weight, age = counts.repeats, counts.weight, counts.age
        nodes = _stopping(np.array([r, alpha, s, beta]), x, counts.recency, age)
        top = np.maximum(nodes.log_terms.max(axis=0), 0.0)
        terms = np.exp(nodes.log_terms - top)
        here = np.exp(-top)
        inside = here + terms.sum(axis=0)
        terms /= inside
        here /= inside
        log_alpha_age, log_beta_age = np.log(alpha + age), np.log(beta + age)
        of_x = np.bincount(x, weight)
        steps = r + np.arange(len(of_x))
        total = weight.sum()
        value = (of_x * gammaln(steps)).sum() + total * (r * logs[1] + s * logs[3] - gammaln(r))
        value += (weight * (top + np.log(inside) - (r + x) * log_alpha_age - s * log_beta_age)).sum()
        mean_log_alpha = here * log_alpha_age + (terms * nodes.log_alpha).sum(axis=0)
        mean_log_beta = here * log_beta_age + (terms * nodes.log_beta).sum(axis=0)
        mean_alpha = here / (alpha + age) + (terms / (alpha + nodes.moments)).sum(axis=0)
        mean_beta = s * here / (beta + age) + (s + 1) * (terms / (beta + nodes.moments)).sum(axis=0)
        slope = np.array(
            [
                (of_x * digamma(steps)).sum() + total * (logs[1] - digamma(r)) - (weight * mean_log_alpha).sum(),
                total * r / alpha - (weight * (r + x) * mean_alpha).sum(),
                total * logs[3] + (weight * ((1 - here) / s - mean_log_beta)).sum(),
                total * s / beta - (weight * mean_beta).sum(),
            ]
        )
        return float(value), slope * np.exp(logs)

    def alive(self, parameters: Array, repeats: Array, recency: Array, age: Array) -> Array:
        """P(still buying): the part of the likelihood in which the account did not stop."""
        log_terms = _stopping(parameters, repeats, recency, age).log_terms
        top = np.maximum(log_terms.max(axis=0), 0.0)
        return np.asarray(np.exp(-top) / (np.exp(-top) + np.exp(log_terms - top).sum(axis=0)))

    def expected_if_alive(self, parameters: Array, repeats: Array, age: Array, horizon: float) -> Array:
        """E[X(t)] = (r+x)/(alpha+T) * (beta+T)/(s-1) * (1 - ((beta+T)/(beta+T+t))^(s-1))."""
        r, alpha, s, beta = parameters
        s = s if abs(s - 1) > NUDGE else 1 + NUDGE
        fading = -np.expm1((s - 1) * np.log1p(-horizon / (beta + age + horizon)))
        return np.asarray((r + repeats) / (alpha + age) * (beta + age) / (s - 1) * fading)

    def active_if_alive(self, parameters: Array, repeats: Array, age: Array, horizon: float) -> Array:
        """P(a purchase before stopping and before t): the rate of a first purchase, integrated over the horizon."""
        r, alpha, s, beta = parameters
        least = min(alpha, beta) + age
        half = np.log1p(horizon / least) / 2
        at = least[:, None] * np.expm1(half[:, None] * (1 + NODES))
        power = (r + repeats)[:, None]
        alpha_age, beta_age = (alpha + age)[:, None], (beta + age)[:, None]
        log_density = -(power + 1) * np.log1p(at / alpha_age) - s * np.log1p(at / beta_age)
        density = power / alpha_age * np.exp(log_density) * (least[:, None] + at)
        return np.asarray((density * NODE_WEIGHTS).sum(axis=1) * half)

    def discounted_if_alive(self, parameters: Array, repeats: Array, age: Array, rate: float) -> Array:
        """Purchases still to come for ever, discounted continuously by `rate` a week (DERT), of a living account.

        (r+x)/(alpha+T) * (beta+T) * U(1, 2-s, rate (beta+T)), U Tricomi's function (Fader, Hardie and Lee 2005).
        """
        r, alpha, s, beta = parameters
        whole = (beta + age) * hyperu(1.0, 2.0 - s, rate * (beta + age))
        return np.asarray((r + repeats) / (alpha + age) * whole)

    def finds_no_drop_out(self, parameters: Array, longest_age: float) -> bool:
        """Whether the time to stop is beyond anything the ledger could show."""
        return bool(parameters[3] > NO_DROP_OUT_TIMES * longest_age)


@dataclass(frozen=True)
class _Nodes:
    """Nodes y (16 x rows), ln(alpha + y) and ln(beta + y), and the log of each node's part of the integral.

    The part is that over the term of not having stopped. A node a row, because sums over rows of a table are fast.
    """

    moments: Array
    log_alpha: Array
    log_beta: Array
    log_terms: Array


def _stopping(parameters: Array, repeats: Array, recency: Array, age: Array) -> _Nodes:
    r, alpha, s, beta = parameters
    least = min(alpha, beta)
    low, high = np.log(least + recency), np.log(least + age)
    half = (high - low) / 2
    u = low + half * (1 + NODES)[:, None]
    moments = np.exp(u) - least
    log_alpha, log_beta = np.log(alpha + moments), np.log(beta + moments)
    with np.errstate(divide="ignore"):
        log_width = np.log(half)
    log_terms = (r + repeats) * (np.log(alpha + age) - log_alpha)
    log_terms += s * np.log(beta + age) - (s + 1) * log_beta
    log_terms += u + np.log(NODE_WEIGHTS)[:, None] + np.log(s) + log_width
    return _Nodes(moments, log_alpha, log_beta, log_terms)


PARETO_NBD = ParetoNBD()
