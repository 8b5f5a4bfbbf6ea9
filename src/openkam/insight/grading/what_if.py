"""What a changed scheme would do, computed from the kept arrays within a moment: by the latest figures alone.

The settled tier also needs the reviews before; a run computes it. So both sides of a comparison are plain tiers.
"""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.calibration import calibrated, settled_by_shares
from openkam.analysis.methods.grading.review import placed
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.insight.grading.ceilings import Ceilings
from openkam.insight.value.standing import Standing


@dataclass(frozen=True)
class TierCount:
    """How many accounts a tier has before and now; code "" is no tier. `before` is 0 for a tier that is new."""

    code: str
    before: int
    now: int


@dataclass(frozen=True)
class Effect:
    """What changes between two schemes on the same accounts.

    scheme     the new scheme with every cut filled in
    places     int64, the new plain place of every account of the standing, -1 none
    tiers      one a tier of the new scheme, then no tier
    up, down   account indices, most money first: better or worse placed where both schemes have the same tiers,
               else key now and not before, and the reverse
    became_key, lost_key  account indices, most money first
    """

    scheme: Scheme
    places: Array
    tiers: tuple[TierCount, ...]
    up: Array
    down: Array
    became_key: Array
    lost_key: Array


def effect_of(
    standing: Standing,
    scheme: Scheme,
    before: Scheme,
    *,
    before_places: Array | None = None,
    shown: Array | None = None,
) -> Effect:
    """What the scheme does, compared with the one before it.

    before_places  its places where they are at hand: `standing.plain_place` for the scheme of the run
    shown          mask of the accounts somebody may see: only they are counted and listed. The scheme itself is always
                   applied to all accounts, as a run would.
    """
    now, places = plain_tiers(standing, scheme)
    if before_places is None:
        before, before_places = plain_tiers(standing, before)
    visible = np.ones(standing.count, bool) if shown is None else shown
    order = order_by_money(standing)
    key_now, key_then = np.isin(places, now.key_places), np.isin(before_places, before.key_places)
    became, lost = key_now & ~key_then, key_then & ~key_now
    up, down = became, lost
    if [one.code for one in before.tiers] == [one.code for one in now.tiers]:
        new, old = _ordered(places, now), _ordered(before_places, now)
        up, down = new < old, new > old
    return Effect(
        now,
        places,
        _counts(now, places[visible], before, before_places[visible]),
        *(order[(mask & visible)[order]] for mask in (up, down, became, lost)),
    )


def plain_tiers(standing: Standing, scheme: Scheme) -> tuple[Scheme, Array]:
    """The scheme with every cut filled in, and the place of each account by the latest figures alone, -1 none.

    The same rule as `Grades.plain_tier`.
    """
    chosen, _ = settled_by_shares(scheme, lambda code: standing.known_shares.get(code, 0.0))
    chosen = calibrated(chosen, standing.ladders)
    values = {code: standing.values[code] for code in chosen.measures}
    place, scored = placed(chosen, values, standing.count)
    if scored is not None:
        coverage = scored.coverage
    else:
        known = [np.isfinite(column) for column in values.values()]
        coverage = np.stack(known).mean(axis=0) if known else np.ones(standing.count)
    ceilings = Ceilings(chosen, _routed(standing, chosen), standing.gates, coverage)
    return chosen, ceilings.applied(place)


def order_by_money(standing: Standing) -> Array:
    """Account indices by net sales of the latest 12 months, most first: the order of lists that everybody may read."""
    order: Array = np.argsort(-standing.windows["net_12"], kind="stable")
    return order


def _routed(standing: Standing, scheme: Scheme) -> Array:
    """The best tier a route opens to each account; the number of tiers: none."""
    place = np.full(standing.count, len(scheme.tiers), np.int64)
    for index in reversed(range(len(scheme.tiers))):
        for route in scheme.tiers[index].routes:
            opened = np.ones(standing.count, bool)
            for name, wanted in route.when.items():
                opened &= _one_of(standing, name, wanted)
            for name, unwanted in route.unless.items():
                opened &= ~_one_of(standing, name, unwanted)
            place[opened] = index
    return place


def _one_of(standing: Standing, column: str, wanted: tuple[str, ...]) -> Array:
    if column not in standing.texts:
        return np.zeros(standing.count, bool)
    numbers = [number for number, word in enumerate(standing.vocabulary[column]) if word in wanted]
    return np.isin(standing.texts[column], numbers)


def _ordered(places: Array, scheme: Scheme) -> Array:
    return np.where(places < 0, len(scheme.tiers), places)


def _counts(now: Scheme, places: Array, before: Scheme, before_places: Array) -> tuple[TierCount, ...]:
    old = {tier.code: int((before_places == place).sum()) for place, tier in enumerate(before.tiers)}
    rows = [
        TierCount(tier.code, old.get(tier.code, 0), int((places == place).sum()))
        for place, tier in enumerate(now.tiers)
    ]
    return (*rows, TierCount("", int((before_places < 0).sum()), int((places < 0).sum())))
