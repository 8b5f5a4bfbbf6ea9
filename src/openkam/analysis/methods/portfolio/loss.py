"""What if these accounts left: the sales, the profit and the cover of the fixed cost that would remain (R034)."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.profit import company_profit_known, profit_known

MONTHS = 12


@dataclass(frozen=True)
class Loss:
    """Figures of the latest 12 months over all accounts; money is int in 1/10,000, None is unknown.

    Lines without a customer have no account that could leave and stay out. Profit counts the lines whose cost is
    known. A share is None where the total is not positive. Cover is profit over the fixed cost of a year.
    """

    net: int
    net_lost: int
    net_lost_share: float | None
    profit: int | None
    profit_lost: int | None
    profit_lost_share: float | None
    fixed_cost_cover: float | None
    fixed_cost_cover_left: float | None

    @property
    def net_left(self) -> int:
        """Net sales without the accounts."""
        return self.net - self.net_lost

    @property
    def profit_left(self) -> int | None:
        """Profit without the accounts."""
        return None if self.profit is None or self.profit_lost is None else self.profit - self.profit_lost


def loss_of(facts: Facts, account_indices: Array, fixed_cost: int | None = None) -> Loss:
    """What is lost with some accounts; `fixed_cost` is that of a year, money in 1/10,000.

    The profit is unknown where the company's is, or where that of one of the accounts is.
    """
    net, profit = yearly(facts)
    known = profit_known(facts) if company_profit_known(facts) else None
    return lost_with(net, profit, known, account_indices, fixed_cost)


def lost_with(
    net: Array, profit: Array, known: Array | None, account_indices: Array, fixed_cost: int | None = None
) -> Loss:
    """The same from a year's figures by account (int64 money); `known` is whose profit is known, None: nobody's."""
    accounts = np.unique(np.asarray(account_indices, np.int64))
    net_total, net_lost = int(net.sum()), int(net[accounts].sum())
    if known is None:
        return Loss(net_total, net_lost, _share(net_lost, net_total), None, None, None, None, None)
    total = int(profit.sum())
    lost = int(profit[accounts].sum()) if known[accounts].all() else None
    cover = left = None
    if fixed_cost is not None and fixed_cost > 0:
        cover, left = total / fixed_cost, None if lost is None else (total - lost) / fixed_cost
    lost_share = None if lost is None else _share(lost, total)
    return Loss(net_total, net_lost, _share(net_lost, net_total), total, lost, lost_share, cover, left)


def yearly(facts: Facts) -> tuple[Array, Array]:
    """Net sales and profit of each account in the latest 12 months, int64 money."""
    return facts.sum_of("net", MONTHS), facts.sum_of("profit", MONTHS)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
