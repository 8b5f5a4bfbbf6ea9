"""What people type on the page of an account, read and refused."""

from datetime import date
from decimal import Decimal, InvalidOperation

from openkam.analysis.words import Text
from openkam.core.problem import Problem


def day_of(text: str) -> date | None:
    """A day as `2026-07-31`, None where nothing was typed.

    Raises Problem where it is none.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Problem(
            Text("This is not a day.", "日期无效。"),
            remedy=Text("Write it as 2026-07-31.", "请写成 2026-07-31。"),
            value=text[:40],
        ) from None


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
