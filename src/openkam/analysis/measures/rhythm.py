"""Transaction indicators in time: how regularly the account buys, and where that points (R035, R050)."""

from typing import Final

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.history import bought_periods, ledger_months, purchases
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.methods.rhythm.predictability import RULE, predictability
from openkam.analysis.methods.rhythm.trend import trend
from openkam.analysis.words import Text

YEAR: Final = 12


def active_months(facts: Facts) -> Column:
    """Months of the latest 12 with a purchase."""
    return Column.of(bought_periods(facts, 1, facts.window(YEAR)))


def longest_gap_days(facts: Facts) -> Column:
    """The longest pause; unknown below two purchase days."""
    bought = purchases(facts)
    return Column.of(bought.longest_gap, bought.days > 1)


def days_since_purchase(facts: Facts) -> Column:
    """Days from the latest purchase to `until`."""
    bought = purchases(facts)
    return Column.of(bought.silent_days, bought.known)


def growth(facts: Facts) -> Column:
    """Latest 12 months against the 12 before."""
    recent, before = facts.sum_of("net", YEAR), facts.sum_of("net", YEAR, YEAR)
    known = (before > 0) & (ledger_months(facts) >= 2 * YEAR)
    return Column.of((recent - before) / np.where(known, before, 1), known)


def predictability_score(facts: Facts) -> Column:
    """The score of the predictability test."""
    found = predictability(facts)
    return Column.of(found.score, found.known)


RHYTHM: Final = (
    Measure(
        "active_months",
        Indicator.TRANSACTION,
        Unit.MONTHS,
        Text("Active months", "活跃月数"),
        Text(
            "Months of the latest 12, counted back from the closing day, with at least one purchase.",
            "从截止日往回数12个月，其中有采购的月数。",
        ),
        "R035",
        active_months,
    ),
    Measure(
        "longest_gap_days",
        Indicator.TRANSACTION,
        Unit.DAYS,
        Text("Longest gap", "最长采购间隔"),
        Text(
            "Days of the longest pause between purchases, the one now running included; needs two purchase days.",
            "两次采购之间最长的间隔天数，含目前这次；至少要有两个采购日。",
        ),
        "R050",
        longest_gap_days,
        False,
    ),
    Measure(
        "days_since_purchase",
        Indicator.TRANSACTION,
        Unit.DAYS,
        Text("Days since purchase", "距上次采购天数"),
        Text("Days from the latest purchase to the closing day.", "最近一次采购到截止日的天数。"),
        "R095",
        days_since_purchase,
        False,
    ),
    Measure(
        "trend",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Trend a year", "年趋势"),
        Text(
            "Slope of the straight line through the monthly net sales, as a share of their mean a year, never below "
            "-1; latest 24 months or since the first purchase, at least 6 whole months and 3 with a purchase.",
            "月净销售额拟合直线的斜率，折算为每年相对均值的比例，最低为−1；取最近24个月或自首次采购起，至少6个整月、"
            "其中至少3个月有采购。",
        ),
        "R035",
        trend,
    ),
    Measure(
        "growth",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Growth", "增长率"),
        Text(
            "Net sales of the latest 12 months / those of the 12 before - 1; needs 24 months of ledger and positive "
            "sales before.",
            "最近12个月净销售额 ÷ 此前12个月净销售额 − 1；账本须满24个月，且此前销售额为正。",
        ),
        "R033, R040",
        growth,
    ),
    Measure(
        "predictability",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Predictability", "可预测性"),
        Text(
            f"Share of quarters with purchases / (1 + variation), less what the trend loses; 1 is even and lasting. "
            f"{RULE.en}",
            f"有采购的季度占比 ÷（1 + 波动），再扣除下降趋势；1 表示均匀持久。{RULE.zh}",
        ),
        "R035",
        predictability_score,
    ),
)
