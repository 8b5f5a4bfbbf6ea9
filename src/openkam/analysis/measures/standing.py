"""What the account means to the company: its value now and to come, and what its loss would cost (R049, R231)."""

from typing import Final

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.methods.portfolio.loss import yearly
from openkam.analysis.profit import company_profit_known, current_value, profit_known
from openkam.analysis.words import Text


def loss_impact(facts: Facts) -> Column:
    """The share that `loss_of` says is lost with each account."""
    net, profit = yearly(facts)
    lost, known = (profit, profit_known(facts)) if company_profit_known(facts) else (net, np.ones(facts.count, bool))
    total = int(lost.sum())
    return Column.of(lost / max(total, 1), known & (total > 0))


def future_value(facts: Facts) -> Column:
    """What the account is expected to bring."""
    # The models behind it load scipy, which no other measure needs.
    from openkam.analysis.methods.forecast.future import future_value as expected

    return expected(facts).value


STANDING: Final = (
    Measure(
        "current_value",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Current value", "当前价值"),
        Text(
            "Contribution of the latest 12 months; gross profit where cost to serve is not recorded.",
            "最近12个月的毛利贡献；未记录服务费用时取毛利。",
        ),
        "R231",
        current_value,
    ),
    Measure(
        "future_value",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Future value", "未来价值"),
        Text(
            "What the account is expected to bring, by the forecast that did best on the latest closed period; of a "
            "single order only the share that such orders brought again before.",
            "预计该客户将带来的价值，采用在最近一个已结束期间回测最准的方法；只下过一次单的客户，仅按以往这类客户再次带来的比例计。",
        ),
        "R228, R231",
        future_value,
    ),
    Measure(
        "loss_impact",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Loss impact", "流失影响"),
        Text(
            "Share of a year's profit of all accounts that would go with it; of net sales where profit is unknown.",
            "该客户流失时，全部客户一年毛利中随之失去的比例；毛利未知时按净销售额计。",
        ),
        "R034, R049",
        loss_impact,
    ),
)
