"""The recent window of each account against its own time before: fewer orders, smaller amounts."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number
from openkam.analysis.methods.forecast.worth import Worth
from openkam.analysis.methods.rhythm.gaps import Rhythm

RECENT_DAYS = 90
BEFORE_DAYS = 730
"""How far back "before" reaches: two years, so that every season is in it as often."""
FEWEST_BEFORE = 3
SEASON_SPAN = 365
FEWEST_IN_SEASON = 200
SEASON_RANGE = (0.5, 2.0)
_LARGEST_KEY = 2**62


@dataclass(frozen=True)
class Change:
    """One row an account; tails are 1 where not judged.

    judged         bool     at least three purchases before the recent window, over at least its length
    recent_count   int64    purchase days of the recent RECENT_DAYS days
    before_count   int64    purchase days before, without the first, which starts the clock
    usual_count    float64  what the time before lets expect in the recent window, season included
    recent_share   float64  the share of all counted days that should fall into the recent window
    recent_amount  int64    money of the recent window
    usual_amount   int64    money of the time before, scaled to the length of the recent window, season included
    count_tail     float64  P(as few recent purchases or fewer), binomial
    amount_tail    float64  P(as many recent purchase days below the account's own median amount or more)
    signed_count   int64    recent purchase days that differ from that median
    """

    judged: Array
    recent_count: Array
    before_count: Array
    usual_count: Array
    recent_share: Array
    recent_amount: Array
    usual_amount: Array
    count_tail: Array
    amount_tail: Array
    signed_count: Array


def change(facts: Facts, beat: Rhythm, value: Worth) -> Change:
    """Recent against before for every account; before reaches back to its first purchase, two years at most."""
    from scipy.special import bdtr

    events, edge = facts.events, day_number(facts.until) - RECENT_DAYS
    recent = events.day > edge
    before = (events.day <= edge) & (events.day > edge - BEFORE_DAYS)
    bought, count = events.is_purchase, facts.count
    recent_count = events.summed("is_purchase", count, edge)
    starts_inside = (beat.earliest > edge - BEFORE_DAYS) & (beat.earliest <= edge)
    before_count = events.summed("is_purchase", count, edge - BEFORE_DAYS, edge) - starts_inside
    days = np.clip(edge - beat.earliest, 0, BEFORE_DAYS)
    judged = beat.judged & (before_count >= FEWEST_BEFORE) & (days >= RECENT_DAYS)
    exposed = RECENT_DAYS * season(facts)
    share = np.where(judged, exposed / (exposed + days), 0.0)
    usual_count = np.where(judged, before_count * exposed / np.maximum(days, 1), 0.0)
    count_tail = np.where(judged, bdtr(recent_count, recent_count + before_count, share), 1.0)
    recent_amount = events.summed(value.column, count, edge)
    before_amount = events.summed(value.column, count, edge - BEFORE_DAYS, edge)
    # The first purchase starts the clock, so its money belongs to the day before the clock runs: one day more.
    usual_amount = np.rint(before_amount * exposed / np.maximum(days + 1, 1)).astype(np.int64)
    below, signed = _signs(facts, value, recent & bought, before & bought)
    amount_tail = np.where(judged & (signed > 0), bdtr(signed - below, np.maximum(signed, 1), 0.5), 1.0)
    return Change(
        judged,
        recent_count,
        before_count,
        usual_count,
        share,
        recent_amount,
        usual_amount,
        count_tail,
        amount_tail,
        signed,
    )


def season(facts: Facts) -> float:
    """How busy these 90 days were a year ago, against the year around them; 1 where the ledger is too short.

    The year is centred on that window, so that steady growth does not look like a season.
    """
    until = day_number(facts.until)
    middle_end = until - SEASON_SPAN
    year_start = middle_end - RECENT_DAYS // 2 - SEASON_SPAN // 2
    if day_number(facts.since) > year_start:
        return 1.0
    day = facts.events.day[facts.events.is_purchase]
    year = int(((day > year_start) & (day <= year_start + SEASON_SPAN)).sum())
    window = int(((day > middle_end - RECENT_DAYS) & (day <= middle_end)).sum())
    if year < FEWEST_IN_SEASON:
        return 1.0
    return float(np.clip(window / year * SEASON_SPAN / RECENT_DAYS, *SEASON_RANGE))


def _signs(facts: Facts, value: Worth, recent: Array, before: Array) -> tuple[Array, Array]:
    """Recent purchase days below the account's median purchase day before, and those that differ from it."""
    account = facts.events.account
    middle = _median(account[before], value.of_event[before], facts.count)
    against = value.of_event[recent] - middle[account[recent]]
    has_median = ~np.isnan(against)
    below = np.bincount(account[recent][has_median & (against < 0)], minlength=facts.count)
    differs = np.bincount(account[recent][has_median & (against != 0)], minlength=facts.count)
    return below, differs


def _median(account: Array, amount: Array, count: int) -> Array:
    """The median amount of each account, NaN without any.

    Account and amount are sorted as one whole number, which is many times faster than sorting by two.
    """
    middle = np.full(count, np.nan)
    if len(account) == 0:
        return middle
    least = int(amount.min())
    span = int(amount.max()) - least + 1
    if span > _LARGEST_KEY // count:
        # Amounts beyond any ledger: the median is then exact to the step that fits.
        step = span // (_LARGEST_KEY // count) + 1
        return _median(account, amount // step, count) * step
    key = np.sort(account.astype(np.int64) * span + (amount - least))
    size = np.bincount(account, minlength=count)
    start = np.cumsum(size) - size
    some = size > 0
    low, high = (start + (size - 1) // 2)[some], (start + size // 2)[some]
    middle[some] = (key[low] % span + key[high] % span) / 2 + least
    return middle
