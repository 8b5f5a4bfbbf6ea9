"""The trend of an account: where the straight line through its months points."""

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts, months_back
from openkam.analysis.history import bought_periods, ledger_months, purchases

LONGEST_MONTHS = 24
LEAST_MONTHS = 6
LEAST_BOUGHT = 3
"""Through one or two months with purchases any line can be drawn."""
STEEPEST_FALL = -1.0
"""Nobody can lose more than everything in a year, however steep a line through a few months is."""


def trend(facts: Facts) -> Column:
    """Least-squares slope of the monthly net sales over their mean, as a share a year (0.5: half the mean a year).

    Up to the latest 24 whole months, for a younger account from the month of its first purchase on; unknown below
    six months, below three months with purchases among them, and where the mean is not positive. Never below -1.
    """
    bought = purchases(facts)
    age = months_back(bought.earliest, facts.until) + 1
    months = np.where(bought.known, np.minimum(age, min(LONGEST_MONTHS, ledger_months(facts))), 0)
    back = facts.month_of_event()
    used = back < months[facts.events.account]
    total = facts.sum_by_account(facts.events.net, used).astype(np.float64)
    weighted = facts.sum_by_account(facts.events.net * back, used).astype(np.float64)
    known = (months >= LEAST_MONTHS) & (bought_periods(facts, 1, used) >= LEAST_BOUGHT) & (total > 0)
    count = np.where(known, months, LEAST_MONTHS).astype(np.float64)
    slope = ((count - 1) / 2 * total - weighted) * 12 / (count * (count**2 - 1))
    return Column.of(np.maximum(slope * 12 / np.where(known, total / count, 1), STEEPEST_FALL), known)
