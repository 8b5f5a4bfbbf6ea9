"""The purchase pattern of an account: a customer for years, one large order, now and then, or new (R044)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, months_back
from openkam.analysis.history import bought_periods, ledger_months, purchases
from openkam.analysis.remembered import remembered
from openkam.analysis.words import Text

SUSTAINED: Final = "SUSTAINED"
ONE_OFF: Final = "ONE_OFF"
OCCASIONAL: Final = "OCCASIONAL"
NEW: Final = "NEW"

NEW_MONTHS = 6  # half a year is too short to tell a habit from a trial
SEEN_BEFORE_MONTHS = 6  # and nobody is new to a ledger that does not show half a year before it
ONE_ORDER_SHARE = 0.8  # the rest would not make it an account worth its tier
PROJECT_MONTHS = 3  # one project is invoiced in stages: a few months of one year, and then nothing for a year
YEARS = 3  # ten million in each of three years is the requirement's own example
QUARTERS = 3  # a younger account has to be seen in three quarters at least
QUARTER_SHARE = 0.75  # and in three of four
SILENT_MONTHS = 12  # after a year of silence a habit is over

LABELS: Final = {
    SUSTAINED: Text("Sustained", "持续采购"),
    ONE_OFF: Text("One-off", "一次性采购"),
    OCCASIONAL: Text("Occasional", "偶尔采购"),
    NEW: Text("New", "新客户"),
}


@dataclass(frozen=True)
class Patterns:
    """One value an account.

    code                 str      SUSTAINED, ONE_OFF, OCCASIONAL, NEW; "" where the account never bought
    orders               int64    purchase days; 1 for a NEW account means: one order so far
    largest_order_share  float64  largest purchase day over all days with a positive amount; NaN without any
    years                int64    years of 12 months ending on `until`, from the first purchase on
    years_bought         int64    in how many of them it bought
    quarters, quarters_bought, months_bought    int64    the same by quarter and month
    months_since_earliest, months_since_latest  int64    whole months since the first and latest purchase
    """

    code: Array
    orders: Array
    largest_order_share: Array
    years: Array
    years_bought: Array
    quarters: Array
    quarters_bought: Array
    months_bought: Array
    months_since_earliest: Array
    months_since_latest: Array


@remembered
def purchase_pattern(facts: Facts) -> Patterns:
    """Each account's pattern with the figures it was decided by; the first rule that holds decides."""
    bought = purchases(facts)
    since = np.where(bought.known, months_back(bought.earliest, facts.until), 0)
    silent = np.where(bought.known, months_back(bought.latest, facts.until), 0)
    found = Patterns(
        code=np.full(facts.count, "", "<U10"),
        orders=bought.days,
        largest_order_share=_largest_order_share(facts),
        years=np.where(bought.known, since // 12 + 1, 0),
        years_bought=bought_periods(facts, 12),
        quarters=np.where(bought.known, since // 3 + 1, 0),
        quarters_bought=bought_periods(facts, 3),
        months_bought=bought_periods(facts, 1),
        months_since_earliest=since,
        months_since_latest=silent,
    )
    found.code[bought.known] = OCCASIONAL
    found.code[_sustained(found)] = SUSTAINED
    found.code[_one_off(found)] = ONE_OFF
    found.code[bought.known & _new(facts, found)] = NEW
    return found


def _new(facts: Facts, found: Patterns) -> Array:
    seen_before = ledger_months(facts) >= NEW_MONTHS + SEEN_BEFORE_MONTHS
    new: Array = seen_before & (found.months_since_earliest < NEW_MONTHS)
    return new


def _one_off(found: Patterns) -> Array:
    one_order = (found.orders == 1) | (found.largest_order_share >= ONE_ORDER_SHARE)
    one_project = (found.months_bought <= PROJECT_MONTHS) & (found.years_bought == 1)
    over = found.months_since_latest >= SILENT_MONTHS
    one_off: Array = one_order | (one_project & over & (found.orders > 0))
    return one_off


def _sustained(found: Patterns) -> Array:
    every_year = (found.years >= YEARS) & (found.years_bought == found.years)
    enough = found.quarters_bought >= QUARTER_SHARE * found.quarters
    most_quarters = (found.quarters >= QUARTERS) & enough & (found.months_since_latest < SILENT_MONTHS)
    sustained: Array = every_year | most_quarters
    return sustained


def _largest_order_share(facts: Facts) -> Array:
    positive = np.maximum(facts.events.net, 0)
    total, largest = facts.sum_by_account(positive), np.zeros(facts.count, np.int64)
    if len(positive):
        starts = facts.events.starts
        largest[facts.events.account[starts]] = np.maximum.reduceat(positive, starts)
    return np.where(total > 0, largest / np.maximum(total, 1), np.nan)
