"""Transaction indicators: what was sold to the account and what it earned (R185)."""

from typing import Final

import numpy as np

from openkam.analysis import profit
from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.words import Text


def net_sales(facts: Facts) -> Column:
    """Net amount of all lines."""
    return Column.of(facts.sum_of("net"))


def net_sales_12m(facts: Facts) -> Column:
    """Net amount of the latest 12 months."""
    return Column.of(facts.sum_of("net", 12))


def gross_sales(facts: Facts) -> Column:
    """Positive lines only."""
    return Column.of(facts.sum_by_account(facts.events.bought))


def returns(facts: Facts) -> Column:
    """What was returned or credited, as a positive amount."""
    return Column.of(facts.sum_by_account(facts.events.bought - facts.events.net))


def returns_share(facts: Facts) -> Column:
    """Returns over gross sales."""
    return ratio(returns(facts), gross_sales(facts))


def margin(facts: Facts) -> Column:
    """Profit over the sales whose cost is known."""
    covered = facts.sum_by_account(facts.events.covered)
    return ratio(profit.gross_profit(facts), Column.of(covered))


def discount_share(facts: Facts) -> Column:
    """Discount over sales before discount; unknown where the ledger carries no discount at all."""
    discount = facts.sum_by_account(facts.events.discount)
    known = bool((facts.events.discount != 0).any())
    return ratio(Column.of(discount, known), Column.of(discount + facts.sum_of("net")))


def invoices(facts: Facts) -> Column:
    """Invoices with a positive total; those after an earlier `until` are left out."""
    dated = facts.sum_of("orders")
    # An invoice dated on two days stands twice in the events and once in the account's own count.
    return Column.of(np.minimum(dated, facts.invoices))


def average_invoice(facts: Facts) -> Column:
    """Net sales over invoices, half up to the unit."""
    count = invoices(facts).values
    sales = facts.sum_of("net")
    return Column.of((2 * sales + count) // np.maximum(2 * count, 1), count > 0)


def sales_share(facts: Facts) -> Column:
    """Net sales over those of the company."""
    company = profit.company_net(facts)
    return ratio(net_sales(facts), Column.of(np.full(facts.count, max(company, 0), np.int64)))


def profit_share(facts: Facts) -> Column:
    """Gross profit over that of the company."""
    company = profit.company_profit(facts) if profit.company_profit_known(facts) else 0
    return ratio(profit.gross_profit(facts), Column.of(np.full(facts.count, max(company, 0), np.int64)))


def ratio(part: Column, whole: Column) -> Column:
    """A part over a whole; unknown where either is, or where the whole is not positive."""
    known = part.known & whole.known & (whole.values > 0)
    return Column.of(part.values / np.where(known, whole.values, 1), known)


_RULE_EN = "known where lines with a cost carry at least 95 % of the account's amounts"
_RULE_ZH = "有成本的明细至少占该客户金额的95%时才可知"

TRANSACTION: Final = (
    Measure(
        "net_sales",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Net sales", "净销售额"),
        Text(
            "Sum of the net amounts of all lines; credit notes and returns are negative and net off.",
            "全部明细净额合计，红字与退货以负数冲减。",
        ),
        "R185",
        net_sales,
    ),
    Measure(
        "net_sales_12m",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Net sales, 12 months", "近12个月净销售额"),
        Text(
            "Net sales of the latest 12 months, or of as much of them as the ledger holds.",
            "最近12个月的净销售额；账本不足12个月时按已有月份计。",
        ),
        "R185, R220",
        net_sales_12m,
    ),
    Measure(
        "gross_sales",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Gross sales", "退货前销售额"),
        Text("Sum of the positive lines, before returns and credit notes.", "正数明细合计，未扣退货与红字。"),
        "R185",
        gross_sales,
        None,
    ),
    Measure(
        "returns",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Returns and credit notes", "退货与红字金额"),
        Text("Sum of the negative lines, written as a positive amount.", "负数明细合计，以正数表示。"),
        "R185",
        returns,
        False,
    ),
    Measure(
        "returns_share",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Share returned", "退货占比"),
        Text("Returns and credit notes / gross sales.", "退货与红字金额 ÷ 退货前销售额。"),
        "R095",
        returns_share,
        False,
    ),
    Measure(
        "gross_profit",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Gross profit", "毛利"),
        Text(
            f"Net sales less cost, over the lines whose cost is known; {_RULE_EN}.",
            f"有成本的明细的净销售额 − 成本；{_RULE_ZH}。",
        ),
        "R032, R185",
        profit.gross_profit,
    ),
    Measure(
        "gross_profit_12m",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Gross profit, 12 months", "近12个月毛利"),
        Text(
            f"Gross profit of the latest 12 months; {_RULE_EN}, over the whole ledger.",
            f"最近12个月的毛利；按整个账本判断，{_RULE_ZH}。",
        ),
        "R231",
        lambda facts: profit.gross_profit(facts, 12),
    ),
    Measure(
        "margin",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Margin", "毛利率"),
        Text("Gross profit / net sales of the lines whose cost is known.", "毛利 ÷ 有成本的明细的净销售额。"),
        "methods.md 4.2",
        margin,
    ),
    Measure(
        "contribution",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Contribution", "毛利贡献"),
        Text(
            "Gross profit less the amounts spent on serving the account; hours without a price count as effort only.",
            "毛利 − 服务该客户的费用；只有工时没有金额的记录只计入投入。",
        ),
        "R059, methods.md 4.2",
        profit.contribution,
    ),
    Measure(
        "contribution_12m",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Contribution, 12 months", "近12个月毛利贡献"),
        Text("Contribution of the latest 12 months.", "最近12个月的毛利贡献。"),
        "R231, methods.md 4.2",
        lambda facts: profit.contribution(facts, 12),
    ),
    Measure(
        "discount_share",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Discount", "折扣率"),
        Text(
            "Discounts / (net sales + discounts); unknown where the ledger carries no discount at all.",
            "折扣 ÷（净销售额 + 折扣）；账本没有任何折扣时为未知。",
        ),
        "R094",
        discount_share,
        False,
    ),
    Measure(
        "invoices",
        Indicator.TRANSACTION,
        Unit.COUNT,
        Text("Invoices", "发票数"),
        Text("Invoices with a positive total.", "合计为正的发票张数。"),
        "R185",
        invoices,
    ),
    Measure(
        "average_invoice",
        Indicator.TRANSACTION,
        Unit.MONEY,
        Text("Average invoice", "平均单笔金额"),
        Text("Net sales / invoices with a positive total.", "净销售额 ÷ 合计为正的发票张数。"),
        "R185, R091",
        average_invoice,
    ),
    Measure(
        "sales_share",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Share of company sales", "占公司销售额比重"),
        Text(
            "Net sales / net sales of the company, lines without a customer included.",
            "净销售额 ÷ 公司净销售额（含无客户的明细）。",
        ),
        "R047",
        sales_share,
    ),
    Measure(
        "profit_share",
        Indicator.TRANSACTION,
        Unit.SHARE,
        Text("Share of company profit", "占公司毛利比重"),
        Text(
            "Gross profit / gross profit of the company, lines without a customer included; "
            "unknown where the company's is unknown or not positive.",
            "毛利 ÷ 公司毛利（含无客户的明细）；公司毛利未知或不为正时为未知。",
        ),
        "R047",
        profit_share,
    ),
)
