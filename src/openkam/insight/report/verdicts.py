"""Verdicts on single accounts, made from the evidence when they are asked for."""

from collections.abc import Sequence
from typing import overload

import numpy as np

from openkam.analysis.facts import Facts
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.insight.report.account import SHOWN_MEASURES, AccountVerdict, Step, TierWord
from openkam.insight.report.evidence import Evidence, tier_word
from openkam.insight.report.sentences.reasons import reasons_of
from openkam.insight.report.sentences.tier_reasons import is_better
from openkam.insight.report.sentences.words import figure_text, measure_label


class Verdicts(Sequence[AccountVerdict]):
    """The listed accounts in rank order; each verdict is made when it is asked for, so a short list costs little.

    Listed are the accounts that bought in the period, and those that a route takes into a tier without any purchase.
    """

    def __init__(self, evidence: Evidence) -> None:
        order = evidence.portfolio.order
        self._evidence, self._indices = evidence, order[evidence.listed[order]].tolist()

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, place: int) -> AccountVerdict: ...
    @overload
    def __getitem__(self, place: slice) -> list[AccountVerdict]: ...
    def __getitem__(self, place: int | slice) -> AccountVerdict | list[AccountVerdict]:
        if isinstance(place, slice):
            return [verdict_on(self._evidence, index) for index in self._indices[place]]
        return verdict_on(self._evidence, self._indices[place])


def verdict_on(evidence: Evidence, index: int) -> AccountVerdict:
    """Everything the report says about one account."""
    facts, portfolio, grades = evidence.facts, evidence.portfolio, evidence.grades
    profit, future = portfolio.profit, evidence.future.value
    days = evidence.known("days_since_purchase", index)
    return AccountVerdict(
        account=str(facts.code[index]),
        name=str(facts.name[index]),
        rank=int(portfolio.rank[index]),
        net_sales=int(portfolio.net[index]),
        gross_sales=int(portfolio.bought[index]),
        returns=int(portfolio.returned[index]),
        gross_profit=int(profit.values[index]) if profit.known[index] else None,
        margin=evidence.known("margin", index),
        sales_share=evidence.known("sales_share", index),
        profit_share=evidence.known("profit_share", index),
        invoices=int(facts.invoices[index]),
        days_since_purchase=None if days is None else int(days),
        tier=tier_word(grades.scheme, int(grades.tier[index])),
        plain_tier=tier_word(grades.scheme, int(grades.plain_tier[index])),
        scheme=grades.scheme.code,
        score=_finite(grades.score[index]),
        score_low=_finite(grades.low_score[index]),
        score_high=_finite(grades.high_score[index]),
        coverage=_finite(grades.coverage[index]),
        pattern=str(evidence.patterns.code[index]) or None,
        movement=str(evidence.movements.code[index]) or None,
        trend=evidence.known("trend", index),
        future_value=int(future.values[index]) if future.known[index] else None,
        money_at_risk=None if index not in evidence.alarms else evidence.alarms[index].money_at_risk,
        industry=_told(facts, "industry", index),
        region=_told(facts, "region", index),
        criteria_met=None if evidence.criteria_met is None else evidence.criteria_met[index],
        other_tiers=method_tiers(evidence, index),
        missing=tuple((code, measure_label(code)) for code in grades.missing[index]),
        vetoes=grades.vetoes[index],
        next_step=_step(evidence, index, grades.scheme),
        measures={code: evidence.known(code, index) for code in SHOWN_MEASURES},
        reasons=reasons_of(evidence, index),
    )


def method_tiers(evidence: Evidence, index: int) -> dict[str, TierWord | None]:
    """The tier of an account under each of the three methods."""
    three = evidence.three
    methods = {"single": three.single, "pyramid": three.pyramid, "scorecard": three.scorecard}
    return {name: tier_word(grades.scheme, int(grades.tier[index])) for name, grades in methods.items()}


def _step(evidence: Evidence, index: int, scheme: Scheme) -> Step | None:
    step = evidence.grades.next_step[index]
    if step is None or not is_better(step.tier, int(evidence.grades.tier[index])):
        return None
    word = tier_word(scheme, step.tier)
    if word is None:
        return None
    return Step(
        measure=step.measure,
        label=measure_label(step.measure),
        from_figure=figure_text(step.measure, step.from_value),
        to_figure=figure_text(step.measure, step.to_value),
        gap=figure_text(step.measure, abs(step.to_value - step.from_value)),
        tier=word,
    )


def _told(facts: Facts, column: str, index: int) -> str | None:
    table = facts.customers
    value = table.columns[column][index] if table is not None and column in table.columns else None
    return str(value) if value else None


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
