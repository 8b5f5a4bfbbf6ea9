"""What the forms of the data screen say, and what they may not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.currencies import NAMES
from openkam.core.problem import Problem
from openkam.intake.uploads.choices import TABLE, UNNAMED, Choices, changed_mapping
from openkam.intake.uploads.models import UploadFile
from openkam.intake.uploads.standing import Standing, TableStanding
from openkam.web.typed import key_of, odd_form, whole_of

UNDECIDED: Final = "?"
"""The value of a select that was not answered yet."""
DERIVED_COLUMNS: Final = ("discount_rate", "unit_cost", "gross_amount", "tax_rate")
Answer = TypeVar("Answer")
_LONGEST_SOURCE: Final = 100
_LARGEST: Final = 10**13 - 1
"""No number of a form is larger: a whole disk in bytes."""
_DAY: Final[dict[str, bool | None]] = {"day": True, "month": False, "": None}
_MARK: Final[dict[str, str | None]] = {"point": ".", "comma": ",", "": None}


@dataclass(frozen=True)
class WantedReading:
    """What the form of an upload decides: tables by position of the file, and choices by table."""

    tables: dict[int, str]
    choices: dict[str, Choices]
    source: str
    load_again: bool


def source_of(form: QueryDict, default: str = "erp") -> str:
    """The name of the system the files come from. Raises Problem for a name nobody can read."""
    source = " ".join(form.get("source", "").split()) or default
    if len(source) > _LONGEST_SOURCE or not source.isprintable():
        raise Problem(
            Text("This is no name for a source.", "来源名称无效。"),
            remedy=Text("Give a short name, such as sap or shop.", "请起一个简短的名称，例如 sap 或 shop。"),
        )
    return source


def announced_files(form: QueryDict) -> list[tuple[str, int]]:
    """Names and sizes of files that will arrive in pieces. Raises Problem where they do not fit together."""
    names, sizes = form.getlist("name"), form.getlist("size")
    if len(names) != len(sizes):
        raise odd_form()
    return [(name, whole(size)) for name, size in zip(names, sizes, strict=True)]


def whole(text: str | None) -> int:
    """A whole number from zero on. Raises Problem for anything else."""
    number = whole_of(text or "", _LARGEST)
    if number is None:
        raise odd_form()
    return number


def keys_of(form: QueryDict, name: str) -> list[int]:
    """The keys that were ticked; words that are none are left out."""
    keys = map(key_of, form.getlist(name))
    return [key for key in keys if key is not None]


def wanted_reading(form: QueryDict, standing: Standing) -> WantedReading:
    """What was decided; fields that are not in the form stay as they are. Raises Problem for what is no answer."""
    tables = {}
    for file in standing.files:
        table = form.get(f"kind-{file.position}")
        if table is not None and table != file.table:
            if table not in {*TABLE, UploadFile.LEFT_OUT}:
                raise odd_form()
            tables[file.position] = table
    choices = {one.table: _choices(form, one) for one in standing.tables}
    return WantedReading(
        tables=tables,
        choices=choices,
        source=source_of(form, standing.upload.source),
        load_again=form["again"] == "yes" if "again" in form else standing.upload.load_again,
    )


def _choices(form: QueryDict, table: TableStanding) -> Choices:
    name, choices = table.table, table.choices
    mapping = _mapping(form, table)
    if answer := form.get(f"discount-{name}"):
        column, _, header = answer.partition("=")
        if column not in {"discount_rate", "discount_amount"} or (header and header not in table.understood.headers):
            raise odd_form()
        mapping |= {column: header}
    choices = replace(choices, mapping=mapping)
    if (day := form.get(f"day-{name}")) is not None:
        choices = replace(choices, day_first=_one_of(_DAY, day))
    if (mark := form.get(f"mark-{name}")) is not None:
        choices = replace(choices, decimal_mark=_one_of(_MARK, mark))
    if (currency := form.get(f"currency-{name}")) is not None:
        choices = replace(choices, currency=_currency(currency))
    if f"parts-shown-{name}" in form:
        choices = replace(choices, parts=f"parts-{name}" in form)
    return choices


def _mapping(form: QueryDict, table: TableStanding) -> dict[str, str]:
    prefix = f"map-{table.table}-"
    given = {
        field.removeprefix(prefix): header
        for field, header in form.items()
        if field.startswith(prefix) and isinstance(header, str) and header != UNDECIDED
    }
    columns = {*table.understood.table.columns, *table.understood.suggested.mapping, *DERIVED_COLUMNS}
    if not columns.issuperset(given) or not {"", *table.understood.headers}.issuperset(given.values()):
        raise odd_form()
    fresh = changed_mapping(table.table, list(table.understood.headers), given)
    return {name: header for name, header in table.choices.mapping.items() if name not in given} | fresh


def _currency(text: str) -> str | None:
    code = text.strip().upper()
    if not code:
        return None
    if code == UNNAMED or code in NAMES:
        return code
    raise Problem(
        Text("“{code}” is no currency.", "“{code}”不是币种代码。").filled(code=text[:10]),
        remedy=Text("Write its three letters, such as CNY.", "请写三位字母代码，例如 CNY。"),
    )


def _one_of(words: Mapping[str, Answer], word: str) -> Answer:
    if word not in words:
        raise odd_form()
    return words[word]
