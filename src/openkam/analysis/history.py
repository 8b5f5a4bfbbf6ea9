"""How long the ledger reaches back, and when each account bought: what every comparison in time rests on."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number, months_back
from openkam.analysis.remembered import remembered

MISSING_DAYS = 10
"""A month whose first invoice comes up to ten days late still counts as whole: year ends and holidays are quiet."""


@dataclass(frozen=True)
class Purchases:
    """One value an account, over its purchase days (days with an invoice of positive total).

    earliest, latest  int64  day numbers, -1 where the account never bought
    days              int64  purchase days
    longest_pause     int64  days of the longest pause between two purchases, 0 where there is none
    silent_days       int64  days from the latest purchase to `until`, -1 where the account never bought
    """

    earliest: Array
    latest: Array
    days: Array
    longest_pause: Array
    silent_days: Array

    @property
    def known(self) -> Array:
        """Which accounts ever bought."""
        bought: Array = self.days > 0
        return bought

    @property
    def longest_gap(self) -> Array:
        """The longest pause, the one now running included."""
        return np.maximum(self.longest_pause, self.silent_days)


def ledger_months(facts: Facts) -> int:
    """Whole months between `since` and `until`, counted back from `until` as `Facts.month_of_event` does."""
    since = day_number(facts.since)
    oldest, grace = months_back(np.array([since, since - MISSING_DAYS], np.int64), facts.until)
    return max(0, int(oldest) + int(grace > oldest))


def window_days(facts: Facts, months: int) -> int:
    """Calendar days of the latest `months` months that the ledger covers."""
    days = np.arange(day_number(facts.since), day_number(facts.until) + 1)
    return int((months_back(days, facts.until) < months).sum())


def month_lengths(facts: Facts, months: int) -> Array:
    """Calendar days of each of the latest months, newest first, as `Facts.month_of_event` numbers them."""
    earliest = facts.until - timedelta(days=31 * (months + 1))
    days = np.arange(day_number(earliest), day_number(facts.until) + 1)
    return np.bincount(months_back(days, facts.until), minlength=months)[:months]


@remembered
def purchases(facts: Facts) -> Purchases:
    """When each account bought."""
    bought = facts.events.is_purchase
    account, day = facts.events.account[bought], facts.events.day[bought]
    earliest, latest = np.full(facts.count, -1, np.int64), np.full(facts.count, -1, np.int64)
    longest = np.zeros(facts.count, np.int64)
    days = np.bincount(account, minlength=facts.count).astype(np.int64)
    if len(account):
        opens = np.flatnonzero(np.r_[True, account[1:] != account[:-1]])
        closes = np.r_[opens[1:], len(account)] - 1
        who = account[opens]
        earliest[who], latest[who] = day[opens], day[closes]
        pause = np.diff(day, append=0)
        pause[closes] = 0
        longest[who] = np.maximum.reduceat(pause, opens)
    silent = np.where(days > 0, day_number(facts.until) - latest, -1)
    return Purchases(earliest, latest, days, longest, silent)


def bought_periods(facts: Facts, months: int, mask: Array | None = None) -> Array:
    """In how many different periods of `months` months each account bought, among the events of a mask."""
    chosen = facts.events.is_purchase if mask is None else facts.events.is_purchase & mask
    account, period = facts.events.account[chosen], facts.month_of_event()[chosen] // months
    fresh = np.r_[True, (account[1:] != account[:-1]) | (period[1:] != period[:-1])] if len(account) else chosen[:0]
    return np.bincount(account[fresh], minlength=facts.count).astype(np.int64)


def period_sums(facts: Facts, values: Array, months: int, periods: int) -> Array:
    """Exact sums of an event column, shape (periods, accounts), newest period of `months` months first."""
    sums = np.zeros((periods, facts.count), np.int64)
    period, account = facts.month_of_event() // months, facts.events.account
    if not len(period):
        return sums
    # Days rise within an account, so each of its periods is one stretch of events.
    starts = np.flatnonzero(np.r_[True, (account[1:] != account[:-1]) | (period[1:] != period[:-1])])
    totals = np.add.reduceat(values.astype(np.int64, copy=False), starts)
    which, whose = period[starts], account[starts]
    inside = (which >= 0) & (which < periods)
    sums[which[inside], whose[inside]] = totals[inside]
    return sums
