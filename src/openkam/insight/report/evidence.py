"""Everything a report knows about its accounts, computed once; sentences and verdicts only read it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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
    criteria_met: Column
    everywhere_missing: frozenset[str]
    returned_share: Array
    loss_line_share: Array

    @property
    def listed(self) -> Array:
        """Accounts the report lists: those that bought, and those a route takes into a tier without a purchase."""
        mask: Array = self.portfolio.active | (self.grades.route != "")
        return mask


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
        criteria_met=_criteria_met(card),
        everywhere_missing=_everywhere_missing(grades, portfolio.active),
        returned_share=returned_share(portfolio),
        loss_line_share=loss_line_share(facts),
    )


def or_none(column: Column, accounts: Array) -> list[Any]:
    """The values of some accounts, None where they are unknown."""
    return column.at(accounts).told()


def _criteria_met(card: Grades) -> Column:
    if card.findings is None:
        return Column.unknown(len(card.tier))
    return Column.of(np.count_nonzero(card.findings == Finding.PASSED, axis=1))


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


def tier_words(scheme: Scheme, places: Array) -> list[TierWord | None]:
    """As `tier_word`, for the places of many accounts."""
    found = places.tolist()
    words = {place: tier_word(scheme, place) for place in set(found)}
    return [words[place] for place in found]


_word: Final = lru_cache(maxsize=256)(TierWord)
