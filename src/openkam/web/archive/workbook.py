"""The file of an account as a workbook: contents first, then a sheet a section; texts are texts and never formulas."""

import io
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openkam.analysis.words import Language, Text
from openkam.core.spreadsheet import harmless
from openkam.web.archive.file import ArchiveFile, Section

_SAFE: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_EMPTY: Final = Text("nothing noted yet", "尚未记录")
_CONTENTS: Final = Text("Contents", "目录")
_UNKNOWN: Final = Text("unknown", "未知")
_WIDTH: Final = 24
_LONGEST: Final = 32_000


def workbook_of(told: ArchiveFile, language: Language) -> io.BytesIO:
    """The workbook, ready to be sent."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _SAFE) as book:
        pen = _Pen(book, language)
        pen.contents(told)
        for section in told.sections:
            pen.sheet(section)
    target.seek(0)
    return target


class _Pen:
    """Writes the sheets of one workbook in one language."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book, self.language = book, language
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})
        self.money = book.add_format({"valign": "top", "num_format": "#,##0.00"})

    def contents(self, told: ArchiveFile) -> None:
        """What is in it, and what is empty."""
        sheet = self.book.add_worksheet(_CONTENTS.to(self.language))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 60)
        sheet.write_string(0, 0, harmless(told.account.name), self.head)
        sheet.write_string(0, 1, told.title.to(self.language), self.head)
        self._write(sheet, 1, 0, Text("As of", "截至"))
        self._write(sheet, 1, 1, told.taken_on)
        for row, section in enumerate(told.sections, 3):
            count = Text("{n} lines", "{n}行").filled(n=len(section.rows)) if section.rows else _EMPTY
            self._write(sheet, row, 0, section.title)
            self._write(sheet, row, 1, count)

    def sheet(self, section: Section) -> None:
        """One section."""
        sheet = self.book.add_worksheet(section.title.to(self.language)[:31])
        sheet.set_column(0, max(1, len(section.heads) - 1), _WIDTH)
        if not section.rows:
            self._write(sheet, 0, 0, _EMPTY)
            return
        for column, label in enumerate(section.heads):
            sheet.write_string(0, column, label.to(self.language), self.head)
        for row, cells in enumerate(section.rows, 1):
            for column, cell in enumerate(cells):
                self._write(sheet, row, column, _UNKNOWN if cell is None else cell)
        if section.note is not None:
            self._write(sheet, len(section.rows) + 1, 0, section.note)
        sheet.freeze_panes(1, 1)

    def _write(self, sheet: Any, row: int, column: int, cell: Any) -> None:
        match cell:
            case Text():
                sheet.write_string(row, column, harmless(cell.to(self.language))[:_LONGEST], self.text)
            case Decimal():
                sheet.write_number(row, column, float(cell), self.money)
            case int() | float():
                sheet.write_number(row, column, cell)
            case date():
                sheet.write_datetime(row, column, cell, self.day)
            case _:
                sheet.write_string(row, column, harmless(str(cell))[:_LONGEST], self.text)
