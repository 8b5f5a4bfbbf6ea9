"""The models as rivals of the plain rules: purchases to come times what a purchase is worth."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.methods.forecast.baselines import Expectation, floored
from openkam.analysis.methods.forecast.lifetime.beta_geometric import BG_NBD, MBG_NBD
from openkam.analysis.methods.forecast.lifetime.fit import FIT_ROWS, Fit, fit
from openkam.analysis.methods.forecast.lifetime.gamma_poisson import pooled_rates
from openkam.analysis.methods.forecast.lifetime.model import Model
from openkam.analysis.methods.forecast.lifetime.order_value import OrderValue, order_value
from openkam.analysis.methods.forecast.lifetime.pareto_nbd import PARETO_NBD
from openkam.analysis.methods.forecast.lifetime.score import score
from openkam.analysis.methods.forecast.lifetime.summary import DAYS_A_WEEK, WEEKS_A_MONTH, Counts, Summary, summary_of
from openkam.analysis.methods.forecast.worth import Worth

FEWEST_ACCOUNTS = 500
"""Fewer accounts do not carry a model of stopping: their rates are shrunk instead."""
FEWEST_FOR_RATES = 20
PARETO_FIT_ROWS = 8_000
"""Pareto/NBD is a check only and many times as dear: it looks at fewer accounts."""
HIGHEST_ALIVE = 0.98

DEFAULT, CHECKS = MBG_NBD, (BG_NBD, PARETO_NBD)


@dataclass(frozen=True)
class Candidate:
    """One model on one ledger.

    expectation   what it expects, as of any rule
    alive         P(still buying) an account, 0 where it never bought; None for a model that knows no stopping
    fit           its parameters; None for shrunk rates
    no_drop_out   it found that nobody stops: it knows no more than a rate then
    is_check      shown beside the others, never used
    """

    expectation: Expectation
    alive: Array | None
    fit: Fit | None
    no_drop_out: bool
    is_check: bool

    @property
    def usable(self) -> bool:
        """Whether its forecast may be used at all."""
        return not self.is_check and not self.no_drop_out and (self.fit is None or self.fit.identified)


@dataclass(frozen=True)
class _Base:
    """What every model of one ledger starts from."""

    facts: Facts
    value: Worth
    summary: Summary
    order: OrderValue
    months: int

    @property
    def weeks(self) -> float:
        return self.months * WEEKS_A_MONTH

    def expectation(self, code: str, expected: Array, active: Array) -> Expectation:
        money = floored(self.spread(expected) * self.order.mean, self.value)
        chance = self.spread(active)
        return Expectation(code, money, chance, chance)

    def spread(self, values: Array) -> Array:
        """A row of the summary each to its account; 0 for those that never bought."""
        spread = np.zeros(self.facts.count)
        spread[self.summary.account] = values
        return spread


def candidates(facts: Facts, value: Worth, months: int, *, with_checks: bool) -> tuple[Candidate, ...]:
    """The models this ledger is large enough for: MBG/NBD and its checks, or shrunk rates, or none."""
    summary = summary_of(facts)
    if len(summary) < FEWEST_FOR_RATES:
        return ()
    base = _Base(facts, value, summary, order_value(facts, value), months)
    if len(summary) < FEWEST_ACCOUNTS:
        return (_shrunk_rates(base),)
    models: tuple[Model, ...] = (DEFAULT, *CHECKS) if with_checks else (DEFAULT,)
    return tuple(_fitted(model, base) for model in models)


def _fitted(model: Model, base: _Base) -> Candidate:
    limit = PARETO_FIT_ROWS if model is PARETO_NBD else FIT_ROWS
    found = fit(model, base.summary.sample(limit).counts())
    scores = score(model, found.parameters, base.summary, base.weeks)
    no_drop_out = model.finds_no_drop_out(found.parameters, float(base.summary.age_days.max()) / DAYS_A_WEEK)
    # A one-time buyer of a BG/NBD is always alive: its mean says nothing about stopping.
    no_drop_out |= model is not BG_NBD and float(scores.alive.mean()) > HIGHEST_ALIVE
    expectation = base.expectation(model.code, scores.expected, scores.active)
    return Candidate(expectation, base.spread(scores.alive), found, no_drop_out, model is not DEFAULT)


def _shrunk_rates(base: _Base) -> Candidate:
    summary = base.summary
    counts = Counts.of(summary.repeats, summary.recency_days / DAYS_A_WEEK, summary.age_days / DAYS_A_WEEK)
    pool = pooled_rates(counts)
    expected, active = pool.expected(counts, base.weeks), pool.active(counts, base.weeks)
    return Candidate(base.expectation("shrinkage", expected, active), None, None, no_drop_out=False, is_check=False)
