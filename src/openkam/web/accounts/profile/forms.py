"""What people type on the page of an account, read and refused."""

from decimal import Decimal, InvalidOperation

from openkam.analysis.words import Text
from openkam.core.problem import Problem


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
