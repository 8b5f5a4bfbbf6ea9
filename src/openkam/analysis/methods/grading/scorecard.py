"""Customer value scorecard: points from measures, weighted; unknown is not zero."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import POINTS

FULL_POINTS = 100.0
SCORE_PLACES = 2
"""Scores are kept to a hundredth of a point, so that the figure a reader sees is the figure that was compared."""
_DRAWS_AT_ONCE = 100


@dataclass(frozen=True)
class Score:
    """Scores of all accounts, 0 to 100, rounded to a hundredth; NaN where nothing is known.

    score      over the known criteria
    low, high  with every unknown criterion at 0 and at 100 points
    coverage   weight of the known criteria over all weight, 0 to 1
    """

    score: Array
    low: Array
    high: Array
    coverage: Array


@dataclass(frozen=True)
class Contributions:
    """What each criterion adds to or takes from the score against an account in the middle.

    parts      float64 (accounts, criteria), hundredths exact: parts.sum(axis=1) == score - reference
    reference  the score an account with the median points would have on the criteria known of this account
    """

    parts: Array
    reference: Array


def points(values: Array, breakpoints: tuple[float, ...]) -> Array:
    """Points 0 to 100 of float64 values by five breakpoints, straight lines between; NaN stays NaN.

    Falling breakpoints: less is better. Source: design of the scorecards, u piecewise linear.
    """
    steps = np.array(breakpoints, np.float64)
    falling = steps[0] > steps[-1]
    earned = np.interp(-values, -steps, POINTS) if falling else np.interp(values, steps, POINTS)
    unknown = ~np.isfinite(values)
    if unknown.any():
        earned[unknown] = np.nan
    return earned


def value_at(earned: Array, breakpoints: tuple[float, ...]) -> Array:
    """The value that earns a number of points: `points` read backwards."""
    return np.interp(earned, POINTS, np.array(breakpoints, np.float64))


def score(earned: Array, weights: Array) -> Score:
    """The weighted mean of the known points; `earned` is (accounts, criteria) with NaN for unknown.

    score = sum(w u) / sum(w) over known criteria. Source: methods.md 4.7.
    """
    gained, known_weight, whole = np.zeros(len(earned)), np.zeros(len(earned)), 0.0
    # Criterion by criterion, so that a sum is the same on every machine whatever its linear algebra does.
    for points_of_one, weight in zip(earned.T, weights.tolist(), strict=True):
        known = np.isfinite(points_of_one)
        gained += np.where(known, points_of_one, 0.0) * weight
        known_weight += known * weight
        whole += weight
    mean = np.divide(gained, known_weight, out=np.full(len(earned), np.nan), where=known_weight > 0)
    rounded = np.round(mean, SCORE_PLACES)
    return Score(
        rounded,
        np.round(gained / whole, SCORE_PLACES),
        np.round((gained + FULL_POINTS * (whole - known_weight)) / whole, SCORE_PLACES),
        known_weight / whole,
    )


def contributions(earned: Array, weights: Array, scored: Array, among: Array | None = None) -> Contributions:
    """Shares of the difference to the median account, w (u - median u) / sum of known w, made to add up exactly.

    Rounded to hundredths by largest remainder. `scored` is `Score.score`; `among` masks the accounts whose median
    counts, all of them where it is not given.
    """
    known = np.isfinite(earned)
    middle = _medians(earned if among is None else earned[among])
    known_weight = known @ weights
    share = np.where(known, weights, 0.0) / np.where(known_weight > 0, known_weight, 1.0)[:, None]
    scale = 10**SCORE_PLACES
    reference = np.round((share * middle).sum(axis=1) * scale)
    wanted = np.round(np.where(known_weight > 0, scored, 0.0) * scale) - reference
    exact = share * np.where(known, earned - middle, 0.0) * scale
    whole = _largest_remainder(exact, np.where(known_weight > 0, wanted, 0.0), known)
    return Contributions(whole / scale, np.where(known_weight > 0, reference / scale, np.nan))


def kept_share(
    earned: Array, weights: Array, holds: Callable[[Array], Array], *, draws: int = 1000, seed: int = 7
) -> Array:
    """In what share of draws the account keeps its tier when every weight moves by up to 20 % either way.

    `holds(scores)` answers bool for scores of shape (draws, accounts). Fixed seed: the answer never flickers.
    """
    known = np.isfinite(earned)
    filled = np.where(known, earned, 0.0)
    random = np.random.default_rng(seed)
    kept = np.zeros(len(earned), np.int64)
    for begin in range(0, draws, _DRAWS_AT_ONCE):
        drawn = weights * random.uniform(0.8, 1.2, (min(_DRAWS_AT_ONCE, draws - begin), len(weights)))
        known_weight = drawn @ known.T
        moved = np.round((drawn @ filled.T) / np.where(known_weight > 0, known_weight, 1.0), SCORE_PLACES)
        kept += holds(moved).sum(axis=0)
    return kept / draws


def _medians(earned: Array) -> Array:
    middle = np.zeros(earned.shape[1])
    for index in range(earned.shape[1]):
        known = earned[np.isfinite(earned[:, index]), index]
        middle[index] = np.median(known) if len(known) else 0.0
    return middle


def _largest_remainder(exact: Array, wanted: Array, known: Array) -> Array:
    """Whole numbers near `exact` whose rows sum to `wanted`; only known columns are touched."""
    whole = np.floor(exact)
    left = (wanted - whole.sum(axis=1)).astype(np.int64)
    fraction = np.where(known, exact - whole, -np.inf)
    order = np.argsort(-fraction, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    count = np.maximum(known.sum(axis=1), 1)
    each, rest = np.divmod(left, count)
    extra = each[:, None] + (rank < rest[:, None])
    return np.where(known, whole + extra, 0.0)
