"""On which days grades are reviewed: the last day of the ledger and every few months before it."""

from calendar import monthrange
from datetime import date, timedelta


def review_days(since: date, until: date, *, every_months: int, period_months: int, most: int) -> tuple[date, ...]:
    """Review days, oldest first, `until` the last; a day counts only with `period_months` of ledger before it.

    `until` itself always counts: a young ledger is graded on what there is.
    """
    days = [until]
    while len(days) < most:
        day = months_before(until, every_months * len(days))
        if months_before(day, period_months) + timedelta(days=1) < since:
            break
        days.append(day)
    return tuple(reversed(days))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last day of a month stays the last day of a month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    length = monthrange(year, month + 1)[1]
    closes = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if closes else min(day.day, length))
