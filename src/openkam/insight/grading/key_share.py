"""What the key accounts bring, by one placing or another."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.insight.value.standing import Standing


@dataclass(frozen=True)
class KeyShares:
    """The key accounts somebody sees, before and after.

    both, only_before, only_after  how many are key by both, by one only
    profit_before, profit_after    their share of the gross profit of 12 months of all accounts shown; None where
                                   that is unknown or no profit. Class PRICE.
    """

    both: int
    only_before: int
    only_after: int
    profit_before: float | None
    profit_after: float | None


def key_shares(standing: Standing, before: Array, after: Array, shown: Array) -> KeyShares:
    """`before` and `after` are masks of key accounts, `shown` of those somebody sees."""
    profit = np.nan_to_num(standing.values["gross_profit_12m"])
    total = float(profit[shown].sum())
    then, now = before & shown, after & shown

    def share(key: Array) -> float | None:
        return float(profit[key].sum()) / total if total > 0 else None

    return KeyShares(
        int((then & now).sum()), int((then & ~now).sum()), int((now & ~then).sum()), share(then), share(now)
    )
