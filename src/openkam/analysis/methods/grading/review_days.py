"""On which days grades are reviewed: the last day of the ledger and every few months before it."""

from datetime import date, timedelta

from openkam.analysis.facts import months_before


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
