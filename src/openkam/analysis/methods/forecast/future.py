"""What each account will be worth in the next twelve months: by the rule that proved itself on this very ledger."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.history import ledger_months
from openkam.analysis.methods.forecast.back_test import BackTest, back_test, hold_out, is_clearly_better
from openkam.analysis.methods.forecast.baselines import YEAR_MONTHS, Expectation, baselines
from openkam.analysis.methods.forecast.lifetime.candidates import Candidate, candidates
from openkam.analysis.methods.forecast.lifetime.fit import Fit
from openkam.analysis.methods.forecast.worth import Worth, worth
from openkam.analysis.remembered import remembered

FEWEST_MONTHS = 12
"""A shorter ledger has not seen every season: the value of a year is unknown."""
HOLD_OUT = ((30, 12), (18, 6), (9, 3))
"""Months of history needed, and how many of them are held out."""
MODEL_MONTHS = 18
"""A shorter ledger is not shown to a model."""
MODEL_YEAR_MONTHS = 24
"""Under two years a growing base made models promise half as much again as came: none forecasts a year."""
PLAIN_RULE = "last_year"


class VerdictCode(StrEnum):
    """Why the forecast is made as it is."""

    NOT_ENOUGH_HISTORY = "NOT_ENOUGH_HISTORY"  # value unknown
    UNTESTED = "UNTESTED"  # too short to hold anything out: last year's rule, unproved
    NO_MODEL = "NO_MODEL"  # too few accounts, or too short a ledger, for any model: the best plain rule
    NO_DROP_OUT = "NO_DROP_OUT"  # the model found that nobody stops: the best plain rule, and watch the alarms
    NOT_IDENTIFIED = "NOT_IDENTIFIED"  # the model could not tell its parameters: the best plain rule
    RULE_HOLDS = "RULE_HOLDS"  # no model was clearly better than the best plain rule
    MODEL_TOO_YOUNG = "MODEL_TOO_YOUNG"  # the model won, but under two years no model forecasts a whole year
    MODEL_WINS = "MODEL_WINS"


@dataclass(frozen=True)
class Verdict:
    """Why the method was chosen, in figures.

    history_months            whole months of the ledger
    rule, rule_error          the best plain rule and its mean error an account (money units); None untested
    model, model_error        the best model that may be used (else the first tried) and its mean error; None if none
    """

    code: VerdictCode
    history_months: int
    rule: str = PLAIN_RULE
    rule_error: int | None = None
    model: str | None = None
    model_error: int | None = None

    @property
    def uses_model(self) -> bool:
        """Whether the value comes from the model."""
        return self.code is VerdictCode.MODEL_WINS


@dataclass(frozen=True)
class Future:
    """The value of the twelve months after `facts.until`, an account a row.

    value    int64 money, of gross profit or of net sales as `by` says; unknown where history or costs are
    by       "gross_profit" or "net_sales"
    method   code of the rule or model the value comes from, "" where unknown
    tests    every rule and model on the held-out period, plain rules first; empty where nothing could be held out
    active   float64, probability to buy at least once in those months, by the same rule or model
    alive    float64, probability to be a customer still; unknown unless the value comes from a model
    fit      parameters of that model on the whole ledger, None without
    """

    value: Column
    by: str
    method: str
    verdict: Verdict
    tests: tuple[BackTest, ...]
    active: Column
    alive: Column
    fit: Fit | None


@remembered
def future_value(facts: Facts) -> Future:
    """The value of the next twelve months. Source: design of value, honest default (4.5).

    Plain rules and models are tried on the last closed period, held out; the plain rule stays unless a model is
    clearly better, and under two years of history no model may forecast a year at all.
    """
    value, history = worth(facts), ledger_months(facts)
    trial = _trial(facts, value, history)
    rule, model = _best(trial.rules), _best(trial.usable_models)
    verdict = _verdict(history, trial, rule, model)
    plain = baselines(facts, value, YEAR_MONTHS)
    # A model that may not forecast need not be fitted to the whole ledger.
    models = candidates(facts, value, YEAR_MONTHS, with_checks=False) if verdict.uses_model else ()
    expected = next(e for e in plain if e.method == verdict.rule)
    fitted = next((c for c in models if c.usable), None)
    if verdict.uses_model and (fitted is None or fitted.expectation.method != verdict.model):
        verdict = replace(verdict, code=_why_unusable(models))
    if verdict.uses_model and fitted is not None:
        expected = fitted.expectation
    return _future(value, expected, verdict, trial.tests, fitted)


@dataclass(frozen=True)
class _Trial:
    """What was tried on the held-out period."""

    rules: tuple[BackTest, ...] = ()
    models: tuple[BackTest, ...] = ()
    tried: tuple[Candidate, ...] = ()

    @property
    def tests(self) -> tuple[BackTest, ...]:
        return self.rules + self.models

    @property
    def usable_models(self) -> tuple[BackTest, ...]:
        return tuple(t for t, c in zip(self.models, self.tried, strict=True) if c.usable)


def _trial(facts: Facts, value: Worth, history: int) -> _Trial:
    """Every rule and model on the last closed period: a year where enough is left before it, else half or a quarter."""
    months = next((months for needed, months in HOLD_OUT if history >= needed), None)
    if months is None:
        return _Trial()
    truth = hold_out(facts, value, months)
    if not truth.judged.any():
        return _Trial()
    rules = tuple(back_test(e, truth) for e in baselines(truth.facts, truth.value, months))
    if history < MODEL_MONTHS:
        return _Trial(rules)
    tried = candidates(truth.facts, truth.value, months, with_checks=True)
    return _Trial(rules, tuple(back_test(c.expectation, truth) for c in tried), tried)


def _best(tests: tuple[BackTest, ...]) -> BackTest | None:
    """The first, unless another is clearly better."""
    best: BackTest | None = None
    for test in tests:
        if best is None or is_clearly_better(test, best):
            best = test
    return best


def _verdict(history: int, trial: _Trial, rule: BackTest | None, model: BackTest | None) -> Verdict:
    if history < FEWEST_MONTHS:
        return Verdict(VerdictCode.NOT_ENOUGH_HISTORY, history)
    if rule is None:
        return Verdict(VerdictCode.UNTESTED, history)
    shown = model or next(iter(trial.models), None)
    if shown is None:
        return Verdict(VerdictCode.NO_MODEL, history, rule.method, rule.mean_error)
    if model is None:
        code = _why_unusable(trial.tried)
    elif not is_clearly_better(model, rule):
        code = VerdictCode.RULE_HOLDS
    else:
        code = VerdictCode.MODEL_WINS if history >= MODEL_YEAR_MONTHS else VerdictCode.MODEL_TOO_YOUNG
    return Verdict(code, history, rule.method, rule.mean_error, shown.method, shown.mean_error)


def _why_unusable(models: tuple[Candidate, ...]) -> VerdictCode:
    default = next((c for c in models if not c.is_check), None)
    found_none = default is not None and default.no_drop_out
    return VerdictCode.NO_DROP_OUT if found_none else VerdictCode.NOT_IDENTIFIED


def _future(
    value: Worth, expected: Expectation, verdict: Verdict, tests: tuple[BackTest, ...], fitted: Candidate | None
) -> Future:
    known = value.known & (verdict.code is not VerdictCode.NOT_ENOUGH_HISTORY)
    chance = expected.active if fitted is None else fitted.expectation.active
    alive = None if fitted is None else fitted.alive
    return Future(
        value=Column.of(np.rint(expected.value).astype(np.int64), known),
        by=value.by,
        method="" if verdict.code is VerdictCode.NOT_ENOUGH_HISTORY else expected.method,
        verdict=verdict,
        tests=tests,
        active=Column.of(chance, verdict.code is not VerdictCode.NOT_ENOUGH_HISTORY),
        alive=Column.unknown(len(value.known)) if alive is None else Column.of(alive, alive > 0),
        fit=None if fitted is None else fitted.fit,
    )
