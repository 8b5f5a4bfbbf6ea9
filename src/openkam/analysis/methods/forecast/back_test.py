"""What a forecast would have said about a period that is already closed, and how wrong it would have been."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number, months_before
from openkam.analysis.methods.forecast.baselines import Expectation
from openkam.analysis.methods.forecast.worth import Worth

TOP_SHARE = 0.2
MOST_WRONG = 10
CLEAR_GAIN = 0.05
CLEAR_SPREAD = 1.645  # one-sided 95 %
FEWEST_COMPARED = 5
BIAS_ALLOWED = 0.10
CAUGHT_ALLOWED = 0.01


@dataclass(frozen=True)
class HeldOut:
    """The closed period that is held out: `facts` ends the day before, the truth lies after.

    judged  accounts that had bought before the period and whose value is known
    actual  int64 money of the period, 0 for an account that did not come back
    bought  whether the account bought in the period
    """

    facts: Facts
    value: Worth
    months: int
    since: date
    until: date
    judged: Array
    actual: Array
    bought: Array


@dataclass(frozen=True)
class Wrong:
    """One of the most wrong accounts: index, expected and actual money (int units)."""

    account: int
    expected: int
    actual: int


@dataclass(frozen=True)
class BackTest:
    """How one rule or model did on the held-out period. Money in int units, of the whole period.

    bias_share    (expected - actual) / |actual| of all accounts; None where nothing was earned
    mean_error    mean absolute error an account. It favours "nothing" where most accounts are silent: read it
                  with the bias and the caught share
    caught_share  actual money of the 20 % of accounts it ranked highest, over all actual money; None as above
    auc           how well it told who buys again from who does not (0.5 by chance); None where all did or none
    brier         mean squared error of its probability to buy
    errors        float64 absolute error of each judged account, for comparing two of them account by account
    """

    method: str
    months: int
    since: date
    until: date
    accounts: int
    expected_total: int
    actual_total: int
    bias_share: float | None
    mean_error: int
    caught_share: float | None
    auc: float | None
    brier: float
    most_wrong: tuple[Wrong, ...]
    errors: Array


def hold_out(facts: Facts, value: Worth, months: int) -> HeldOut:
    """The ledger without its latest months, and those months."""
    cut = months_before(facts.until, months)
    earlier = facts.as_of(cut)
    after = day_number(cut)
    return HeldOut(
        earlier,
        Worth(value.by, earlier.events, value.known),
        months,
        cut + timedelta(days=1),
        facts.until,
        (earlier.sum_of("is_purchase") > 0) & value.known,
        facts.events.summed(value.column, facts.count, after),
        facts.events.summed("is_purchase", facts.count, after) > 0,
    )


def back_test(expected: Expectation, truth: HeldOut) -> BackTest:
    """One expectation against the truth, over the accounts that had bought before."""
    judged = np.flatnonzero(truth.judged)
    forecast, actual = np.rint(expected.value[judged]), truth.actual[judged]
    bought = truth.bought[judged]
    errors = np.abs(forecast - actual)
    worst = np.argsort(-errors, kind="stable")[:MOST_WRONG]
    total, actual_total = int(forecast.sum()), int(actual.sum())
    top = np.argsort(-forecast, kind="stable")[: int(np.ceil(TOP_SHARE * len(judged)))]
    return BackTest(
        method=expected.method,
        months=truth.months,
        since=truth.since,
        until=truth.until,
        accounts=len(judged),
        expected_total=total,
        actual_total=actual_total,
        bias_share=(total - actual_total) / abs(actual_total) if actual_total else None,
        mean_error=round(float(errors.mean())) if len(judged) else 0,
        caught_share=float(actual[top].sum() / actual_total) if actual_total > 0 else None,
        auc=area_under_curve(expected.ranking[judged], bought),
        brier=float(((expected.active[judged] - bought) ** 2).mean()) if len(judged) else 0.0,
        most_wrong=tuple(Wrong(int(judged[i]), int(forecast[i]), int(actual[i])) for i in worst if errors[i]),
        errors=errors,
    )


def is_clearly_better(one: BackTest, other: BackTest) -> bool:
    """Whether `one` beats `other` beyond doubt.

    Its error is 5 % smaller, more than chance between accounts explains, and it neither leans further to one side
    nor catches less of the money.
    """
    gain = other.errors - one.errors
    if len(gain) < FEWEST_COMPARED or one.mean_error > (1 - CLEAR_GAIN) * other.mean_error:
        return False
    if gain.mean() <= CLEAR_SPREAD * gain.std(ddof=1) / np.sqrt(len(gain)):
        return False
    leans = abs(one.bias_share or 0.0) > max(abs(other.bias_share or 0.0), BIAS_ALLOWED)
    return not leans and (one.caught_share or 0.0) >= (other.caught_share or 0.0) - CAUGHT_ALLOWED


def area_under_curve(score: Array, is_positive: Array) -> float | None:
    """The share of pairs of one that came true and one that did not whose scores are in the right order."""
    positives = int(is_positive.sum())
    negatives = len(is_positive) - positives
    if not positives or not negatives:
        return None
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = ((ends - counts + 1 + ends) / 2)[inverse]
    return float((ranks[is_positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))
