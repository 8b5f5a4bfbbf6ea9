"""The figures a reader checks first, as rows of name and value: shared by the workbook, the page and the table."""

from typing import Any

from openkam.analysis.words import Language, Text
from openkam.cli.grade.columns import Kind
from openkam.core.figures import currency_text, number_text, share_text
from openkam.core.money import amount_of
from openkam.core.periods import period_text
from openkam.insight.report.answer import Report

Row = tuple[Text, Any, Kind]


def summary_rows(report: Report, language: Language) -> list[tuple[str, Any, Kind]]:
    """Name, value (Decimal for money; None unknown) and kind, in the reader's language; unknown rows say so."""
    rows = [*_ledger(report), *_curves(report), *_origin(report)]
    return [
        (name.to(language), _plain(value, language), Kind.TEXT if value is None else kind) for name, value, kind in rows
    ]


def written(value: Any, kind: Kind) -> str:
    """A cell as text for people, exact money with grouped digits."""
    if kind is Kind.TEXT:
        return str(value)
    if kind is Kind.COUNT:
        return f"{value:,}"
    if kind is Kind.MONEY:
        return f"{value:,.2f}"
    if kind is Kind.SHARE:
        return share_text(value)
    return f"{value:.2f}" if kind is Kind.RATIO else number_text(value)


def _plain(value: Any, language: Language) -> Any:
    if value is None:
        return Text("unknown", "未知").to(language)
    return value.to(language) if isinstance(value, Text) else value


def _ledger(report: Report) -> list[Row]:
    ledger = report.ledger
    profit = None if ledger.gross_profit is None else amount_of(ledger.gross_profit)
    return [
        (Text("Period", "期间"), period_text(ledger.since, ledger.until), Kind.TEXT),
        (Text("Currency", "币种"), currency_text(ledger.currency), Kind.TEXT),
        (Text("Rows read", "读入行数"), ledger.rows_read, Kind.COUNT),
        (Text("Rows used", "采用行数"), ledger.rows_used, Kind.COUNT),
        (Text("Rows set aside", "未采用行数"), ledger.rows_set_aside, Kind.COUNT),
        (Text("of these replaced by a later copy", "其中被较新副本替代"), ledger.rows_replaced, Kind.COUNT),
        (Text("Rows without customer", "无客户的行数"), ledger.rows_without_customer, Kind.COUNT),
        (Text("Customers", "客户数"), ledger.customers, Kind.COUNT),
        (Text("Net sales", "净销售额"), amount_of(ledger.net_sales), Kind.MONEY),
        (Text("of these with customer", "其中有客户的"), amount_of(ledger.net_sales_with_customer), Kind.MONEY),
        (Text("Gross profit", "毛利"), profit, Kind.MONEY),
        (Text("Amounts with known cost", "有成本的金额占比"), ledger.cost_coverage, Kind.SHARE),
    ]


def _curves(report: Report) -> list[Row]:
    portfolio = report.portfolio
    line, curve, spread = portfolio.line, portfolio.curve, portfolio.spread
    return [
        (Text("Customers that bring 80%", "贡献80%的客户数"), line.accounts_for_80, Kind.COUNT),
        (Text("Share of the best 20%", "前20%客户占比"), line.top_20_share, Kind.SHARE),
        (Text("Peak of the whale curve", "鲸鱼曲线峰值"), curve.peak_share if curve else None, Kind.SHARE),
        (Text("Loss-making customers", "亏损客户数"), curve.loss_making if curve else None, Kind.COUNT),
        (Text("Largest customer (CR1)", "最大客户占比（CR1）"), spread.cr1, Kind.SHARE),
        (Text("Five largest (CR5)", "前五大客户占比（CR5）"), spread.cr5, Kind.SHARE),
        (Text("Ten largest (CR10)", "前十大客户占比（CR10）"), spread.cr10, Kind.SHARE),
        (Text("Effective customers (1/HHI)", "有效客户数（1/HHI）"), spread.effective_customers, Kind.SCORE),
        (Text("Gini", "基尼系数"), spread.gini, Kind.RATIO),
    ]


def _origin(report: Report) -> list[Row]:
    scheme = report.scheme
    version = Text("{label}, version {number}", "{label}，第{number}版")
    return [
        (Text("Scheme", "分级方案"), version.filled(label=scheme.label, number=scheme.version), Kind.TEXT),
        (Text("Data version", "数据版本"), report.ledger.version, Kind.TEXT),
    ]
