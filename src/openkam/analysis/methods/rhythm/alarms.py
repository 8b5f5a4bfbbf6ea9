"""Two alarms from an account's own rhythm: it has gone quiet, or it is shrinking.

Both are needed: a pause shows who stopped, and only the recent count shows who buys less and less.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number
from openkam.analysis.methods.forecast.worth import Worth, worth
from openkam.analysis.methods.rhythm.change import RECENT_DAYS, Change, change
from openkam.analysis.methods.rhythm.gaps import Rhythm, rhythm
from openkam.analysis.remembered import remembered

ALARM_SHARE = 0.05
"""A pause or a fall that chance alone brings less often than this raises an alarm."""
YEAR_DAYS = 365
SMALLEST_FALL = 0.2
"""A fall in money below this is not worth a call."""
GONE_PAUSES = 4
"""Silent for over a year and for this many usual gaps: lost, which is news no more."""


class AlarmKind(StrEnum):
    """What an alarm says."""

    QUIET = "QUIET"
    SHRINKING = "SHRINKING"


@dataclass(frozen=True)
class Alarm:
    """One account that needs a call, with the figures that say why.

    account        index into the account arrays
    probability    how likely chance alone brings a pause as long, or a fall as deep
    figures        QUIET: usual_days, idle_days, of_hundred, purchases;
                   SHRINKING: recent_count, usual_count, recent_amount, usual_amount (of RECENT_DAYS days, money
                   units), by_count and by_amount (1 where that test raised it), of_hundred
    money_at_risk  money (int units) the account was worth in the year up to its latest purchase (QUIET) or up
                   to the recent window (SHRINKING); below zero where it loses money
    """

    account: int
    kind: AlarmKind
    probability: float
    figures: dict[str, int | float]
    money_at_risk: int


@dataclass(frozen=True)
class AlarmList:
    """Alarms of one kind, the most money at risk first; `by` says which money: gross_profit or net_sales.

    `expected_by_chance` is about how many of the `judged` accounts would raise this alarm if nothing had changed;
    for SHRINKING it is an upper bound, as two tests are made and the quiet are taken out.
    """

    kind: AlarmKind
    by: str
    alarms: tuple[Alarm, ...]
    judged: int
    expected_by_chance: float

    def capped(self, limit: int) -> tuple[Alarm, ...]:
        """The alarms worth a seller's week: the first `limit` by money at risk."""
        return self.alarms[:limit]


def quiet_alarms(facts: Facts) -> list[Alarm]:
    """Accounts whose pause up to `facts.until` is too long for their own rhythm, most money at risk first."""
    return list(quiet_list(facts).alarms)


def shrinking_alarms(facts: Facts) -> list[Alarm]:
    """Accounts that buy less than before without being quiet, most money at risk first."""
    return list(shrinking_list(facts).alarms)


def quiet_list(facts: Facts) -> AlarmList:
    """The quiet accounts with how many were judged and how many chance alone would name."""
    beat, value = rhythm(facts), worth(facts)
    tail, idle = quiet_tail(facts), _idle_days(beat, facts)
    watched = _watched(beat, idle)
    at_risk = _money_of_year(facts, value, beat.latest)
    alarms = [
        Alarm(
            account=int(index),
            kind=AlarmKind.QUIET,
            probability=float(tail[index]),
            figures={
                "usual_days": max(1, round(float(beat.gap_days[index]))),
                "idle_days": int(idle[index]),
                "of_hundred": round(100 * float(tail[index])),
                "purchases": int(beat.purchases[index]),
            },
            money_at_risk=int(at_risk[index]),
        )
        for index in _by_money(_is_quiet(tail, watched), at_risk)
    ]
    judged = int(watched.sum())
    return AlarmList(AlarmKind.QUIET, value.by, tuple(alarms), judged, ALARM_SHARE * judged)


def shrinking_list(facts: Facts) -> AlarmList:
    """The shrinking accounts with how many were judged and how many chance alone would name.

    An account that is quiet is called quiet and not shrinking as well. A fifth less money than usual is asked of both
    tests: fewer but larger orders are no loss.
    """
    beat, value = rhythm(facts), worth(facts)
    fall = change(facts, beat, value)
    watched = fall.judged & _watched(beat, _idle_days(beat, facts))
    quiet = _is_quiet(quiet_tail(facts), watched)
    low = np.minimum(fall.count_tail, fall.amount_tail) < ALARM_SHARE
    poorer = fall.recent_amount < (1 - SMALLEST_FALL) * fall.usual_amount
    at_risk = _money_of_year(facts, value, np.full(facts.count, day_number(facts.until) - RECENT_DAYS))
    chosen = _by_money(watched & low & poorer & ~quiet, at_risk)
    alarms = tuple(_shrinking_alarm(int(index), fall, int(at_risk[index])) for index in chosen)
    chance = float(_count_by_chance(fall, watched).sum() + _amount_by_chance(fall, watched).sum())
    return AlarmList(AlarmKind.SHRINKING, value.by, alarms, int(watched.sum()), chance)


@remembered
def quiet_tail(facts: Facts) -> Array:
    """P(a gap lasts longer than the pause up to `facts.until`), NaN where not judged."""
    beat = rhythm(facts)
    return beat.gap_tail(_idle_days(beat, facts))


def _idle_days(beat: Rhythm, facts: Facts) -> Array:
    return day_number(facts.until) - beat.latest


def _watched(beat: Rhythm, idle: Array) -> Array:
    """Accounts with a rhythm that are not long lost."""
    gone = np.maximum(YEAR_DAYS, GONE_PAUSES * np.where(beat.judged, beat.mean_days, 0))
    return np.asarray(beat.judged & (idle <= gone))


def _is_quiet(tail: Array, watched: Array) -> Array:
    return np.asarray(watched & (np.where(watched, tail, 1.0) < ALARM_SHARE))


def _shrinking_alarm(index: int, fall: Change, at_risk: int) -> Alarm:
    by_count, by_amount = float(fall.count_tail[index]), float(fall.amount_tail[index])
    return Alarm(
        account=index,
        kind=AlarmKind.SHRINKING,
        probability=min(by_count, by_amount),
        figures={
            "recent_count": int(fall.recent_count[index]),
            "usual_count": round(float(fall.usual_count[index]), 1),
            "recent_amount": int(fall.recent_amount[index]),
            "usual_amount": int(fall.usual_amount[index]),
            "by_count": int(by_count < ALARM_SHARE),
            "by_amount": int(by_amount < ALARM_SHARE),
            "of_hundred": round(100 * min(by_count, by_amount)),
        },
        money_at_risk=at_risk,
    )


def _by_money(mask: Array, at_risk: Array) -> Array:
    """Indices of the mask, most money first, ties by account."""
    chosen = np.flatnonzero(mask)
    return chosen[np.argsort(-at_risk[chosen], kind="stable")]


def _money_of_year(facts: Facts, value: Worth, end: Array) -> Array:
    """Money of the 365 days that end on a day of each account; 0 where it is unknown."""
    return np.where(value.known, facts.events.summed(value.column, facts.count, end - YEAR_DAYS, end), 0)


def _count_by_chance(fall: Change, watched: Array) -> Array:
    """The size of the binomial test of some accounts that are judged: the largest tail below ALARM_SHARE there is."""
    return _attained((fall.before_count + fall.recent_count)[watched], fall.recent_share[watched])


def _amount_by_chance(fall: Change, watched: Array) -> Array:
    """The same for the sign test, whose tail is counted among the recent orders."""
    trials = fall.signed_count[watched]
    return _attained(trials, np.full(len(trials), 0.5))


def _attained(trials: Array, share: Array) -> Array:
    """Asked once for each pair of a number of trials and a share: the inverse is dear, and most accounts have others'.

    Both are held in one complex number, the fastest way to sort pairs.
    """
    from scipy.special import bdtr, bdtrik

    pairs, place = np.unique(trials + 1j * share, return_inverse=True)
    size, some = np.zeros(len(pairs)), pairs.real > 0
    trials, share = pairs.real[some], pairs.imag[some]
    edge = np.floor(np.nan_to_num(bdtrik(ALARM_SHARE, trials, share), nan=-1.0))
    # The tail wants whole trials.
    tail = np.where(edge >= 0, bdtr(np.maximum(edge, 0), trials.astype(np.int64), share), 0.0)
    size[some] = np.where(tail < ALARM_SHARE, tail, 0.0)
    return np.asarray(size[place])
