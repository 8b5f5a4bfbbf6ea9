"""BG/NBD and MBG/NBD: purchases at a gamma-distributed rate, and after a purchase a beta-distributed chance to stop.

BG/NBD (Fader, Hardie and Lee 2005) lets an account stop after a repeat purchase only, so that a one-time buyer is
always alive. MBG/NBD (Batislam, Denizel and Filiztekin 2007) lets it stop after the first purchase too. With
n = x + `first` chances to stop passed, both have the likelihood
    G(r+x)/G(r) * alpha^r (alpha+T)^-(r+x) * B(a, b+n)/B(a, b) * (1 + [n > 0] z),
    z = a/(b+n-1) * ((alpha+T)/(alpha+t_x))^(r+x),
where 1/(1+z) is the probability to be alive.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma, expit, gammaln, hyp2f1, polygamma

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.summary import Counts

NO_DROP_OUT_SHARE = 0.01
NUDGE = 1e-5
"""At a = 1 the expectation is 0/0; this far from it both sides agree to ten digits."""
LARGEST_A, LARGEST_B = 10.0, 50.0
WIDEST, POINTS, SUM_ROWS, TINY = 10.0, 161, 4096, 1e-300


@dataclass(frozen=True)
class BetaGeometric:
    """Parameters r, alpha (weeks), a, b. `first` is 1 where an account may stop after its first purchase."""

    code: str
    first: int
    names: tuple[str, ...] = ("r", "alpha", "a", "b")
    times: tuple[int, ...] = (1,)

    def start(self, counts: Counts) -> Array:
        """A gamma of the observed mean rate, and one purchase in four the last."""
        rate = (counts.weight * counts.repeats).sum() / max((counts.weight * counts.age).sum(), 1e-9)
        return np.log([0.5, 0.5 / max(rate, 1e-6), 0.7, 2.0])

    def log_likelihood(self, logs: Array, counts: Counts) -> tuple[float, Array]:
        """Log-likelihood and its gradient; what depends on x alone is summed over a table of x."""
        r, alpha, a, b = np.exp(logs)
        x, weight = counts.repeats, counts.weight
        of_x, passed = _weight_of_repeats(counts, self.first)
        power = r + x
        log_age, log_recency = np.log(alpha + counts.age), np.log(alpha + counts.recency)
        lag = log_age - log_recency
        odds = self._log_odds(a, b, passed)[x] + power * lag
        small = np.exp(-np.abs(odds))
        stopped = weight * np.where(odds >= 0, 1.0, small) / (1 + small)
        total = weight.sum()
        tables = gammaln(r + np.arange(len(of_x))) + betaln(a, b + passed)
        value = (of_x * tables).sum() + total * (r * logs[1] - gammaln(r) - betaln(a, b))
        value += (weight * (np.maximum(odds, 0) + np.log1p(small) - power * log_age)).sum()
        later = digamma(a + b + passed)
        stopped_of_x = np.bincount(x, stopped, minlength=len(of_x))
        both = digamma(a + b)
        slope = np.array(
            [
                (of_x * digamma(r + np.arange(len(of_x)))).sum()
                + total * (logs[1] - digamma(r))
                + (stopped * lag - weight * log_age).sum(),
                total * r / alpha
                + (power * ((stopped - weight) / (alpha + counts.age) - stopped / (alpha + counts.recency))).sum(),
                total * both - (of_x * later).sum() + stopped.sum() / a,
                total * (both - digamma(b))
                + (of_x * (digamma(b + passed) - later)).sum()
                - (stopped_of_x / np.where(passed > 0, b + passed - 1, 1)).sum(),
            ]
        )
        return float(value), slope * np.exp(logs)

    def alive(self, parameters: Array, repeats: Array, recency: Array, age: Array) -> Array:
        """P(still buying) = 1/(1+z), by its log-odds so that nothing overflows."""
        r, alpha, a, b = parameters
        passed = np.arange(int(repeats.max(initial=0)) + 1) + self.first
        lag = np.log(alpha + age)
        lag -= np.log(alpha + recency)
        lag *= repeats + r
        lag += self._log_odds(a, b, passed)[repeats]
        return np.asarray(expit(np.negative(lag, out=lag), out=lag))

    def expected_if_alive(self, parameters: Array, repeats: Array, age: Array, horizon: float) -> Array:
        """E[X(t)] = c/(a-1) * (1 - (1-z)^(a-1) F(a-1, a+b'-1-r'; c; z)), c = a+b'-1, z = t/(alpha+T+t).

        Euler's transform of the published form: nothing grows with x, so nothing overflows.
        """
        r, alpha, a, b = parameters
        passed = repeats + self.first
        # Where accounts hardly differ in one way the parameters are huge and the series cancels or overflows.
        if a > LARGEST_A or b > LARGEST_B or r > a + b + LARGEST_A:
            return expected_by_sum(parameters, repeats, passed, age, horizon)
        a = a if abs(a - 1) > NUDGE else 1 + NUDGE
        later = a + b + passed - 1
        share = horizon / (alpha + age + horizon)
        kept = hyp2f1(a - 1, a + b + self.first - 1 - r, later, share)
        return np.asarray(later / (a - 1) * (1 - (1 - share) ** (a - 1) * kept))

    def active_if_alive(self, parameters: Array, repeats: Array, age: Array, horizon: float) -> Array:
        """1 - ((alpha+T)/(alpha+T+t))^(r+x): an account stops at purchases only, so the next one comes first."""
        r, alpha, _, _ = parameters
        return np.asarray(-np.expm1((r + repeats) * np.log1p(-horizon / (alpha + age + horizon))))

    def finds_no_drop_out(self, parameters: Array, longest_age: float) -> bool:  # noqa: ARG002
        """Whether fewer than one purchase in a hundred is a last one."""
        return bool(parameters[2] / (parameters[2] + parameters[3]) < NO_DROP_OUT_SHARE)

    def _log_odds(self, a: float, b: float, passed: Array) -> Array:
        """ln(a/(b+n-1)) for a table of n; before the first chance to stop nobody has."""
        odds = np.full(len(passed), -np.inf)
        able = passed > 0
        odds[able] = np.log(a) - np.log(b + passed[able] - 1)
        return odds


def expected_by_sum(parameters: Array, repeats: Array, passed: Array, age: Array, horizon: float) -> Array:
    """E[X(t)] of a living account by definition: (1 - (1 + p t/(alpha+T))^-(r+x)) / p, its mean over p ~ Beta(a, b+n).

    Taken as a plain sum over the log-odds of p, whose density is bell-shaped: no parameter is too large for it.
    """
    r, alpha, a, b = parameters
    chances, which = np.unique(passed, return_inverse=True)
    stay = (b + chances)[:, None]
    middle, width = digamma(a) - digamma(stay), np.sqrt(polygamma(1, a) + polygamma(1, stay))
    odds = middle + width * np.linspace(-WIDEST, WIDEST, POINTS)
    log_density = a * odds - (a + stay) * np.logaddexp(0, odds)
    density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    chance, whole = np.maximum(expit(odds), TINY), density.sum(axis=1)
    found = np.empty(len(repeats))
    for start in range(0, len(repeats), SUM_ROWS):
        rows = slice(start, start + SUM_ROWS)
        of = which[rows]
        exponent = -(r + repeats[rows])[:, None] * np.log1p(chance[of] * horizon / (alpha + age[rows])[:, None])
        found[rows] = (density[of] * -np.expm1(exponent) / chance[of]).sum(axis=1) / whole[of]
    return found


def _weight_of_repeats(counts: Counts, first: int) -> tuple[Array, Array]:
    of_x = np.bincount(counts.repeats, counts.weight)
    return of_x, np.arange(len(of_x)) + first


BG_NBD = BetaGeometric("bg_nbd", 0)
MBG_NBD = BetaGeometric("mbg_nbd", 1)
