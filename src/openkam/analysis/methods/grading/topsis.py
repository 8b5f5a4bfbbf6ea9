"""TOPSIS and entropy weights: a second opinion beside a scorecard, never a grade."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.weights import entropy_weights


@dataclass(frozen=True)
class SecondOpinion:
    """How another method would order the accounts of one list.

    closeness        float64 0 to 1 by TOPSIS with the scheme's weights, NaN where a figure is unknown
    by_entropy       the same with entropy weights
    entropy_weights  float64, sum 1
    order            indices of the known accounts, best first; ties keep their order
    """

    closeness: Array
    by_entropy: Array
    entropy_weights: Array
    order: Array


def second_opinion(points: Array, weights: Array) -> SecondOpinion:
    """TOPSIS over the points (accounts, criteria) of a scorecard, for the accounts whose points are all known.

    It depends on who else is in the list: taking the weakest account away changes the order of the others in a
    quarter of cases (design/value.md), so it never decides a tier.
    """
    known = np.isfinite(points).all(axis=1)
    complete = points[known]
    told = complete.sum(axis=0) > 0 if len(complete) else np.zeros(points.shape[1], bool)
    by_weight, by_entropy = np.full(len(points), np.nan), np.full(len(points), np.nan)
    found = np.zeros(points.shape[1])
    if told.any():
        benefit = np.ones(int(told.sum()), bool)
        found[told] = entropy_weights(complete[:, told])
        by_weight[known] = topsis(complete[:, told], weights[told] / weights[told].sum(), benefit)
        by_entropy[known] = topsis(complete[:, told], found[told], benefit)
    rows = np.flatnonzero(known)
    return SecondOpinion(by_weight, by_entropy, found, rows[np.argsort(-by_weight[rows], kind="stable")])


def topsis(matrix: Array, weights: Array, benefit: Array) -> Array:
    """Closeness to the best, 0 to 1, of each row: vector norm, weighted, S- / (S+ + S-).

    benefit  bool per column, False where less is better. Rows that are all alike are 0.5.
    """
    norms = np.sqrt((matrix**2).sum(axis=0))
    weighted = matrix / np.where(norms > 0, norms, 1.0) * weights
    highest, lowest = weighted.max(axis=0), weighted.min(axis=0)
    to_best = np.sqrt(((weighted - np.where(benefit, highest, lowest)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - np.where(benefit, lowest, highest)) ** 2).sum(axis=1))
    whole = to_best + to_worst
    closeness: Array = np.divide(to_worst, whole, out=np.full(len(matrix), 0.5), where=whole > 0)
    return closeness
