"""Sheets for people to fill in or to correct: the template, and the rows that were not taken with the reason."""

from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from openkam.analysis.words import Language, Text
from openkam.core.spreadsheet import csv_pieces
from openkam.intake.contacts.cells import WORDS
from openkam.intake.contacts.faults import REASONS, Fault
from openkam.intake.contacts.headers import (
    ACCOUNTS,
    COLUMNS,
    EXPLAINED,
    HINTS,
    KINDS,
    NEEDED,
    PEOPLE,
    RELATIONS,
    TIES,
    columns_of,
)
from openkam.intake.contacts.places import Tried
from openkam.records.contacts.labels import LEVELS, PROGRESS, ROLES
from openkam.records.contacts.labels import TIES as TIE_LABELS

_EXAMPLES: Final[dict[Language, dict[str, list[dict[str, str]]]]] = {
    "en": {
        ACCOUNTS: [
            {"account_code": "X-001", "account_name": "Harbour Machinery Ltd.", "industry": "Machinery",
             "region": "East", "kind": "Enterprise"},
        ],
        PEOPLE: [
            {"account_code": "X-001", "person_name": "Grace Miller", "department": "Purchasing",
             "title": "Head of purchasing", "level": "Management level", "role": "Purchaser",
             "email": "grace@harbour.example", "phone": "+49 40 123456", "language": "en", "channel": "mail",
             "superior": "Henry Cole (Board)", "since": "2023-05-01", "source": "Business card"},
            {"account_code": "X-001", "person_name": "Henry Cole", "department": "Board", "title": "General manager",
             "level": "Decision level", "role": "Decider", "source": "Website"},
        ],
        RELATIONS: [
            {"account_code": "X-001", "person_name": "Grace Miller", "relation_level": "Business",
             "wanted_level": "Friend", "noticed": "2026-06-01"},
        ],
        TIES: [
            {"account_code": "X-001", "person_name": "Grace Miller", "tie": "Influences", "other": "Henry Cole (Board)",
             "reason": "Signs what the other has checked", "noticed": "2026-06-01"},
        ],
    },
    "zh": {
        ACCOUNTS: [
            {"account_code": "X-001", "account_name": "海港机械有限公司", "industry": "机械", "region": "华东",
             "kind": "企业"},
        ],
        PEOPLE: [
            {"account_code": "X-001", "person_name": "王伟", "aliases": "William", "department": "采购部",
             "title": "采购经理", "level": "管理层", "role": "采购执行", "email": "wang@harbour.example",
             "phone": "021-5555 1234", "language": "中文", "channel": "电话", "superior": "陈刚（总经办）",
             "since": "2023-05-01", "source": "名片"},
            {"account_code": "X-001", "person_name": "陈刚", "department": "总经办", "title": "总经理",
             "level": "决策层", "role": "决策人", "source": "官网"},
        ],
        RELATIONS: [
            {"account_code": "X-001", "person_name": "王伟", "relation_level": "商务", "wanted_level": "朋友",
             "noticed": "2026-06-01"},
        ],
        TIES: [
            {"account_code": "X-001", "person_name": "王伟", "tie": "影响", "other": "陈刚（总经办）",
             "reason": "他审核后总经理才签字", "noticed": "2026-06-01"},
        ],
    },
}  # fmt: skip
_HEADS: Final = (Text("In sheet", "所在表格"), Text("Heading", "列标题"), Text("Must", "必填"), Text("Meaning", "含义"))
_CHOSEN: Final = {"role": "role", "level": "level", "channel": "channel", "language": "language", "tie": "tie"}
_LABELS: Final[dict[str, list[Text]]] = {
    "role": list(ROLES.values()),
    "level": list(LEVELS.values()),
    "relation": list(PROGRESS.values()),
    "tie": list(TIE_LABELS.values()),
}
_CHOSEN_RELATION: Final = ("relation_level", "wanted_level")
_WIDTHS: Final = (20, 22, 10, 90)
_OFFERED_ROWS: Final = 5_000
"""So many rows of the template offer a list where only certain words are taken."""


def template(language: Language) -> bytes:
    """A workbook with a sheet of each kind, its columns and examples to write over, and a page that explains them."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    for kind in (ACCOUNTS, PEOPLE, RELATIONS, TIES):
        sheet = book.add_worksheet(KINDS[kind].to(language))
        names = columns_of(kind)
        sheet.write_row(0, 0, [COLUMNS[name].to(language) for name in names], bold)
        for number, example in enumerate(_EXAMPLES[language][kind], 1):
            sheet.write_row(number, 0, [example.get(name, "") for name in names])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(names) - 1, 18)
        for place, name in enumerate(names):
            if offered := _offered(name, language):
                sheet.data_validation(1, place, _OFFERED_ROWS, place, _choice(offered, language))
    _explain(book, bold, language)
    book.close()
    return target.getvalue()


def _explain(book: Any, bold: Any, language: Language) -> None:
    sheet = book.add_worksheet(EXPLAINED.to(language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, [head.to(language) for head in _HEADS], bold)
    row = 1
    for kind in (ACCOUNTS, PEOPLE, RELATIONS, TIES):
        for name in columns_of(kind):
            words = KINDS[kind].to(language), COLUMNS[name].to(language), _must(kind, name).to(language)
            sheet.write_row(row, 0, [*words, _meaning(name, language)], wrapped)
            row += 1
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)


def _must(kind: str, name: str) -> Text:
    group = next((group for group in NEEDED[kind] if name in group), ())
    if not group:
        return Text("", "")
    return Text("yes", "是") if len(group) == 1 else Text("one of them", "任填其一")


def _meaning(name: str, language: Language) -> str:
    hint, offered = HINTS[name].to(language), _offered(name, language)
    return f"{hint}{' ' if language == 'en' else ''}{' / '.join(offered)}" if offered else hint


def _offered(name: str, language: Language) -> list[str]:
    """The words a cell may hold, in the words of the screen; empty where any will do."""
    words = "relation" if name in _CHOSEN_RELATION else _CHOSEN.get(name)
    if words is None:
        return []
    if words in _LABELS:
        return [label.to(language) for label in _LABELS[words]]
    return [next(word for word in said if word.isascii() == (language == "en")) for said in WORDS[words].values()]


def _choice(offered: Sequence[str], language: Language) -> dict[str, Any]:
    """A list to choose from; another word may be written all the same, for other spellings are read as well."""
    title = Text("Not on the list", "不在可选项中").to(language)
    told = Text("Words other than these may not be understood.", "其他写法可能无法识别。").to(language)
    return {
        "validate": "list",
        "source": list(offered),
        "error_type": "warning",
        "error_title": title,
        "error_message": told,
    }


def rejected_rows(
    tried: Tried, sheets: Sequence[dict[str, Any]], shown: Collection[int], language: Language
) -> Iterator[str]:
    """A CSV line by line: where the row stands, its value (masked where confidential), why, and what to do."""
    heads = {
        "en": ("File", "Sheet", "Row", "Column", "Value", "Reason", "Remedy"),
        "zh": ("文件", "表格", "行", "列", "值", "原因", "处理办法"),
    }[language]
    return csv_pieces(heads, (_line(one, sheets[one.sheet], language) for one in tried.faults if one.sheet in shown))


def _line(fault: Fault, sheet: dict[str, Any], language: Language) -> tuple[str | int, ...]:
    reason = REASONS[fault.code]
    column = COLUMNS[fault.column].to(language) if fault.column else ""
    place = sheet["file"], sheet["name"], fault.row, column, fault.value
    return *place, reason.what.to(language), reason.remedy.to(language)
