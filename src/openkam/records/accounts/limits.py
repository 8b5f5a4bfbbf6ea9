"""What a decision about an account must say, and how long it may hold."""

import calendar
import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

OVERRIDE_MONTHS: Final = 6
LONGEST_MONTHS: Final = 12
"""No override and no share holds longer without somebody deciding again (requirement R090)."""
HIGHEST_RATING: Final = 10
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def said(text: str, longest: int, what: Text, *, may_be_blank: bool = False) -> str:
    """The text without outer blanks.

    Raises Problem where it is empty or too long, or holds signs that nobody can read and no database keeps.
    """
    kept = text.strip()
    if _UNREADABLE.search(kept):
        raise Problem(
            Text("{what} holds signs that cannot be read.", "{what}含有无法识别的控制字符。").filled(what=what),
            remedy=Text("Write it anew instead of pasting it.", "请重新输入，不要粘贴。"),
        )
    if not kept and not may_be_blank:
        raise Problem(
            Text("{what} is missing.", "缺少{what}。").filled(what=what),
            remedy=Text("Write it in a few words that others understand.", "请用他人能看懂的几句话写明。"),
        )
    if len(kept) > longest:
        raise Problem(
            Text("{what} has {count} characters.", "{what}有{count}个字符。").filled(what=what, count=len(kept)),
            remedy=Text("At most {most} are kept; shorten it.", "最多{most}个，请缩短。").filled(most=longest),
        )
    return kept


def expiry(chosen: date | None, since: date, *, months: int = OVERRIDE_MONTHS) -> date:
    """The latest day on which a decision holds: the chosen one, or `months` after its beginning.

    Raises Problem where it is over before it begins, or holds longer than twelve months.
    """
    if chosen is None:
        return months_after(since, months)
    if chosen < since:
        raise Problem(
            Text("This day is over already.", "该日期已经过去。"),
            remedy=Text("Choose a later day, within the next 12 months.", "请选择更晚的日期，在未来12个月以内。"),
            value=str(chosen),
        )
    if chosen > months_after(since, LONGEST_MONTHS):
        raise Problem(
            Text("The last day must lie within the next 12 months.", "截止日期须在未来12个月以内。"),
            remedy=Text(
                "Choose an earlier day, and decide again when it is reached.", "请选择更早的日期，到期后再行决定。"
            ),
            value=str(chosen),
        )
    return chosen


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def rating_value(value: Decimal) -> Decimal:
    """A rating from 0 to 10 with one decimal.

    Raises Problem otherwise.
    """
    if not value.is_finite() or not 0 <= value <= HIGHEST_RATING:
        raise Problem(
            Text("A rating lies between 0 and 10.", "评分须在0到10之间。"),
            remedy=Text("0 is the worst, 10 the best.", "0为最差，10为最好。"),
            value=str(value),
        )
    return value.quantize(Decimal("0.1"))


def rated_measure(code: str) -> str:
    """The code of a criterion that people rate.

    Raises Problem where there is no such criterion, or it is computed from the ledger.
    """
    from openkam.analysis.catalogue import MEASURES
    from openkam.analysis.measure import Unit

    return one_of(code, {known for known, measure in MEASURES.items() if measure.unit is Unit.RATING})


def one_of(code: str, known: Collection[str]) -> str:
    """The code, if it is one of the known ones.

    Raises Problem otherwise.
    """
    if code not in known:
        raise Problem(
            Text("There is no such choice.", "没有这个选项。"),
            remedy=Text("Choose one of: {known}", "请从以下选项中选择：{known}").filled(known=", ".join(sorted(known))),
            value=code,
        )
    return code
