"""Values of a company's own fields: checked by the field's kind, kept as text in one form."""

import re
from datetime import date
from decimal import Decimal

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.archive.kinds import FieldKind
from openkam.records.archive.models import CustomField

YES, NO = "yes", "no"
_LARGEST = Decimal(10) ** 15
_NUMBER = re.compile(r"[+-]?\d{1,16}(?:\.\d{1,6})?")


def parsed(field: CustomField, text: str) -> str:
    """The value in the form it is kept in; "" where nothing was written.

    Raises Problem where it is not of the field's kind.
    """
    given = text.strip()
    if not given:
        return ""
    match FieldKind(field.kind):
        case FieldKind.NUMBER:
            return _number(given)
        case FieldKind.DATE:
            return _day(given)
        case FieldKind.CHOICE:
            if given not in field.choices:
                raise _wrong(
                    Text("one of: {choices}", "以下之一：{choices}").filled(choices=", ".join(field.choices)), given
                )
            return given
        case FieldKind.YES_NO:
            if given not in (YES, NO):
                raise _wrong(Text("yes or no", "是或否"), given)
            return given
        case FieldKind.TEXT:
            return given


def _number(given: str) -> str:
    plain = given.replace(",", "").replace("，", "").replace(" ", "")
    if not _NUMBER.fullmatch(plain) or abs(Decimal(plain)) > _LARGEST:
        raise _wrong(Text("a number, such as 1200.5", "数字，如 1200.5"), given)
    return f"{Decimal(plain):f}"


def _day(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise _wrong(Text("a day, such as 2026-07-31", "日期，如 2026-07-31"), given) from None


def _wrong(wanted: Text, given: str) -> Problem:
    return Problem(
        Text("This does not fit the field.", "内容与字段类型不符。"),
        remedy=Text("Write {wanted}.", "请填写{wanted}。").filled(wanted=wanted),
        value=given[:40],
    )
