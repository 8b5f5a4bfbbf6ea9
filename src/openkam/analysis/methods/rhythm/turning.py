"""Turning accounts: a falling share, slower payment, more returns or more discount at the same time (R095)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number, months_back
from openkam.analysis.history import ledger_months
from openkam.analysis.methods.payment.allocation import Pieces, allocate
from openkam.analysis.words import Text

QUARTER_MONTHS = 3
YEAR_MONTHS = 12
LEAST_MONTHS = 6
SIGNALS_NEEDED = 3

FALL = 0.2  # of its former share of our sales: less is the swing of a steady account
DELAY_DAYS = 10  # the trade allows terms plus ten to fifteen days
RETURNS_RISE = 0.05
DISCOUNT_RISE = 0.02  # points of price: at a margin of 20 % two points are a tenth of the profit

SIGNALS: Final = ("FALLING_SHARE", "LONGER_PAYMENT", "MORE_RETURNS", "MORE_DISCOUNT")

LABELS: Final = {
    "FALLING_SHARE": Text("Falling share of our sales", "占我方销售比重下降"),
    "LONGER_PAYMENT": Text("Longer payment", "付款变慢"),
    "MORE_RETURNS": Text("More returns and credit notes", "退货与红字增多"),
    "MORE_DISCOUNT": Text("More discount", "折扣加大"),
}


@dataclass(frozen=True)
class Turning:
    """Signals of the latest quarter against up to a year before it, in the order of SIGNALS.

    raised          bool (accounts, 4)
    before, recent  float64 (accounts, 4): share of the company's sales, days from invoice to payment, returns over
                    gross sales, discount over sales before discount; NaN where unknown
    is_turning      bool: three signals at once
    """

    raised: Array
    before: Array
    recent: Array
    is_turning: Array


def turning(facts: Facts) -> Turning | None:
    """Accounts that are about to turn bad, with both figures of each signal; None below six months of ledger.

    The time before is the year before the quarter as far as the ledger reaches.
    """
    months = min(YEAR_MONTHS, ledger_months(facts) - QUARTER_MONTHS)
    if months < LEAST_MONTHS - QUARTER_MONTHS:
        return None
    pieces = None if facts.payments is None else allocate(facts)
    recent = _figures(facts, pieces, QUARTER_MONTHS, 0)
    before = _figures(facts, pieces, months, QUARTER_MONTHS)
    raised = np.stack(
        [
            (before[:, 0] > 0) & (recent[:, 0] <= (1 - FALL) * before[:, 0]),
            recent[:, 1] - before[:, 1] >= DELAY_DAYS,
            recent[:, 2] - before[:, 2] >= RETURNS_RISE,
            recent[:, 3] - before[:, 3] >= DISCOUNT_RISE,
        ],
        axis=1,
    )
    return Turning(raised, before, recent, raised.sum(axis=1) >= SIGNALS_NEEDED)


def _figures(facts: Facts, pieces: Pieces | None, months: int, back: int) -> Array:
    net, bought, discount = (facts.sum_of(column, months, back) for column in ("net", "bought", "discount"))
    company = np.full(facts.count, max(int(net.sum()), 0))
    return np.stack(
        [
            _over(net, company),
            _days_to_pay(facts, pieces, months, back),
            _over(bought - net, bought),
            _over(discount, net + discount),
        ],
        axis=1,
    )


def _days_to_pay(facts: Facts, pieces: Pieces | None, months: int, back: int) -> Array:
    """Of the payments of a window, by amount; what is still open has no say until it is paid."""
    if pieces is None:
        return np.full(facts.count, np.nan)
    month = months_back(np.minimum(pieces.settled_day, day_number(facts.until)), facts.until)
    chosen = pieces.by_payment & (pieces.invoice_day >= 0) & (month >= back) & (month < back + months)
    account, amount = pieces.account[chosen], pieces.amount[chosen].astype(np.float64)
    days = np.maximum(pieces.settled_day[chosen] - pieces.invoice_day[chosen], 0)
    return _over(
        np.bincount(account, weights=days * amount, minlength=facts.count),
        np.bincount(account, weights=amount, minlength=facts.count),
    )


def _over(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
