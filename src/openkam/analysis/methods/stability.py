"""A tier that does not flicker: it moves only past the band around a cut, and only several reviews running."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array


@dataclass(frozen=True)
class Settled:
    """places int64 (reviews, accounts), oldest review first: the tier held after each review."""

    places: Array

    @property
    def now(self) -> Array:
        """The tier held after the latest review."""
        latest: Array = self.places[-1]
        return latest


def settled(plain: Array, up: Array, down: Array, *, exists: Array, tiers: int, running: int) -> Settled:
    """Fold reviews (oldest first, shape (reviews, accounts)) into the tier held.

    plain, up, down   places as `tiers.Reach` has them; `tiers` stands for none
    exists            whether the account had bought by that review; its first review gives the plain tier
    running           reviews in a row that must agree

    Every border between two tiers is watched on its own: an account crosses it upwards after `running` reviews in
    which even the raised cut was reached, and downwards after as many in which even the lowered one was missed. So
    better figures in any review never give a worse tier.
    """
    reviews, accounts = plain.shape
    borders = np.arange(tiers)[:, None]
    held = np.zeros((tiers, accounts), bool)
    rising, falling = np.zeros((tiers, accounts), np.int64), np.zeros((tiers, accounts), np.int64)
    begun = np.zeros(accounts, bool)
    places = np.full((reviews, accounts), tiers, np.int64)
    for review in range(reviews):
        fresh = exists[review] & ~begun
        rising = np.where(~held & (up[review] <= borders), rising + 1, 0)
        falling = np.where(held & (down[review] > borders), falling + 1, 0)
        held = (held | (rising >= running)) & ~(falling >= running)
        held = np.where(fresh, plain[review] <= borders, held & exists[review])
        rising, falling = np.where(fresh | (rising >= running), 0, rising), np.where(fresh, 0, falling)
        begun |= exists[review]
        places[review] = tiers - held.sum(axis=0)
    return Settled(places)
