"""A tier that does not flicker: it moves past the band around a cut, several reviews running, or falls far at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.tiers import Reach


@dataclass(frozen=True)
class Settled:
    """places int64 (reviews, accounts), oldest review first: the tier held after each review."""

    places: Array

    @property
    def now(self) -> Array:
        """The tier held after the latest review."""
        latest: Array = self.places[-1]
        return latest


def settled(reviews: Sequence[Reach], *, exists: Array, tiers: int, running: int) -> Settled:
    """Fold reviews (oldest first) into the tier held.

    reviews   places in each review; `tiers` stands for none
    exists    bool (reviews, accounts), whether the account had bought by then; its first review gives the plain tier
    running   reviews in a row that must agree

    Every border between two tiers is watched on its own: an account crosses it upwards after `running` reviews in
    which even the raised cut was reached, and downwards after as many in which even the lowered one was missed.
    Band and repetition are there for noise near the cut: who misses it by far crosses downwards at once. So better
    figures in any review never give a worse tier.
    """
    accounts = exists.shape[1]
    borders = np.arange(tiers)[:, None]
    held = np.zeros((tiers, accounts), bool)
    rising, falling = np.zeros((tiers, accounts), np.int64), np.zeros((tiers, accounts), np.int64)
    begun = np.zeros(accounts, bool)
    places = np.full(exists.shape, tiers, np.int64)
    for review, found in enumerate(reviews):
        fresh = exists[review] & ~begun
        rising = np.where(~held & (found.up <= borders), rising + 1, 0)
        falling = np.where(held & (found.down > borders), falling + 1, 0)
        held = (held | (rising >= running)) & ~((falling >= running) | (found.far > borders))
        held = np.where(fresh, found.plain <= borders, held & exists[review])
        rising, falling = np.where(fresh | (rising >= running), 0, rising), np.where(fresh, 0, falling)
        begun |= exists[review]
        places[review] = tiers - held.sum(axis=0)
    return Settled(places)
