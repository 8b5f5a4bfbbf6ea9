"""How much of a tier hangs on the exact weights."""

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.methods.grading.scorecard import kept_share
from openkam.analysis.methods.grading.tiers import by_score, needs_held, shifted

MOST_ACCOUNTS = 5_000
"""Only so many accounts from the top are drawn for: whether the last thousands stay small is no question."""


def robustness(scheme: Scheme, values: dict[str, Array], earned: Array, scores: Array) -> Array:
    """Share of 1,000 draws of the weights, each moved by up to 20 %, in which an account keeps its plain tier.

    NaN for accounts beyond the top 5,000 by score and where `scores` are NaN. Source: design of the scorecards.
    """
    shares = np.full(len(scores), np.nan)
    known = np.flatnonzero(np.isfinite(scores))
    rows = known[np.argsort(-scores[known], kind="stable")[:MOST_ACCOUNTS]]
    weights = np.array([criterion.weight for criterion in scheme.criteria])
    allowed = needs_held(scheme, {code: column[rows] for code, column in values.items()}, len(rows))
    lowest, beyond = _span(scheme, by_score(scheme, scores[rows], allowed), allowed)

    def holds(drawn: Array) -> Array:
        return np.asarray((drawn >= lowest) & (drawn < beyond))

    shares[rows] = kept_share(earned[rows], weights, holds)
    return shares


def _span(scheme: Scheme, place: Array, allowed: Array) -> tuple[Array, Array]:
    """From which score on, and below which one, accounts stay at their place; `allowed` as in `by_score`."""
    cuts = np.array([-np.inf if tier.at_least is None else shifted(tier.at_least, 0.0) for tier in scheme.tiers])
    is_better = allowed & (np.arange(len(cuts))[:, None] < place)
    return np.append(cuts, -np.inf)[place], np.where(is_better, cuts[:, None], np.inf).min(axis=0)
