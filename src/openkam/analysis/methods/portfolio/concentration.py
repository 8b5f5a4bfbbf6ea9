"""Concentration: on how few threads the company hangs."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array


@dataclass(frozen=True)
class Concentration:
    """Shares are 0 to 1 and None where the total is not positive.

    cr1, cr5, cr10       share of the largest 1, 5, 10 accounts; above 1 where others have negative totals
    hhi                  sum of squared shares, 1 where one account is everything
    hhi_normalised       the same, 0 where all accounts are equal; None for a single account
    effective_customers  1 / hhi: as many equal customers would be as concentrated
    gini                 0 where all are equal; negative totals count as 0, floored_count says how many were
    """

    cr1: float | None
    cr5: float | None
    cr10: float | None
    hhi: float | None
    hhi_normalised: float | None
    effective_customers: float | None
    gini: float | None
    floored_count: int


def concentration(values: Array) -> Concentration:
    """Concentration of one int64 value an account (methods.md 4.3, requirement R088)."""
    floored_count = int(np.count_nonzero(values < 0))
    total = int(values.sum(dtype=np.int64))
    if total <= 0:
        return Concentration(None, None, None, None, None, None, None, floored_count)
    ascending = np.sort(values)
    shares = ascending.astype(np.float64)[::-1] / total
    hhi = float(np.square(shares).sum())
    count = len(values)
    return Concentration(
        cr1=_largest(ascending, 1, total),
        cr5=_largest(ascending, 5, total),
        cr10=_largest(ascending, 10, total),
        hhi=hhi,
        hhi_normalised=(hhi - 1 / count) / (1 - 1 / count) if count > 1 else None,
        effective_customers=1 / hhi,
        gini=_gini(ascending),
        floored_count=floored_count,
    )


def gini(values: Array) -> float | None:
    """The Gini coefficient, negative values taken as 0; None where nothing is positive.

    Sum of (2 i - n - 1) v(i) over n times the sum of v, values ascending.
    """
    return _gini(np.sort(values))


def _gini(ascending: Array) -> float | None:
    ascending = np.maximum(ascending, 0).astype(np.float64)
    total, count = ascending.sum(), len(ascending)
    if total <= 0:
        return None
    weights = 2 * np.arange(1, count + 1, dtype=np.float64) - count - 1
    return max(0.0, float((weights * ascending).sum() / (count * total)))


def _largest(ascending: Array, count: int, total: int) -> float:
    return int(ascending[-count:].sum(dtype=np.int64)) / total
