"""The days that a ledger can be believed to hold."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

EARLIEST: Final = date(1990, 1, 1)
NEVER_AFTER: Final = date(2069, 12, 31)
"""Whatever else a file holds: typing slips and fill-in dates such as 2099-12-31 or 9999-12-31 lie beyond it."""
_GAP_DAYS: Final = 366
_FEW: Final = 100
_ENOUGH_ROWS: Final = 10


def latest_of(rows_by_day: dict[date, int]) -> date:
    """The latest believable day: rows that follow a silence of more than 366 days after the median are stray.

    They must be few (one row, or fewer than one in a hundred), so that a business that really paused a year is kept.
    The rule sees the days only, not the clock: the same files always give the same answer.
    """
    days = sorted(day for day in rows_by_day if day <= NEVER_AFTER)
    total = sum(rows_by_day[day] for day in days)
    if total < _ENOUGH_ROWS:
        return NEVER_AFTER
    seen, median_passed = 0, False
    for day, following in pairwise(days):
        seen += rows_by_day[day]
        median_passed = median_passed or seen * 2 >= total
        beyond = total - seen
        if median_passed and following - day > timedelta(_GAP_DAYS) and beyond <= max(total // _FEW, 1):
            return day
    return NEVER_AFTER
