"""Effort: the time and money we spend on the account, and what an hour brings (R052, R105)."""

from typing import Final

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.measures.transaction import net_sales_12m, ratio
from openkam.analysis.profit import service_cost, service_hours
from openkam.analysis.words import Text


def effort_hours(facts: Facts) -> Column:
    """Hours of the latest 12 months."""
    return service_hours(facts, 12)


def effort_share(facts: Facts) -> Column:
    """Hours over those of all accounts."""
    hours = effort_hours(facts)
    return ratio(hours, Column.of(np.full(facts.count, hours.values.sum())))


def return_on_time(facts: Facts) -> Column:
    """Net sales an hour, int64 money, half up; unknown without hours."""
    hours = effort_hours(facts)
    known = hours.known & (hours.values > 0)
    by_hour = net_sales_12m(facts).values / np.where(known, hours.values, 1.0)
    return Column.of(np.floor(by_hour + 0.5).astype(np.int64), known)


def service_amount(facts: Facts) -> Column:
    """Amounts of the latest 12 months."""
    return service_cost(facts, 12)


_NEEDS_EN = "needs the cost-to-serve table"
_NEEDS_ZH = "需要服务成本表"

EFFORT: Final = (
    Measure(
        "effort_hours",
        Indicator.EFFORT,
        Unit.HOURS,
        Text("Hours spent", "投入工时"),
        Text(f"Hours logged in the latest 12 months; {_NEEDS_EN}.", f"最近12个月记录的工时；{_NEEDS_ZH}。"),
        "R052",
        effort_hours,
        None,
    ),
    Measure(
        "effort_share",
        Indicator.EFFORT,
        Unit.SHARE,
        Text("Share of hours", "投入工时占比"),
        Text(
            f"Hours of the latest 12 months / hours spent on all accounts; {_NEEDS_EN}.",
            f"最近12个月工时 ÷ 全部客户工时；{_NEEDS_ZH}。",
        ),
        "R052",
        effort_share,
        None,
    ),
    Measure(
        "return_on_time",
        Indicator.EFFORT,
        Unit.MONEY,
        Text("Sales an hour", "每小时销售额"),
        Text(
            f"Net sales of the latest 12 months / hours of the same time; unknown without hours; {_NEEDS_EN}.",
            f"最近12个月净销售额 ÷ 同期工时；无工时则未知；{_NEEDS_ZH}。",
        ),
        "R105",
        return_on_time,
    ),
    Measure(
        "service_amount",
        Indicator.EFFORT,
        Unit.MONEY,
        Text("Cost to serve", "服务费用"),
        Text(
            f"Amounts spent on serving the account in the latest 12 months; {_NEEDS_EN}.",
            f"最近12个月服务该客户的费用；{_NEEDS_ZH}。",
        ),
        "R052, R059",
        service_amount,
        False,
    ),
)
