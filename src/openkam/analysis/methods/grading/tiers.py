"""From figures to a tier, for every method: plain, and as far as a rise or a fall must reach to count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.conditions import judged
from openkam.analysis.methods.grading.pyramid import pyramid_cuts, pyramid_tiers
from openkam.analysis.methods.grading.scheme import Cut, Method, Scheme
from openkam.analysis.methods.grading.scorecard import FULL_POINTS

FAR_SHARE: Final = 0.5
"""An amount, a count or a condition that is missed by more than half of its cut is no noise."""

FAR_BANDS: Final = 3
"""A score that lies more than three bands below its cut is no noise either: scores swing less than amounts."""


@dataclass(frozen=True)
class Reach:
    """Place of every account (int64, 0 the best, the number of tiers: none) under plain, raised and lowered cuts.

    up is never better than plain, down never worse, far never worse than down: a rise counts when `up` is better
    than the tier held, a fall when `down` is worse, and a fall counts at once when even `far` is.
    """

    plain: Array
    up: Array
    down: Array
    far: Array


def reach(scheme: Scheme, values: Mapping[str, Array], figure: Array, possible: Array | None = None) -> Reach:
    """Where the accounts stand, with the cuts as they are and moved by the band of the scheme.

    values    float64 business units by measure, NaN unknown
    figure    what the tiers' cuts are compared with: the score, the one measure, or the criteria passed
    possible  card only: the criteria passed or unknown
    """
    if scheme.method is Method.PYRAMID:
        return _pyramid_reach(scheme, figure)
    shifts = (0.0, scheme.band_share, -scheme.band_share)
    if scheme.method is Method.CARD:
        shifts = (0.0, 0.0, 0.0)  # a criterion is passed or not: there is no band around four of six
    plain, up, down = (_by_cut(scheme, figure, possible, values, shift) for shift in shifts)
    return Reach(plain, up, down, _far(scheme, figure, possible, values))


def plain_places(scheme: Scheme, values: Mapping[str, Array], figure: Array, possible: Array | None = None) -> Array:
    """`reach(...).plain` alone, in a quarter of the time."""
    if scheme.method is Method.PYRAMID:
        return pyramid_tiers(figure, [tier.up_to_share for tier in scheme.tiers])
    return _by_cut(scheme, figure, possible, values, 0.0)


def by_score(scheme: Scheme, scores: Array, allowed: Array) -> Array:
    """Places by score alone, shape of `scores`; `allowed` (tiers, accounts) says which needs hold."""
    place = np.full(scores.shape, len(scheme.tiers), np.int64)
    for index in reversed(range(len(scheme.tiers))):
        cut = scheme.tiers[index].at_least
        enough = np.isfinite(scores) if cut is None else scores >= _number(cut)
        place = np.where(enough & allowed[index], index, place)
    return place


def needs_held(
    scheme: Scheme, values: Mapping[str, Array], count: int, shift: float = 0.0, *, unknown_holds: bool = False
) -> Array:
    """Which tiers' needs hold for which accounts: bool (tiers, accounts)."""
    held = np.ones((len(scheme.tiers), count), bool)
    for index, tier in enumerate(scheme.tiers):
        for need in tier.needs:
            found = judged(need, values, shift)
            held[index] &= found.holds | ~found.known if unknown_holds else found.holds
    return held


def shifted(cut: Cut, shift: float, highest: float = np.inf) -> float:
    """A cut moved by a share of its own size, but never out of reach."""
    number = _number(cut)
    return min(number + shift * abs(number), max(number, highest))


def _by_cut(scheme: Scheme, figure: Array, possible: Array | None, values: Mapping[str, Array], shift: float) -> Array:
    highest = FULL_POINTS if scheme.method is Method.SCORECARD else np.inf
    held = needs_held(scheme, values, len(figure), shift)
    place = np.full(len(figure), len(scheme.tiers), np.int64)
    for index in reversed(range(len(scheme.tiers))):
        tier = scheme.tiers[index]
        compared = possible if tier.with_unknown and possible is not None else figure
        if tier.at_least is not None:
            held[index] &= compared >= shifted(tier.at_least, shift, highest)
        elif scheme.method is not Method.RULES:
            held[index] &= np.isfinite(compared)
        place = np.where(held[index], index, place)
    return place


def _far(scheme: Scheme, figure: Array, possible: Array | None, values: Mapping[str, Array]) -> Array:
    """Places with the cuts lowered so far that only a collapse misses them; what is unknown is no collapse."""
    banded_score = scheme.method is Method.SCORECARD and scheme.band_share > 0
    fall = FAR_BANDS * scheme.band_share if banded_score else max(FAR_SHARE, scheme.band_share)
    held = needs_held(scheme, values, len(figure), -max(FAR_SHARE, scheme.band_share), unknown_holds=True)
    place = np.full(len(figure), len(scheme.tiers), np.int64)
    for index in reversed(range(len(scheme.tiers))):
        tier = scheme.tiers[index]
        compared = possible if tier.with_unknown and possible is not None else figure
        if tier.at_least is not None:
            held[index] &= ~(compared < shifted(tier.at_least, -fall))
        place = np.where(held[index], index, place)
    return place


def _pyramid_reach(scheme: Scheme, figure: Array) -> Reach:
    shares = [tier.up_to_share for tier in scheme.tiers]
    plain = pyramid_tiers(figure, shares)
    cuts = pyramid_cuts(figure, plain, len(shares))
    above, below, far = (np.full(len(figure), len(shares), np.int64) for _ in range(3))
    fall = max(FAR_SHARE, scheme.band_share)
    for index in reversed(range(len(shares))):
        above = np.where(figure >= shifted(cuts[index], scheme.band_share), index, above)
        below = np.where(figure >= shifted(cuts[index], -scheme.band_share), index, below)
        far = np.where(~(figure < shifted(cuts[index], -fall)), index, far)
    return Reach(plain, np.maximum(above, plain), np.minimum(below, plain), np.minimum(far, plain))


def _number(cut: Cut) -> float:
    if isinstance(cut, int | float):
        return float(cut)
    raise TypeError("a cut that is left to the ledger must be calibrated first")
