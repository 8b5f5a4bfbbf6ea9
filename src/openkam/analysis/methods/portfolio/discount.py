"""Discount room: how far a price can fall before the account earns too little, and what volume would pay for it."""

import numpy as np

from openkam.analysis.column import Array, Column


def headroom(contribution: Column, net: Column, floor: Array | int = 0) -> Column:
    """The largest further discount d that leaves a contribution of `floor` (int64 money): (contribution - floor) / net.

    Negative where the floor is missed already; unknown without positive net sales (methods.md 4.2, R094).
    """
    known = contribution.known & net.known & (net.values > 0)
    return Column.of((contribution.values - floor) / np.where(known, net.values, 1), known)


def extra_volumes(discount: float, margins: Array) -> Array:
    """`extra_volume` of many (float64), NaN where no volume pays for the discount."""
    pays = margins > discount
    return np.where(pays, discount / np.where(pays, margins - discount, 1.0), np.nan)


def extra_volume(discount: float, margin: float) -> float | None:
    """The share of extra volume that keeps the gross profit at a lower price: d / (m - d).

    None where the discount takes the whole margin: no volume pays for that.
    """
    return discount / (margin - discount) if discount < margin else None


def largest_cut(margin: float, growth: float) -> float:
    """The largest price cut at unchanged gross profit if volume grows by `growth`: m g / (1 + g)."""
    return margin * growth / (1 + growth)
