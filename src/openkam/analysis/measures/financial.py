"""Financial indicators: what the account owes and how it pays (R186)."""

from collections.abc import Callable
from typing import Final

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.customer_columns import money_column
from openkam.analysis.facts import Facts
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.methods.payment import collection
from openkam.analysis.methods.payment.receivables import Receivables, receivables
from openkam.analysis.words import Text


def _from_receivables(column: Callable[[Receivables], Column]) -> Callable[[Facts], Column]:
    def of(facts: Facts) -> Column:
        found = receivables(facts)
        return Column.unknown(facts.count) if found is None else column(found)

    return of


def credit_use_share(facts: Facts) -> Column:
    """Open amount over credit limit."""
    found, limit = receivables(facts), money_column(facts, "credit_limit_amount")
    if found is None:
        return Column.unknown(facts.count)
    known = limit.known & (limit.values > 0)
    return Column.of(np.maximum(found.open.values, 0) / np.where(known, limit.values, 1), known)


_NEEDS_EN = "needs the payments table"
_NEEDS_ZH = "需要收款表"

FINANCIAL: Final = (
    Measure(
        "open_amount",
        Indicator.FINANCIAL,
        Unit.MONEY,
        Text("Open receivables", "应收余额"),
        Text(
            f"Unpaid rows of the receivables list; where payments are cash received only: invoiced less paid, "
            f"credit notes netted, negative when paid ahead; {_NEEDS_EN}.",
            f"应收明细中未付部分；若只有收款流水，则为开票额（已冲红字）− 收款额，预收为负；{_NEEDS_ZH}。",
        ),
        "R186",
        _from_receivables(lambda found: found.open),
        None,
    ),
    Measure(
        "overdue_amount",
        Indicator.FINANCIAL,
        Unit.MONEY,
        Text("Overdue", "逾期欠款"),
        Text(
            f"Unpaid past its due day; payments that name no invoice pay the oldest first. Needs due days or payment "
            f"terms; {_NEEDS_EN}.",
            f"超过到期日仍未付的金额；未指明发票的收款先冲最早的发票。须有到期日或账期；{_NEEDS_ZH}。",
        ),
        "R186",
        _from_receivables(lambda found: found.overdue),
        False,
    ),
    Measure(
        "collection_days",
        Indicator.FINANCIAL,
        Unit.DAYS,
        Text("Days to pay", "回款天数"),
        Text(
            f"Days from invoice to payment, weighted by amount; paid in advance counts as 0; {_NEEDS_EN}.",
            f"从开票到收款的天数，按金额加权；预付按0天计；{_NEEDS_ZH}。",
        ),
        "R186",
        _from_receivables(lambda found: found.days_to_pay),
        False,
    ),
    Measure(
        "collection_days_simple",
        Indicator.FINANCIAL,
        Unit.DAYS,
        Text("Collection days, simple", "应收周转天数（简单法）"),
        Text(
            f"Open amount / net sales of the latest 12 months x days covered; {_NEEDS_EN}.",
            f"应收余额 ÷ 最近12个月净销售额 × 覆盖天数；{_NEEDS_ZH}。",
        ),
        "methods.md 4.6",
        collection.simple_days,
        False,
    ),
    Measure(
        "collection_days_count_back",
        Indicator.FINANCIAL,
        Unit.DAYS,
        Text("Collection days, count-back", "应收周转天数（倒推法）"),
        Text(
            f"Open amount taken off month by month, newest first, until it is used up; {_NEEDS_EN}.",
            f"从最近月份起逐月冲减应收余额，直至冲完所用的天数；{_NEEDS_ZH}。",
        ),
        "methods.md 4.6",
        collection.count_back,
        False,
    ),
    Measure(
        "collection_days_best",
        Indicator.FINANCIAL,
        Unit.DAYS,
        Text("Collection days, best possible", "应收周转天数（最佳）"),
        Text(
            f"Open amount not yet overdue / net sales of the latest 12 months x days covered; {_NEEDS_EN}.",
            f"未逾期的应收余额 ÷ 最近12个月净销售额 × 覆盖天数；{_NEEDS_ZH}。",
        ),
        "methods.md 4.6",
        collection.best_days,
        False,
    ),
    Measure(
        "days_delinquent",
        Indicator.FINANCIAL,
        Unit.DAYS,
        Text("Average days delinquent", "平均拖欠天数"),
        Text(
            "Simple collection days less best possible ones: what late payment alone costs.",
            "简单法天数 − 最佳天数，即仅因逾期造成的天数。",
        ),
        "methods.md 4.6",
        collection.days_delinquent,
        False,
    ),
    Measure(
        "credit_use_share",
        Indicator.FINANCIAL,
        Unit.SHARE,
        Text("Use of the credit limit", "信用额度使用率"),
        Text(
            f"Open amount / credit limit, above 1 when over it; {_NEEDS_EN} and a credit limit.",
            f"应收余额 ÷ 信用额度，超过1即超额；{_NEEDS_ZH}及信用额度。",
        ),
        "R186",
        credit_use_share,
        False,
    ),
)
