"""What each account will be worth in the next twelve months: by the rule that proved itself on this very ledger."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.methods.back_test import BackTest, HeldOut, back_test, hold_out, is_clearly_better
from openkam.analysis.methods.baselines import YEAR_MONTHS, Expectation, baselines
from openkam.analysis.methods.history import ledger_months
from openkam.analysis.methods.worth import Worth, worth

FEWEST_MONTHS = 12
"""A shorter ledger has not seen every season: the value of a year is unknown."""
HOLD_OUT = ((30, 12), (18, 6), (9, 3))
"""Months of history needed, and how many of them are held out."""
PLAIN_RULE = "last_year"


class VerdictCode(StrEnum):
    """Why the forecast is made as it is."""

    NOT_ENOUGH_HISTORY = "NOT_ENOUGH_HISTORY"  # value unknown
    UNTESTED = "UNTESTED"  # too short to hold anything out: last year's rule, unproved
    RULE_HOLDS = "RULE_HOLDS"  # no model clearly beat the plain rule
    MODEL_WINS = "MODEL_WINS"
    MODEL_TOO_YOUNG = "MODEL_TOO_YOUNG"  # a model won, but under two years no model forecasts a year


@dataclass(frozen=True)
class Verdict:
    """Why `method` was chosen, in figures.

    code                    see VerdictCode
    rule, rule_error        the best plain rule and its mean error an account (money units), None untested
    model, model_error      the best model and its mean error, None where no model was tried
    history_months          whole months of the ledger
    """

    code: VerdictCode
    history_months: int
    rule: str = PLAIN_RULE
    rule_error: int | None = None
    model: str | None = None
    model_error: int | None = None


@dataclass(frozen=True)
class Future:
    """The value of the twelve months after `facts.until`, an account a row.

    value    int64 money, of gross profit or of net sales as `by` says; unknown where history or costs are
    by       "gross_profit" or "net_sales"
    method   code of the rule or model the value comes from, "" where unknown
    tests    every rule and model on the held-out period, plain rules first; empty where nothing could be held out
    active   probability to buy at least once in those months
    """

    value: Column
    by: str
    method: str
    verdict: Verdict
    tests: tuple[BackTest, ...]
    active: Column


def future_value(facts: Facts) -> Future:
    """The value of the next twelve months. Source: design of value, honest default (4.5)."""
    value, history = worth(facts), ledger_months(facts)
    truth = _held_out(facts, value, history)
    tests = tuple(back_test(e, truth) for e in baselines(truth.facts, truth.value, truth.months)) if truth else ()
    if history < FEWEST_MONTHS:
        return _unknown(facts, value, history, tests)
    rule = _best_rule(tests)
    chosen = next(e for e in baselines(facts, value, YEAR_MONTHS) if e.method == (rule.method if rule else PLAIN_RULE))
    verdict = (
        Verdict(VerdictCode.RULE_HOLDS, history, rule.method, rule.mean_error)
        if rule
        else Verdict(VerdictCode.UNTESTED, history)
    )
    return _future(value, chosen, verdict, tests)


def _held_out(facts: Facts, value: Worth, history: int) -> HeldOut | None:
    """The last closed period: a year where enough is left before it, else half a year or a quarter."""
    months = next((months for needed, months in HOLD_OUT if history >= needed), None)
    truth = None if months is None else hold_out(facts, value, months)
    return truth if truth is not None and truth.judged.any() else None


def _best_rule(tests: tuple[BackTest, ...]) -> BackTest | None:
    """Last year's rule, unless another plain rule is clearly better."""
    best: BackTest | None = None
    for test in tests:
        if best is None or is_clearly_better(test, best):
            best = test
    return best


def _future(value: Worth, chosen: Expectation, verdict: Verdict, tests: tuple[BackTest, ...]) -> Future:
    money = np.rint(chosen.value).astype(np.int64)
    return Future(
        Column.of(money, value.known), value.by, chosen.method, verdict, tests, Column.of(chosen.active, value.known)
    )


def _unknown(facts: Facts, value: Worth, history: int, tests: tuple[BackTest, ...]) -> Future:
    verdict = Verdict(VerdictCode.NOT_ENOUGH_HISTORY, history)
    nobody = np.zeros(facts.count, bool)
    blank = Column.of(np.zeros(facts.count, np.int64), nobody)
    return Future(blank, value.by, "", verdict, tests, Column.unknown(facts.count))
