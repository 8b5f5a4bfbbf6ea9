"""The whale curve: how high profit rises before the customers at the end eat part of it again."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array


@dataclass(frozen=True)
class Whale:
    """Profit added up from the most to the least profitable account. Money is int in 1/10,000.

    order          indices, most profitable first; equal values keep their order
    cumulative     int64, running total in that order
    total          the end of the curve
    peak_amount    its highest point, 0 where nobody earns
    peak_at        how many accounts it takes to get there
    peak_share     the peak as a share of the total (1.18: 118 %); this and the next two are None where the total
                   is not positive, because a share of a loss says nothing
    peak_at_share  accounts up to the peak as a share of all
    erosion_share  what the rest eats, as a share of the total: peak less 1
    loss_making    accounts with a loss
    tail_share     share of the accounts that earn nothing or lose; None without accounts
    """

    order: Array
    cumulative: Array
    total: int
    peak_amount: int
    peak_at: int
    peak_share: float | None
    peak_at_share: float | None
    erosion_share: float | None
    loss_making: int
    tail_share: float | None

    @property
    def erosion_amount(self) -> int:
        """The money that accounts after the peak lose."""
        return self.peak_amount - self.total


def whale(profit: Array) -> Whale:
    """The whale curve of one int64 profit an account (methods.md 4.1, requirement R045)."""
    order = np.argsort(-profit, kind="stable")
    return whale_along(profit, order, np.cumsum(profit[order], dtype=np.int64))


def whale_along(profit: Array, order: Array, cumulative: Array) -> Whale:
    """The same where the order and the running total are known, as `Pareto` has them."""
    accounts = len(profit)
    peak_at = int(np.count_nonzero(profit > 0))
    peak_amount = int(cumulative[peak_at - 1]) if peak_at else 0
    total = int(cumulative[-1]) if accounts else 0
    positive = total > 0
    return Whale(
        order=order,
        cumulative=cumulative,
        total=total,
        peak_amount=peak_amount,
        peak_at=peak_at,
        peak_share=peak_amount / total if positive else None,
        peak_at_share=peak_at / accounts if positive else None,
        erosion_share=(peak_amount - total) / total if positive else None,
        loss_making=int(np.count_nonzero(profit < 0)),
        tail_share=(accounts - peak_at) / accounts if accounts else None,
    )
