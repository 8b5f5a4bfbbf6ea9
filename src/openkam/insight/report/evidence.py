"""Everything a report knows about its accounts, computed once; sentences and verdicts only read it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from math import isfinite
from typing import Any, Final

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts
from openkam.analysis.methods.forecast.future import Future, future_value
from openkam.analysis.methods.grading.card import Finding
from openkam.analysis.methods.grading.scheme import NO_TIER, Scheme
from openkam.analysis.methods.rhythm.alarms import Alarm, AlarmList, quiet_list, shrinking_list
from openkam.analysis.methods.rhythm.movement import Movements, movement
from openkam.analysis.methods.rhythm.pattern import Patterns, purchase_pattern
from openkam.analysis.quality import Quality
from openkam.insight.grading.grade import ThreeMethods, grade_accounts, three_methods
from openkam.insight.grading.grades import Grades
from openkam.insight.grading.measured import Figures
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.account import SHOWN_MEASURES, TierWord
from openkam.insight.value.hidden import Hidden, hidden_money, loss_line_share, returned_share
from openkam.insight.value.portfolio import Portfolio, portfolio_of

CARD = "six_criteria"
KNOWN_OF_SOME = 0.05


@dataclass(frozen=True)
class Evidence:
    """All arrays are aligned with the accounts of the facts; alarms and suspects by account index."""

    facts: Facts
    quality: Quality
    portfolio: Portfolio
    hidden: Hidden
    grades: Grades
    three: ThreeMethods
    card: Grades
    patterns: Patterns
    movements: Movements
    quiet: AlarmList
    shrinking: AlarmList
    alarms: dict[int, Alarm]
    future: Future
    columns: dict[str, Column]
    figures: dict[str, list[Any]]
    criteria_met: list[int] | None
    everywhere_missing: frozenset[str]
    returned_share: Array
    loss_line_share: Array

    @property
    def listed(self) -> Array:
        """Accounts the report lists: those that bought, and those a route takes into a tier without a purchase."""
        mask: Array = self.portfolio.active | (self.grades.route != "")
        return mask

    @cached_property
    def rows(self) -> "Rows":
        """The arrays a verdict reads, as lists: one element of a list costs a tenth of one of an array."""
        portfolio, grades, three = self.portfolio, self.grades, self.three
        methods = {"single": three.single, "pyramid": three.pyramid, "scorecard": three.scorecard}
        return Rows(
            code=self.facts.code.tolist(),
            name=self.facts.name.tolist(),
            invoices=self.facts.invoices.tolist(),
            rank=portfolio.rank.tolist(),
            net=portfolio.net.tolist(),
            bought=portfolio.bought.tolist(),
            returned=portfolio.returned.tolist(),
            profit=_or_none(portfolio.profit),
            future=_or_none(self.future.value),
            tier=grades.tier.tolist(),
            plain_tier=grades.plain_tier.tolist(),
            score=_finite(grades.score),
            low_score=_finite(grades.low_score),
            high_score=_finite(grades.high_score),
            coverage=_finite(grades.coverage),
            robustness=_finite(grades.robustness),
            pattern=self.patterns.code.tolist(),
            movement=self.movements.code.tolist(),
            measures=list(zip(*(self.figures[code] for code in SHOWN_MEASURES), strict=True)),
            parts=grades.contributions.parts.tolist(),
            tiers={name: (one.scheme, one.tier.tolist()) for name, one in methods.items()},
        )

    def known(self, code: str, index: int) -> float | int | None:
        """A measure of one account in its own unit (money in 1/10,000); None where it is unknown."""
        value: float | int | None = self.figures[code][index]
        return value


@dataclass(frozen=True)
class Rows:
    """Columns of the evidence as plain lists by account, None where unknown; the meaning is that of their arrays.

    measures  by account the figures of `SHOWN_MEASURES`; tiers  by method its scheme and the places in it
    """

    code: list[str]
    name: list[str]
    invoices: list[int]
    rank: list[int]
    net: list[int]
    bought: list[int]
    returned: list[int]
    profit: list[int | None]
    future: list[int | None]
    tier: list[int]
    plain_tier: list[int]
    score: list[float | None]
    low_score: list[float | None]
    high_score: list[float | None]
    coverage: list[float | None]
    robustness: list[float | None]
    pattern: list[str]
    movement: list[str]
    measures: list[tuple[int | float | None, ...]]
    parts: list[list[float]]
    tiers: dict[str, tuple[Scheme, list[int]]]


def evidence_of(facts: Facts, quality: Quality, scheme: Scheme, held_since: date | None = None) -> Evidence:
    """Measures, methods, grades and alarms of one ledger under one scheme; `held_since` as in `grade_accounts`."""
    portfolio = portfolio_of(facts)
    quiet, shrinking = quiet_list(facts), shrinking_list(facts)
    figures = Figures(facts)
    grades = grade_accounts(facts, scheme, figures, held_since)
    card = grades if grades.scheme.code == CARD else grade_accounts(facts, load_scheme(CARD), figures)
    columns = {code: MEASURES[code].of(facts) for code in SHOWN_MEASURES}
    return Evidence(
        facts=facts,
        quality=quality,
        portfolio=portfolio,
        hidden=hidden_money(facts, portfolio),
        grades=grades,
        three=three_methods(facts, scheme, grades, figures),
        card=card,
        patterns=purchase_pattern(facts),
        movements=movement(facts),
        quiet=quiet,
        shrinking=shrinking,
        alarms={alarm.account: alarm for alarm in (*shrinking.alarms, *quiet.alarms)},
        future=future_value(facts),
        columns=columns,
        figures={code: _or_none(column) for code, column in columns.items()},
        criteria_met=_criteria_met(card),
        everywhere_missing=_everywhere_missing(grades, portfolio.active),
        returned_share=returned_share(portfolio),
        loss_line_share=loss_line_share(facts),
    )


def _or_none(column: Column) -> list[Any]:
    pairs = zip(column.values.tolist(), column.known.tolist(), strict=True)
    return [value if known else None for value, known in pairs]


def _finite(values: Array) -> list[float | None]:
    return [value if isfinite(value) else None for value in values.tolist()]


def _criteria_met(card: Grades) -> list[int] | None:
    if card.findings is None:
        return None
    met: list[int] = np.count_nonzero(card.findings == Finding.PASSED, axis=1).tolist()
    return met


def _everywhere_missing(grades: Grades, buying: Array) -> frozenset[str]:
    """Measures the scheme asks for and the ledger knows of nearly nobody: said once, not of every account."""
    codes = (code for code in grades.scheme.measures if code in grades.values)
    return frozenset(code for code in codes if np.isfinite(grades.values[code][buying]).mean() < KNOWN_OF_SOME)


def tier_word(scheme: Scheme, place: int) -> TierWord | None:
    """The tier at a place of a scheme; None where no tier took the account in."""
    if place == NO_TIER or place >= len(scheme.tiers):
        return None
    tier = scheme.tiers[place]
    return _word(tier.code, tier.label, place)


_word: Final = lru_cache(maxsize=256)(TierWord)
