"""The days of the demo ledger and how buying is spread over them."""

from datetime import date, timedelta
from enum import IntEnum
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import day_number

SINCE: Final = date(2023, 11, 1)
UNTIL: Final = date(2026, 10, 31)
MONTHS: Final = 36
DAYS: Final = (UNTIL - SINCE).days + 1
FIRST_DAY: Final = day_number(SINCE)
_HOLIDAYS: Final = (
    (date(2024, 2, 9), 9),
    (date(2024, 10, 1), 7),
    (date(2025, 1, 27), 9),
    (date(2025, 10, 1), 8),
    (date(2026, 2, 15), 9),
    (date(2026, 10, 1), 7),
)
_SATURDAY: Final = 5


class Habit(IntEnum):
    """How an account buys over the 36 months."""

    STEADY = 0
    GROWING = 1
    DECLINING = 2
    LOST = 3
    QUIET = 4
    SEASONAL = 5
    NEW = 6
    OCCASIONAL = 7
    ONE_OFF = 8


_SUMMER: Final = (2, 2, 1, 1, 2, 5, 9, 12, 12, 9, 4, 2)  # November to October
_MONTHLY: Final[dict[Habit, tuple[float, ...]]] = {
    Habit.GROWING: tuple(np.linspace(0.2, 3.2, MONTHS)),
    Habit.DECLINING: (1.0,) * 24 + tuple(np.linspace(0.6, 0.2, 12)),
    Habit.SEASONAL: _SUMMER * 3,
}


def spread(habit: Habit, position: Array) -> Array:
    """Positions evenly spread over 0 to 1, bent so that they lie as densely as the habit buys."""
    monthly = _MONTHLY.get(habit)
    if monthly is None:
        return position
    bought = np.r_[0.0, np.cumsum(monthly)]
    return np.interp(position, bought / bought[-1], np.linspace(0, 1, MONTHS + 1))


def working_days() -> Array:
    """For each day of the ledger the working day on or before it (on or after it at the very beginning)."""
    closed = np.array([(SINCE + timedelta(days=n)).weekday() >= _SATURDAY for n in range(DAYS)])
    for start, length in _HOLIDAYS:
        first = (start - SINCE).days
        closed[first : first + length] = True
    closed[-1] = False  # the books close on a Saturday, and that day is worked
    numbers = np.arange(DAYS)
    latest = np.maximum.accumulate(np.where(closed, -1, numbers))
    return np.where(latest < 0, numbers[~closed][0], latest)
