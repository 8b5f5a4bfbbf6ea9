"""Another method's order of the accounts, named beside a scorecard; it moves nobody's tier."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Method
from openkam.analysis.methods.grading.topsis import second_opinion
from openkam.insight.report.evidence import Evidence

METHOD: Final = "TOPSIS with entropy weights"
LEAST_CRITERIA: Final = 2
_PLACES: Final = 9
"""Closeness is compared to this many decimals, so that the order is the same on every machine."""


@dataclass(frozen=True)
class SecondOrder:
    """The order of all accounts that bought, by the criteria known of every one of them.

    criteria      codes and entropy weights (sum 1) of those criteria
    score_rank    int64 by account of the facts, 1 the highest score; 0 for those that did not buy
    closeness     float64, NaN for those that did not buy; topsis_rank as score_rank
    shown         account indices, best by TOPSIS first: key accounts, and those TOPSIS puts among as many at the top
    key_count     key accounts that bought
    agreed_count  those of them that TOPSIS puts among as many at the top
    """

    criteria: dict[str, float]
    score_rank: Array
    closeness: Array
    topsis_rank: Array
    shown: Array
    key_count: int
    agreed_count: int


def second_order(evidence: Evidence) -> SecondOrder | None:
    """The other order; None unless a scorecard knows at least two criteria of all accounts that bought."""
    grades, buying = evidence.grades, np.flatnonzero(evidence.portfolio.active)
    if grades.scheme.method is not Method.SCORECARD or not len(buying):
        return None
    points = grades.points[buying]
    known = np.asarray(np.isfinite(points).all(axis=0))
    if known.sum() < LEAST_CRITERIA:
        return None
    criteria = [one for one, is_known in zip(grades.scheme.criteria, known.tolist(), strict=True) if is_known]
    found = second_opinion(points[:, known], np.array([one.weight for one in criteria]))
    if not np.isfinite(found.by_entropy).all():
        return None
    size = len(grades.tier)
    closeness = np.full(size, np.nan)
    closeness[buying] = np.round(found.by_entropy, _PLACES)
    tie_break = evidence.portfolio.rank
    topsis_rank = _ranks(closeness, buying, tie_break)
    key = grades.is_key[buying]
    top = topsis_rank[buying] <= key.sum()
    shown = buying[key | top]
    return SecondOrder(
        {one.code: float(weight) for one, weight in zip(criteria, found.entropy_weights, strict=True)},
        _ranks(grades.score, buying, tie_break),
        closeness,
        topsis_rank,
        shown[np.argsort(topsis_rank[shown])],
        int(key.sum()),
        int((key & top).sum()),
    )


def second_opinion_object(evidence: Evidence) -> dict[str, Any] | None:
    """Plain JSON values of the other order; None where there is none."""
    order = second_order(evidence)
    if order is None:
        return None
    is_key = evidence.grades.is_key
    return {
        "method": METHOD,
        "weights": order.criteria,
        "key_accounts": order.key_count,
        "agreed": order.agreed_count,
        "accounts": [
            {
                "account": str(evidence.facts.code[index]),
                "key": bool(is_key[index]),
                "scorecard_rank": int(order.score_rank[index]),
                "topsis_rank": int(order.topsis_rank[index]),
                "closeness": float(order.closeness[index]),
            }
            for index in order.shown
        ],
    }


def _ranks(figures: Array, among: Array, tie_break: Array) -> Array:
    """1 for the largest figure among some accounts; equal figures go by `tie_break`, 0 for all others."""
    ranks = np.zeros(len(figures), np.int64)
    order = among[np.lexsort((tie_break[among], -figures[among]))]
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks
