"""The list of accounts as CSV: with a byte order mark, so that Excel opens Chinese, and safe from formulas."""

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openkam.analysis.words import Language
from openkam.cli.grade.columns import COLUMNS, Kind, plain_text
from openkam.core.money import CENT
from openkam.insight.report.answer import Report


def report_csv(report: Report, language: Language) -> str:
    """One account a row; shares 0 to 1, money with two decimals, unknown as an empty cell."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\r\n")
    rows.writerow([column.label.to(language) for column in COLUMNS])
    for account in report.accounts:
        rows.writerow([_cell(column.kind, column.of(account, language)) for column in COLUMNS])
    return "\ufeff" + sheet.getvalue()


def _cell(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind is Kind.TEXT:
        return plain_text(str(value))
    if kind is Kind.MONEY:
        return f"{Decimal(value).quantize(CENT, ROUND_HALF_UP):f}"
    if kind is Kind.COUNT:
        return str(value)
    return f"{round(float(value), 6):g}" if kind is Kind.SHARE else f"{float(value):.1f}"
