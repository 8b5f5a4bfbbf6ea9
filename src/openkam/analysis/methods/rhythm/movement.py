"""Movement: which accounts we lost, which shrink or grow, and which are new; recent months against those before."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, months_back
from openkam.analysis.history import ledger_months, purchases
from openkam.analysis.remembered import remembered
from openkam.analysis.words import Text

LOST: Final = "LOST"
DECLINING: Final = "DECLINING"
GROWING: Final = "GROWING"
STABLE: Final = "STABLE"
NEW: Final = "NEW"
TOO_SHORT: Final = "TOO_SHORT"
NOTHING_TO_COMPARE: Final = "NOTHING_TO_COMPARE"

WINDOWS = (12, 6, 3)  # a full year compares like seasons; a shorter ledger compares what it can
LOST_MONTHS = 6  # whoever ordered regularly, and pauses half a year and longer than ever, has stopped or gone
REGULAR_ORDERS = 3  # below three purchase days there was no rhythm to lose
CHANGE_SHARE = 0.2  # yearly sums of steady accounts swing by 15 to 30 %: below a fifth there is nothing to tell

LABELS: Final = {
    LOST: Text("Lost", "已流失"),
    DECLINING: Text("Declining", "下滑"),
    GROWING: Text("Growing", "增长"),
    STABLE: Text("Stable", "平稳"),
    NEW: Text("New", "新客户"),
    TOO_SHORT: Text("Ledger too short", "账本太短"),
    NOTHING_TO_COMPARE: Text("Nothing to compare", "无从比较"),
}


@dataclass(frozen=True)
class Movements:
    """One value an account; money is int64 in 1/10,000.

    code           str      LOST, DECLINING, GROWING, STABLE, NEW; TOO_SHORT where the ledger cannot compare anybody;
                            NOTHING_TO_COMPARE for an account that bought once or twice before and not since, or has
                            no net sales in either window; "" only for accounts without any line
    recent, before int64    net sales of the latest `months` months and of as many before
    change_share   float64  recent / before - 1; NaN where before is not positive
    silent_months  int64    whole months since the latest purchase, -1 where it never bought
    months         int      length of both windows; 0 where the ledger is shorter than six months
    """

    code: Array
    recent: Array
    before: Array
    change_share: Array
    silent_months: Array
    months: int


@remembered
def movement(facts: Facts) -> Movements:
    """How each account moved over the longest of 12, 6 or 3 months that the ledger holds twice."""
    months = next((one for one in WINDOWS if ledger_months(facts) >= 2 * one), 0)
    recent, before = facts.sum_of("net", months), facts.sum_of("net", months, months)
    bought = purchases(facts)
    since = months_back(bought.earliest, facts.until)
    silent = np.where(bought.known, months_back(bought.latest, facts.until), -1)
    change = np.where(before > 0, (recent - before) / np.where(before > 0, before, 1), np.nan)
    code = np.full(facts.count, NOTHING_TO_COMPARE if months else TOO_SHORT)
    if months:
        code = _moved(recent, before, code)
        code[bought.known & (since < months)] = NEW
        # A customer who orders once a year is not lost after half a year: its own longest pause counts.
        gone = (silent >= min(months, LOST_MONTHS)) & (bought.silent_days > bought.longest_pause)
        code[gone] = np.where(bought.days[gone] >= REGULAR_ORDERS, LOST, NOTHING_TO_COMPARE)
    code[facts.lines == 0] = ""
    return Movements(code, recent, before, change, silent, months)


def _moved(recent: Array, before: Array, code: Array) -> Array:
    rise = recent - before
    matters = np.abs(rise) >= CHANGE_SHARE * np.maximum(before, 0)
    code = np.where((recent != 0) | (before != 0), STABLE, code)
    code = np.where(matters & (rise > 0), GROWING, code)
    return np.where(matters & (rise < 0), DECLINING, code)
