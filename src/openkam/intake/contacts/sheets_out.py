"""Sheets for people to fill in or to correct: the template, and the rows that were not taken with the reason."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from openkam.analysis.words import Language
from openkam.core.spreadsheet import csv_pieces
from openkam.intake.contacts.faults import REASONS, Fault
from openkam.intake.contacts.headers import ACCOUNTS, COLUMNS, KINDS, PEOPLE, RELATIONS, columns_of
from openkam.intake.contacts.places import Tried

_EXAMPLES: Final[dict[Language, dict[str, tuple[str, ...]]]] = {
    "en": {
        ACCOUNTS: ("X-001", "Harbour Machinery Ltd.", "", "Machinery", "East", "Enterprise", ""),
        PEOPLE: (
            "X-001", "", "", "Grace Miller", "", "Purchasing", "Head of purchasing", "Management level", "Purchaser",
            "grace@harbour.example", "+49 40 123456", "en", "Mail", "2023-05-01", "", "", "Business card", "", "",
        ),
        RELATIONS: ("X-001", "", "", "Grace Miller", "", "", "", "1 business", "2 friend", "", "", "2026-06-01"),
    },
    "zh": {
        ACCOUNTS: ("X-001", "海港机械有限公司", "", "机械", "华东", "企业", ""),
        PEOPLE: (
            "X-001", "", "", "王伟", "William", "采购部", "采购经理", "管理层", "采购执行", "wang@harbour.example",
            "021-5555 1234", "中文", "电话", "2023-05-01", "", "", "名片", "", "",
        ),
        RELATIONS: ("X-001", "", "", "王伟", "", "", "", "业务关系", "朋友", "", "", "2026-06-01"),
    },
}  # fmt: skip


def template(language: Language) -> bytes:
    """A workbook with a sheet of each kind, its columns and one example to write over."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    for kind in (ACCOUNTS, PEOPLE, RELATIONS):
        sheet = book.add_worksheet(KINDS[kind].to(language))
        heads = [COLUMNS[name].to(language) for name in columns_of(kind)]
        sheet.write_row(0, 0, heads, bold)
        sheet.write_row(1, 0, _EXAMPLES[language][kind])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
    book.close()
    return target.getvalue()


def rejected_rows(tried: Tried, names: list[str], language: Language) -> Iterator[str]:
    """A CSV line by line: where the row stands, its value (masked where confidential), why, and what to do."""
    heads = {
        "en": ("Sheet", "Row", "Column", "Value", "Reason", "Remedy"),
        "zh": ("表格", "行", "列", "值", "原因", "处理办法"),
    }[language]
    return csv_pieces(heads, (_line(fault, names, language) for fault in tried.faults))


def _line(fault: Fault, names: list[str], language: Language) -> tuple[str | int, ...]:
    reason = REASONS[fault.code]
    column = COLUMNS[fault.column].to(language) if fault.column else ""
    return names[fault.sheet], fault.row, column, fault.value, reason.what.to(language), reason.remedy.to(language)
