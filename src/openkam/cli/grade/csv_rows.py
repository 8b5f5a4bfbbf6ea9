"""The list of accounts as CSV: with a byte order mark, so that Excel opens Chinese, and safe from formulas."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openkam.analysis.words import Language
from openkam.cli.grade.columns import COLUMNS, Kind
from openkam.core.money import CENT
from openkam.core.spreadsheet import Value, csv_text
from openkam.insight.report.answer import Report


def report_csv(report: Report, language: Language) -> str:
    """One account a row; shares 0 to 1, money with two decimals, unknown as an empty cell."""
    heads = [column.label.to(language) for column in COLUMNS]
    rows = ([_cell(column.kind, column.of(account, language)) for column in COLUMNS] for account in report.accounts)
    return csv_text(heads, rows)


def _cell(kind: Kind, value: Any) -> Value:
    if value is None:
        return None
    if kind is Kind.TEXT:
        return str(value)
    if kind is Kind.MONEY:
        return Decimal(value).quantize(CENT, ROUND_HALF_UP)
    if kind is Kind.COUNT:
        return int(value)
    return Decimal(f"{round(float(value), 6):g}" if kind is Kind.SHARE else f"{float(value):.1f}")
