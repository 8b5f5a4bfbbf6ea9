"""One review: all accounts against a scheme whose cuts are numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.card import Cards, cards
from openkam.analysis.methods.grading.scheme import Method, Scheme
from openkam.analysis.methods.grading.scorecard import Score, points, score
from openkam.analysis.methods.grading.tiers import Reach, plain_places, reach


@dataclass(frozen=True)
class Review:
    """What one review found.

    reach     places under plain, raised and lowered cuts
    figure    what the cuts were compared with
    earned    scorecard: points (accounts, criteria), NaN unknown
    scored, card   by the method, None where it has none
    """

    reach: Reach
    figure: Array
    earned: Array
    scored: Score | None = None
    card: Cards | None = None


def reviewed(scheme: Scheme, values: Mapping[str, Array], count: int) -> Review:
    """Grade `count` accounts by their figures (float64 business units by measure code, NaN unknown)."""
    seen = _seen(scheme, values, count)
    possible = None if seen.card is None else seen.card.possible
    found = reach(scheme, values, seen.figure, possible)
    return Review(found, seen.figure, seen.earned, seen.scored, seen.card)


def placed(scheme: Scheme, values: Mapping[str, Array], count: int) -> tuple[Array, Score | None]:
    """Only the plain place of each account (`Review.reach.plain`), and the score where the method has one."""
    seen = _seen(scheme, values, count)
    possible = None if seen.card is None else seen.card.possible
    return plain_places(scheme, values, seen.figure, possible), seen.scored


@dataclass(frozen=True)
class _Seen:
    """A review before any cut."""

    figure: Array
    earned: Array
    scored: Score | None = None
    card: Cards | None = None


def _seen(scheme: Scheme, values: Mapping[str, Array], count: int) -> _Seen:
    blank = np.full((count, len(scheme.criteria)), np.nan)
    if scheme.method is Method.SCORECARD:
        earned = _points(scheme, values, count)
        scored = score(earned, np.array([one.weight for one in scheme.criteria]))
        return _Seen(scored.score, earned, scored=scored)
    if scheme.method is Method.CARD:
        card = cards(scheme.criteria, values, count)
        return _Seen(card.passed, blank, card=card)
    return _Seen(values[scheme.criteria[0].measure] if scheme.criteria else np.zeros(count), blank)


def _points(scheme: Scheme, values: Mapping[str, Array], count: int) -> Array:
    earned = np.full((count, len(scheme.criteria)), np.nan, order="F")  # a criterion is written in one stretch
    for index, criterion in enumerate(scheme.criteria):
        if criterion.breakpoints is not None:
            earned[:, index] = points(values[criterion.measure], criterion.breakpoints)
    return earned
