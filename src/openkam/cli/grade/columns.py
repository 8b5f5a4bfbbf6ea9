"""The columns of the list of accounts, shared by the spreadsheet formats: header, kind, and how to read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from openkam.analysis.methods.rhythm import movement, pattern
from openkam.analysis.words import Language, Text
from openkam.core.money import amount_of
from openkam.insight.report.account import AccountVerdict

METHOD_LABELS: Final = {
    "single": Text("Single indicator", "单一指标"),
    "pyramid": Text("Pyramid", "金字塔"),
    "scorecard": Text("Scorecard", "计分卡"),
}


class Kind(StrEnum):
    """How a cell is written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    SCORE = "score"
    RATIO = "ratio"


@dataclass(frozen=True)
class Column:
    """One column: `of` answers a plain value (Decimal for money) or None where it is unknown."""

    code: str
    label: Text
    kind: Kind
    width: int
    of: Callable[[AccountVerdict, Language], Any]


def word_of(words: Mapping[str, Text], code: str | None, language: Language) -> str | None:
    """The word of a code; the code itself where there is no word."""
    if code is None:
        return None
    return words[code].to(language) if code in words else code


def _money(units: int | None) -> Any:
    return None if units is None else amount_of(units)


def reasons_text(account: AccountVerdict, language: Language) -> str:
    """All reasons in one cell."""
    return ("" if language == "zh" else " ").join(reason.to(language) for reason in account.reasons)


COLUMNS: Final = (
    Column("rank", Text("Rank", "排名"), Kind.COUNT, 7, lambda a, _: a.rank),
    Column("account", Text("Account", "客户编码"), Kind.TEXT, 14, lambda a, _: a.account),
    Column("name", Text("Name", "客户名称"), Kind.TEXT, 32, lambda a, _: a.name),
    Column("tier", Text("Tier", "等级"), Kind.TEXT, 12, lambda a, z: a.tier.label.to(z) if a.tier else None),
    Column("tier_code", Text("Tier code", "等级代码"), Kind.TEXT, 12, lambda a, _: a.tier.code if a.tier else None),
    Column("score", Text("Score", "得分"), Kind.SCORE, 8, lambda a, _: a.score),
    Column("coverage", Text("Coverage", "数据覆盖率"), Kind.SHARE, 10, lambda a, _: a.coverage),
    Column("net_sales", Text("Net sales", "净销售额"), Kind.MONEY, 16, lambda a, _: _money(a.net_sales)),
    Column("gross_profit", Text("Gross profit", "毛利"), Kind.MONEY, 16, lambda a, _: _money(a.gross_profit)),
    Column("margin", Text("Margin", "毛利率"), Kind.SHARE, 9, lambda a, _: a.margin),
    Column("profit_share", Text("Share of profit", "毛利占比"), Kind.SHARE, 10, lambda a, _: a.profit_share),
    Column("sales_share", Text("Share of sales", "销售占比"), Kind.SHARE, 10, lambda a, _: a.sales_share),
    Column("returns", Text("Returns", "退货与红字"), Kind.MONEY, 16, lambda a, _: _money(a.returns)),
    Column("invoices", Text("Invoices", "发票数"), Kind.COUNT, 9, lambda a, _: a.invoices),
    Column("days", Text("Days since purchase", "距上次采购天数"), Kind.COUNT, 12, lambda a, _: a.days_since_purchase),
    Column("pattern", Text("Pattern", "采购模式"), Kind.TEXT, 12, lambda a, z: word_of(pattern.LABELS, a.pattern, z)),
    Column("movement", Text("Movement", "变动"), Kind.TEXT, 10, lambda a, z: word_of(movement.LABELS, a.movement, z)),
    Column("trend", Text("Trend a year", "年趋势"), Kind.SHARE, 10, lambda a, _: a.trend),
    Column("future_value", Text("Next 12 months", "未来12个月"), Kind.MONEY, 16, lambda a, _: _money(a.future_value)),
    Column("scheme", Text("Scheme", "分级方案"), Kind.TEXT, 12, lambda a, _: a.scheme),
    Column("reasons", Text("Reasons", "理由"), Kind.TEXT, 100, reasons_text),
)


def _measured(code: str) -> Callable[[AccountVerdict, Language], Any]:
    return lambda account, _: account.measures[code]


def _measured_money(code: str) -> Callable[[AccountVerdict, Language], Any]:
    def of(account: AccountVerdict, _: Language) -> Any:
        value = account.measures[code]
        return None if value is None else amount_of(int(value))

    return of


def next_tier_text(account: AccountVerdict, language: Language) -> str | None:
    """The next tier with the gap to it."""
    step = account.next_step
    if step is None:
        return None
    words = Text("{tier}: {measure} {gap} ({now} to {to})", "{tier}：{measure}差{gap}（{now}→{to}）")
    said = words.filling(
        tier=step.tier.label, measure=step.label, gap=step.gap, now=step.from_figure, to=step.to_figure
    )
    return said.to(language)


_MORE: Final = (
    Column("sales_12m", Text("Sales, 12 months", "近12个月销售"), Kind.MONEY, 16, _measured_money("net_sales_12m")),
    Column(
        "profit_12m", Text("Profit, 12 months", "近12个月毛利"), Kind.MONEY, 16, _measured_money("gross_profit_12m")
    ),
    Column("open", Text("Open", "应收余额"), Kind.MONEY, 16, _measured_money("open_amount")),
    Column("overdue", Text("Overdue", "逾期金额"), Kind.MONEY, 16, _measured_money("overdue_amount")),
    Column(
        "credit_use", Text("Use of the credit limit", "信用额度使用率"), Kind.SHARE, 10, _measured("credit_use_share")
    ),
    Column("risk", Text("Money at risk", "风险金额"), Kind.MONEY, 16, lambda a, _: _money(a.money_at_risk)),
    Column("industry", Text("Industry", "行业"), Kind.TEXT, 16, lambda a, _: a.industry),
    Column("region", Text("Region", "区域"), Kind.TEXT, 14, lambda a, _: a.region),
    Column("next_tier", Text("Next tier", "距下一等级"), Kind.TEXT, 44, next_tier_text),
)
WORKBOOK_COLUMNS: Final = (*COLUMNS[:-2], *_MORE, *COLUMNS[-2:])
"""The workbook has room for more than the CSV, whose columns others rely on."""
