"""The report as an Excel workbook: summary, accounts, alarms, forecast, disagreements, warnings, set-aside rows."""

import io
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openkam.analysis.words import Language, Text
from openkam.cli.grade.columns import METHOD_LABELS, WORKBOOK_COLUMNS, Kind
from openkam.cli.grade.forecast_columns import FORECAST_COLUMNS, forecast_total_label
from openkam.cli.grade.summary import summary_rows
from openkam.core.money import amount_of
from openkam.insight.report.answer import Report

_FORMATS: Final = {
    Kind.TEXT: {"valign": "top"},
    Kind.COUNT: {"num_format": "#,##0", "valign": "top"},
    Kind.MONEY: {"num_format": "#,##0.00", "valign": "top"},
    Kind.SHARE: {"num_format": "0.0%", "valign": "top"},
    Kind.SCORE: {"num_format": "0.0", "valign": "top"},
    Kind.RATIO: {"num_format": "0.00", "valign": "top"},
}
_SUMMARY = Text("Summary", "概要")
_ACCOUNTS = Text("Accounts", "客户")
_DISAGREEMENTS = Text("Disagreements", "分歧")
_ALARMS = Text("Alarms", "预警")
_FUTURE = Text("Future value", "未来价值")
_WARNINGS = Text("Warnings", "提醒")
_SET_ASIDE = Text("Set aside", "未采用的行")
_UNREAD = Text("unreadable", "读不出")
_WHO: Final = (Text("Rank", "排名"), Text("Account", "客户编码"), Text("Name", "客户名称"))
_LONGEST_CELL: Final = 32_000
_WRAPPED_FROM: Final = 60


def report_xlsx(report: Report, language: Language) -> bytes:
    """The workbook as bytes. Texts are written as texts: nothing in it can run as a formula."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": report.headlines[0].to(language) if report.headlines else "OpenKAM"})
        _Sheets(book, language).write(report)
    return target.getvalue()


class _Sheets:
    """The sheets of one workbook in one language."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book, self.language = book, language
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.formats = {kind: book.add_format(look) for kind, look in _FORMATS.items()}

    def write(self, report: Report) -> None:
        """All sheets."""
        self._summary(report)
        self._accounts(report)
        self._alarms(report)
        self._future(report)
        self._disagreements(report)
        self._findings(report)

    def _alarms(self, report: Report) -> None:
        heads = [*_WHO, Text("Kind", "类别"), Text("Money at risk a year", "风险金额（年）"), Text("Why", "理由")]
        rows = [
            [
                one.rank,
                one.account,
                one.name,
                one.label.to(self.language),
                amount_of(one.money_at_risk),
                one.sentence.to(self.language),
            ]
            for one in report.alarms
        ]
        self._list(_ALARMS, heads, rows, [8, 14, 32, 10, 18, 90])

    def _future(self, report: Report) -> None:
        forecast = report.forecast
        sheet = self.book.add_worksheet(_FUTURE.to(self.language))
        for place, column in enumerate(FORECAST_COLUMNS):
            sheet.set_column(place, place, column.width)
        sheet.merge_range(0, 0, 0, len(FORECAST_COLUMNS) - 1, forecast.verdict.to(self.language), self.wrapped)
        sheet.set_row(0, 48)
        sheet.write_string(1, 0, forecast_total_label(forecast).to(self.language), self.formats[Kind.TEXT])
        self._cell(sheet, 1, 1, Kind.MONEY, None if forecast.total is None else amount_of(forecast.total))
        if not forecast.tests:
            return
        for place, column in enumerate(FORECAST_COLUMNS):
            sheet.write_string(3, place, column.label.to(self.language), self.head)
            for row, test in enumerate(forecast.tests, 4):
                self._cell(sheet, row, place, column.kind, column.of(test, self.language))

    def _disagreements(self, report: Report) -> None:
        methods = list(report.disagreements[0].tiers) if report.disagreements else []
        self._list(
            _DISAGREEMENTS,
            [
                *_WHO,
                *(METHOD_LABELS[method] for method in methods),
                Text("What to look at", "说明"),
            ],
            [
                [
                    one.rank,
                    one.account,
                    one.name,
                    *(tier.label.to(self.language) if tier else "" for tier in one.tiers.values()),
                    one.sentence.to(self.language),
                ]
                for one in report.disagreements
            ],
            [8, 14, 32, *(14 for _ in methods), 90],
        )

    def _findings(self, report: Report) -> None:
        self._list(
            _WARNINGS,
            [Text("Kind", "类别"), Text("Code", "代码"), Text("Finding", "内容"), Text("Accounts", "涉及客户")],
            [
                [kind.to(self.language), one.code, one.to(self.language), ", ".join(one.accounts)]
                for kind, group in (
                    (Text("warning", "提醒"), report.warnings),
                    (Text("note", "说明"), report.notes),
                )
                for one in group
            ],
            [10, 24, 100, 40],
        )
        self._list(
            _SET_ASIDE,
            [Text("Reason", "原因"), Text("Rows", "行数"), Text("Amount", "金额"), Text("Example", "示例")],
            [
                [
                    one.code,
                    one.rows,
                    _UNREAD.to(self.language) if one.amount is None else amount_of(one.amount),
                    one.example.to(self.language),
                ]
                for one in report.set_aside
            ],
            [24, 10, 16, 90],
        )

    def _summary(self, report: Report) -> None:
        sheet = self.book.add_worksheet(_SUMMARY.to(self.language))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        row = 0
        for one in report.headlines:
            sheet.merge_range(row, 0, row, 1, one.to(self.language), self.wrapped)
            row += 1
        for name, value, kind in summary_rows(report, self.language):
            row += 1
            sheet.write_string(row, 0, name, self.formats[Kind.TEXT])
            self._cell(sheet, row, 1, kind, value, left=True)

    def _accounts(self, report: Report) -> None:
        columns = WORKBOOK_COLUMNS
        sheet = self._sheet(_ACCOUNTS, [column.label for column in columns], [column.width for column in columns])
        row = 0
        for row, account in enumerate(report.accounts, 1):
            for place, column in enumerate(columns):
                self._cell(sheet, row, place, column.kind, column.of(account, self.language))
        sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
        sheet.freeze_panes(1, 3)

    def _list(self, name: Text, heads: Sequence[Text], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> None:
        sheet, row = self._sheet(name, heads, widths), 0
        for row, cells in enumerate(rows, 1):
            for place, value in enumerate(cells):
                kind = Kind.TEXT if isinstance(value, str) else Kind.COUNT if isinstance(value, int) else Kind.MONEY
                self._cell(sheet, row, place, kind, value, wrap=widths[place] >= _WRAPPED_FROM)
        sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)
        sheet.freeze_panes(1, 0)

    def _sheet(self, name: Text, heads: Sequence[Text], widths: Sequence[int]) -> Any:
        sheet = self.book.add_worksheet(name.to(self.language))
        for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, head.to(self.language), self.head)
        return sheet

    def _cell(
        self, sheet: Any, row: int, place: int, kind: Kind, value: Any, *, wrap: bool = False, left: bool = False
    ) -> None:
        if value is None:
            return
        if kind is Kind.TEXT:
            sheet.write_string(row, place, str(value)[:_LONGEST_CELL], self.wrapped if wrap or left else None)
        elif math.isfinite(value):
            sheet.write_number(row, place, float(value), self.formats[kind])
