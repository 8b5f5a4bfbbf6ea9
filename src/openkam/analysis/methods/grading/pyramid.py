"""Customer pyramid: layers by cumulative share of one measure, the largest account first."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE


def pyramid_tiers(values: Array, shares: Sequence[float | None]) -> Array:
    """Layer of every account (int64, 0 the top; len(shares) where unknown) from float64 values, NaN unknown.

    An account belongs to the first layer whose share is not yet reached by the accounts before it, so the one that
    crosses 80 % still counts to the 80 %. Equal values keep the order of the accounts. What is zero or less belongs
    to the last layer and takes no part in the total. Source: design/value.md, ABC at 80/95.
    """
    known = np.isfinite(values)
    # Whole units of 1/10,000, so that a sum does not depend on the order of the rows.
    units = np.round(np.where(known, np.maximum(values, 0.0), 0.0) * MONEY_SCALE).astype(np.int64)
    order = np.argsort(-units, kind="stable")
    before = np.cumsum(units[order]) - units[order]
    total = int(units.sum())
    layer = np.full(len(values), len(shares) - 1, np.int64)
    for index in reversed(range(len(shares))):
        share = shares[index]
        ends = total if share is None else ceil(Fraction(str(share)) * total)
        layer[order[before < ends]] = index
    layer[units <= 0] = len(shares) - 1
    return np.where(known, layer, len(shares))


def pyramid_cuts(values: Array, layers: Array, count: int) -> list[float]:
    """The smallest value found in each layer or above it; the last layer has no cut."""
    cuts: list[float] = []
    for index in range(count - 1):
        inside = values[layers <= index]
        cuts.append(float(inside.min()) if len(inside) else np.inf)
    return [*cuts, -np.inf]
