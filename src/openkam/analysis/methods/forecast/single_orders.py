"""What comes of accounts that ordered once: most of them never come back, so one order is no promise of the next."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.history import purchases
from openkam.analysis.methods.forecast.worth import Worth

YEAR_MONTHS: Final = 12
USUAL_SHARE: Final = 0.1
"""What a year brings of single orders where this ledger cannot tell: a tenth of what they brought."""
USUAL_COUNT: Final = 20
"""The usual share weighs as much as so many accounts of the ledger's own."""


@dataclass(frozen=True)
class SingleOrders:
    """Accounts with one purchase day in all, and what such accounts brought afterwards.

    is_single      bool an account
    value_share    0 to 1, money of the months to come over the money of the year of the order
    account_share  0 to 1, how many of them buy again in those months
    accounts       how many the shares were learnt from
    """

    is_single: Array
    value_share: float
    account_share: float
    accounts: int


def single_orders(facts: Facts, value: Worth, months: int) -> SingleOrders:
    """Shares learnt on the latest `months` months of these facts, from accounts whose one order lay in the year before.

    All of them pooled; with few of them both shares lean to a tenth a year. Nothing after `facts.until` is looked at,
    so a forecast that is tested on a held-out period learns from before it.
    """
    earlier, year_before = facts.sum_of("is_purchase", back=months), facts.sum_of("is_purchase", YEAR_MONTHS, months)
    single = (earlier == 1) & (year_before == 1) & value.known
    brought = int(facts.sum_of(value.column, YEAR_MONTHS, months)[single].sum())
    after = int(facts.sum_of(value.column, months)[single].sum())
    returned = int(np.count_nonzero(single & (facts.sum_of("is_purchase", months) > 0)))
    count, usual = int(single.sum()), USUAL_SHARE * months / YEAR_MONTHS
    trust = count / (count + USUAL_COUNT) if brought > 0 else 0.0
    value_share = min(max(after / brought, 0.0), 1.0) if brought > 0 else usual
    account_share = returned / count if count else usual
    return SingleOrders(
        purchases(facts).days == 1,
        trust * value_share + (1 - trust) * usual,
        trust * account_share + (1 - trust) * usual,
        count,
    )
