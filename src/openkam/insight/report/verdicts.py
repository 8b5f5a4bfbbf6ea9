"""Verdicts on single accounts, made from the evidence when they are asked for."""

from collections.abc import Sequence
from functools import lru_cache
from typing import overload

from openkam.analysis.facts import Facts
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.insight.report.account import SHOWN_MEASURES, AccountVerdict, Step, TierWord
from openkam.insight.report.evidence import Evidence, tier_word
from openkam.insight.report.sentences.reasons import reasons_of
from openkam.insight.report.sentences.tier_reasons import is_better
from openkam.insight.report.sentences.words import figure_said, measure_label


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
    grades, rows = evidence.grades, evidence.rows
    measures = dict(zip(SHOWN_MEASURES, rows.measures[index], strict=True))
    days, alarm = measures["days_since_purchase"], evidence.alarms.get(index)
    return AccountVerdict(
        account=rows.code[index],
        name=rows.name[index],
        rank=rows.rank[index],
        net_sales=rows.net[index],
        gross_sales=rows.bought[index],
        returns=rows.returned[index],
        gross_profit=rows.profit[index],
        margin=measures["margin"],
        sales_share=measures["sales_share"],
        profit_share=measures["profit_share"],
        invoices=rows.invoices[index],
        days_since_purchase=None if days is None else int(days),
        tier=tier_word(grades.scheme, rows.tier[index]),
        plain_tier=tier_word(grades.scheme, rows.plain_tier[index]),
        scheme=grades.scheme.code,
        score=rows.score[index],
        score_low=rows.low_score[index],
        score_high=rows.high_score[index],
        coverage=rows.coverage[index],
        pattern=rows.pattern[index] or None,
        movement=rows.movement[index] or None,
        trend=measures["trend"],
        future_value=rows.future[index],
        money_at_risk=None if alarm is None else alarm.money_at_risk,
        industry=_told(evidence.facts, "industry", index),
        region=_told(evidence.facts, "region", index),
        criteria_met=None if evidence.criteria_met is None else evidence.criteria_met[index],
        other_tiers=method_tiers(evidence, index),
        missing=_missing(grades.missing[index]),
        vetoes=grades.vetoes[index],
        next_step=_step(evidence, index, grades.scheme),
        measures=measures,
        reasons=reasons_of(evidence, index),
    )


def method_tiers(evidence: Evidence, index: int) -> dict[str, TierWord | None]:
    """The tier of an account under each of the three methods."""
    return {name: tier_word(scheme, places[index]) for name, (scheme, places) in evidence.rows.tiers.items()}


@lru_cache(maxsize=256)
def _missing(codes: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
    return tuple((code, measure_label(code)) for code in codes)


def _step(evidence: Evidence, index: int, scheme: Scheme) -> Step | None:
    step = evidence.grades.next_step[index]
    if step is None or not is_better(step.tier, evidence.rows.tier[index]):
        return None
    word = tier_word(scheme, step.tier)
    if word is None:
        return None
    return Step(
        measure=step.measure,
        label=measure_label(step.measure),
        from_figure=figure_said(step.measure, step.from_value),
        to_figure=figure_said(step.measure, step.to_value),
        gap=figure_said(step.measure, abs(step.to_value - step.from_value)),
        tier=word,
    )


def _told(facts: Facts, column: str, index: int) -> str | None:
    table = facts.customers
    value = table.columns[column][index] if table is not None and column in table.columns else None
    return str(value) if value else None
