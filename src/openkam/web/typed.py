"""Days, numbers, keys, pages, currencies and ratings as forms send them; what cannot be read is refused, or is none."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.periods import day_text
from openkam.core.problem import Problem

EARLIEST: Final = date(1900, 1, 1)
"""What lies before it was mistyped; and from it a year can be counted back."""
LATEST: Final = date(2999, 12, 31)
"""What lies after it was mistyped; and from it a month can be counted on."""
LARGEST: Final = 10**9 - 1
"""What any column of whole numbers holds."""
_LARGEST_KEY: Final = 10**18 - 1
_LONGEST_CURRENCY: Final = 40


def day_of(text: str) -> date | None:
    """A day as `2026-07-31`, None where nothing was typed.

    Raises Problem where it is none.
    """
    written = text.strip()
    if not written:
        return None
    day = day_or_none(written)
    if day is None:
        raise Problem(
            Text("This is not a day.", "日期无效。"),
            remedy=Text("Write it as 2026-07-31.", "请写成 2026-07-31。"),
            value=written[:40],
        )
    return day


def day_or_none(text: str) -> date | None:
    """The same where a day that cannot be read is as if none had been asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def day_notice(text: str, *, latest: date = LATEST) -> Text | None:
    """What a page says that was asked for a day by its address, and shows today because there is no such day.

    latest  the day after which there is nothing to show
    """
    written = text.strip()
    day = day_or_none(written)
    if not written or (day is not None and day <= latest):
        return None
    if day is None:
        return Text("There is no day {day}; today is shown.", "“{day}”不是有效日期，现显示今天。").filled(
            day=written[:40]
        )
    return Text("{day} has not come yet; today is shown.", "{day}尚未到来，现显示今天。").filled(day=day_text(day))


def whole_of(text: str, most: int = LARGEST) -> int | None:
    """A whole number from zero to `most` in the digits 0 to 9, None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return int(text) if is_number and int(text) <= most else None


def key_of(text: str) -> int | None:
    """The key of a row, None where it can be none."""
    return whole_of(text, _LARGEST_KEY)


def rating_of(text: str) -> Decimal:
    """A number of 0 to 10.

    Raises Problem where it is none.
    """
    try:
        return Decimal(text.strip().replace("，", ".").replace(",", "."))
    except InvalidOperation:
        raise Problem(
            Text("A rating is a number from 0 to 10.", "评分须为0到10之间的数字。"),
            remedy=Text("0 is the worst, 10 the best.", "0为最差，10为最好。"),
            value=text[:40],
        ) from None


def asked_currency(form: QueryDict) -> str:
    """The currency to grade in; blank where none was chosen. Raises Problem for a word nobody was offered."""
    code = form.get("currency", "").strip()
    if len(code) > _LONGEST_CURRENCY or not (code.isprintable() or not code):
        raise odd_form()
    return code


def page_number(query: QueryDict) -> int:
    """Which page of a list is asked for, from 1 on; what is no number is the first."""
    return whole_of(query.get("page", "")) or 1


def odd_form() -> Problem:
    """What somebody is told whose form says what no form of ours can say."""
    return Problem(
        Text("The form was not sent as it was shown.", "提交的表单与页面不符。"),
        remedy=Text("Load the page again.", "请刷新页面后重试。"),
    )
