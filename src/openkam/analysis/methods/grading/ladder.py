"""Breakpoints read from a ledger: which amounts make an account large, in this company."""

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil
from typing import Final

import numpy as np

from openkam.analysis.column import Array

_SHARES: Final = (Fraction(19, 20), Fraction(4, 5), Fraction(1, 2), Fraction(1, 5))
_LEAST: Final = ((0, 0.0), (0, 0.0), (20, 0.15), (5, 0.05))
_MOST: Final = ((None, 1.0), (None, 0.5), (45, 0.20), (12, 0.08))
_STEP: Final = 0.8
_EXTRA_ACCOUNTS: Final = 1.1
_ABOVE_ALL: Final = 1.1
_WIDER: Final = 1.5
_TOP_STEPS: Final = 2


def ladder(values: Array) -> tuple[float, ...]:
    """Values for 0, 25, 50, 75 and 100 points, from one value an account (float64 business units, NaN unknown).

    0 points stand at 0. The others stand at the account where the largest accounts together reach 95, 80, 50 and
    20 % of the total, kept within what a team can look after: 75 points for 20 to 45 accounts (15 to 20 % of a small
    base), 100 for 5 to 12, fewer where fewer are above the average. Rounded down to two digits, or the few more that
    keep the same accounts above, and strictly rising. Source: 15 to 50 key accounts whatever the size of the firm
    (methods.md 4.7).
    """
    held = np.sort(values[np.isfinite(values) & (values > 0)])[::-1]
    if not len(held):
        return (0.0, 1.0, 2.0, 3.0, 4.0)
    places = _places(held)
    return (0.0, *_rising([_value_of_place(held, count) for count in places], places, held))


def _rising(steps: list[float], places: list[int], held: Array) -> list[float]:
    """The steps apart: a lower one gives way, unless that let in many more accounts; then the higher one does."""
    apart = steps.copy()
    for index in reversed(range(len(steps) - 1)):
        lower = _shortened(apart[index + 1] * _STEP, 2)
        if apart[index] >= apart[index + 1] and not _is_crowd(_count_reaching(held, lower), places[index]):
            apart[index] = lower
    for index in range(1, len(steps)):
        if apart[index] <= apart[index - 1]:
            apart[index] = _shortened(apart[index - 1] / _STEP, 2)
    return apart


def _places(held: Array) -> list[int]:
    """How many accounts stand at or above each of the four steps, most first."""
    running, total = np.cumsum(held), float(held.sum())
    above_average = int(np.count_nonzero(held * len(held) >= total))
    places: list[int] = []
    for share, (least, least_share), (most, most_share) in zip(_SHARES, _LEAST, _MOST, strict=True):
        place = int(np.searchsorted(running, float(share) * total)) + 1
        low = min(least, ceil(least_share * len(held)), above_average)
        high = ceil(most_share * len(held))
        high = high if most is None else min(most, high)
        places.append(max(1, min(max(place, low), high)))
    for index in reversed(range(len(places) - 1)):
        # Where a few giants hold nearly everything, the lower steps still need accounts of their own.
        above = places[index + 1]
        own = above + (index < len(places) - _TOP_STEPS)
        places[index] = min(max(places[index], own, int(above * _WIDER)), len(held))
    return places


def _value_of_place(held: Array, place: int) -> float:
    """The smallest round value that about `place` accounts reach; above all where too many are equal."""
    value = float(held[min(place, len(held)) - 1])
    reached = _count_reaching(held, value)
    if _is_crowd(reached, place):
        above = held[held > value]
        value = float(above[-1]) if len(above) else value * _ABOVE_ALL
        reached = _count_reaching(held, value)
    for digits in range(2, 17):
        short = _shortened(value, digits)
        if short > 0 and _count_reaching(held, short) <= max(reached, int(reached * _EXTRA_ACCOUNTS)):
            return short
    return value


def _is_crowd(reached: int, place: int) -> bool:
    return reached > place * _EXTRA_ACCOUNTS + 1


def _count_reaching(held: Array, value: float) -> int:
    return int(np.count_nonzero(held >= value))


def _shortened(value: float, digits: int) -> float:
    """Rounded down to a number of significant digits."""
    exact = Decimal(repr(float(value)))
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_FLOOR))
