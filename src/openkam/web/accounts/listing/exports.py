"""The list as files: exactly what is seen, streamed, each noted in the audit trail."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from openkam.analysis.words import Language, Text
from openkam.core.access import Right
from openkam.core.audit.actions import record
from openkam.core.spreadsheet import csv_pieces
from openkam.web.accounts.listing.answer import Answer, answer_to
from openkam.web.accounts.listing.rows import columns_shown
from openkam.web.accounts.listing.sheet import heads, lines
from openkam.web.policy import page
from openkam.web.sight.columns import Kind
from openkam.web.viewer import Request, viewer_in

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAFE: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHEET: Final = Text("Accounts", "客户")
_PLACES: Final = {Kind.SHARE: 6}
_USUAL_PLACES: Final = 2
"""Digits after the point in a CSV."""
_FORMATS: Final = {
    Kind.MONEY: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.SCORE: "0.0",
    Kind.DAYS: "0",
    Kind.YEARS: "0.0",
    Kind.HOURS: "0.0",
}


@page(Right.EXPORT_ACCOUNTS)
def as_csv(request: Request) -> Any:
    """The list as comma-separated text in UTF-8."""
    answer = answer_to(viewer_in(request), request.GET)
    _note(answer, "csv")
    told = StreamingHttpResponse(_text(answer, request.language), content_type="text/csv; charset=utf-8")
    told["Content-Disposition"] = f'attachment; filename="{_name(answer)}.csv"'
    return told


@page(Right.EXPORT_ACCOUNTS)
def as_workbook(request: Request) -> Any:
    """The list as a workbook, written row by row so that its size does not matter."""
    answer = answer_to(viewer_in(request), request.GET)
    _note(answer, "xlsx")
    return FileResponse(
        _workbook(answer, request.language),
        as_attachment=True,
        filename=f"{_name(answer)}.xlsx",
        content_type=_WORKBOOK,
    )


def _text(answer: Answer, language: Language) -> Iterator[str]:
    named = heads(answer, language)
    places = [_PLACES.get(kind, _USUAL_PLACES) for _, kind in named]
    rounded = (list(map(_rounded, line, places)) for line in lines(answer, language))
    return csv_pieces([head for head, _ in named], rounded)


def _rounded(value: Any, digits: int) -> Any:
    """What a person reads; seventeen digits of a share are no more exact than six."""
    return round(value, digits) if isinstance(value, float) else value


def _workbook(answer: Answer, language: Language) -> io.BytesIO:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _SAFE)
    sheet = book.add_worksheet(_SHEET.to(language))
    bold = book.add_format({"bold": True})
    formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
    named = heads(answer, language)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, len(named), 14)
    sheet.autofilter(0, 0, answer.count, len(named) - 1)
    for place, (head, _) in enumerate(named):
        sheet.write_string(0, place, head, bold)
    for row, line in enumerate(lines(answer, language), 1):
        for place, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, place, value)
            elif isinstance(value, int | float | Decimal):
                sheet.write_number(row, place, float(value), formats.get(named[place][1]))
    book.close()
    file.seek(0)
    return file


@transaction.atomic
def _note(answer: Answer, kind: str) -> None:
    change = {
        "file": [None, kind],
        "rows": [None, answer.count],
        "columns": [None, [column.code for column in columns_shown(answer)]],
        "query": [None, answer.asked.with_().query()],
    }
    record(answer.viewer, "export_accounts", kind="list", key="accounts", change=change, now=timezone.now())


def _name(answer: Answer) -> str:
    return f"accounts-{answer.viewer.today:%Y-%m-%d}"
