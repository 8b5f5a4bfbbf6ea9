"""Where our hours go against where our profit comes from (R052)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.methods.portfolio.loss import yearly
from openkam.analysis.profit import company_profit_known, service_cost, service_hours

OVER_SERVED: Final = "OVER_SERVED"
UNDER_SERVED: Final = "UNDER_SERVED"

TIMES = 2  # a share of effort twice that of profit, or half of it, is more than uneven logging
LEAST_SHARE = 0.01  # below one percent of both there is nothing to move


@dataclass(frozen=True)
class EffortBalance:
    """One value an account, over the latest 12 months and all accounts.

    code          str      OVER_SERVED, UNDER_SERVED or ""
    effort_share  float64  share of the logged hours, of the amounts where no hours were logged
    value_share   float64  share of the positive profit, of the sales where profit is unknown
    by            "gross_profit" or "net_sales"
    """

    code: Array
    effort_share: Array
    value_share: Array
    by: str


def effort_balance(facts: Facts) -> EffortBalance | None:
    """Accounts with much effort and little profit, and the reverse; None where no effort was recorded."""
    hours = service_hours(facts, 12)
    effort = (hours if hours.known.any() else service_cost(facts, 12)).values.astype(np.float64)
    if effort.sum() <= 0:
        return None
    net, profit = yearly(facts)
    known = company_profit_known(facts)
    return balanced(effort, profit if known else net, "gross_profit" if known else "net_sales")


def balanced(effort: Array, value: Array, by: str) -> EffortBalance:
    """The same from a year's effort (positive in sum) and profit or sales by account."""
    earned = np.maximum(value, 0).astype(np.float64)
    effort_share = effort / effort.sum()
    value_share = earned / max(earned.sum(), 1)
    code = np.full(len(effort), "", "<U12")
    code[(effort_share >= LEAST_SHARE) & (effort_share >= TIMES * value_share)] = OVER_SERVED
    code[(value_share >= LEAST_SHARE) & (value_share >= TIMES * effort_share)] = UNDER_SERVED
    return EffortBalance(code, effort_share, value_share, by)
