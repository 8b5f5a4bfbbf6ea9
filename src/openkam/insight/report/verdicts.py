"""Verdicts on single accounts, made from the evidence when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final, overload

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts
from openkam.analysis.words import Text
from openkam.insight.report.account import SHOWN_MEASURES, AccountVerdict, Step, TierWord
from openkam.insight.report.evidence import Evidence, tier_words
from openkam.insight.report.reason import Reason, Sentences, by_account
from openkam.insight.report.sentences.reasons import sentences_on
from openkam.insight.report.sentences.steps import Steps
from openkam.insight.report.sentences.words import measure_label

_TOGETHER: Final = 3000
"""Verdicts made at once where all are asked for: columns pay from a few hundred on, and no more are held than these."""


class Verdicts(Sequence[AccountVerdict]):
    """The listed accounts in rank order; verdicts are made when they are asked for, so a short list costs little.

    Listed are the accounts that bought in the period, and those that a route takes into a tier without any purchase.
    """

    def __init__(self, evidence: Evidence) -> None:
        order = evidence.portfolio.order
        self._evidence, self._indices = evidence, order[evidence.listed[order]]

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, place: int) -> AccountVerdict: ...
    @overload
    def __getitem__(self, place: slice) -> list[AccountVerdict]: ...
    def __getitem__(self, place: int | slice) -> AccountVerdict | list[AccountVerdict]:
        if isinstance(place, slice):
            return verdicts_on(self._evidence, self._indices[place])
        return verdicts_on(self._evidence, self._indices[[place]])[0]

    def __iter__(self) -> Iterator[AccountVerdict]:
        for columns in self.columns():
            yield from columns.verdicts()

    def columns(self) -> Iterator["Columns"]:
        """All verdicts, some at a time, for what reads a column faster than a verdict."""
        for start in range(0, len(self), _TOGETHER):
            yield columns_on(self._evidence, self._indices[start : start + _TOGETHER])


@dataclass(frozen=True)
class Columns:
    """Verdicts on some accounts (indices) as columns, in the order of the accounts.

    fields       by name of a field of `AccountVerdict`, but for the following; what is counted as a `Column`
    measures     by code of a measure
    other_tiers  by method
    sentences    each about some of the accounts, the most important kind first
    """

    accounts: list[int]
    fields: dict[str, Column | list[Any]]
    measures: dict[str, Column]
    other_tiers: dict[str, list[TierWord | None]]
    sentences: tuple[Sentences, ...]

    def verdicts(self) -> list[AccountVerdict]:
        """The verdict on each account."""
        measures = rows_of({code: column.told() for code, column in self.measures.items()})
        said = {"reasons": self._reasons(), "next_step": self._steps(), "other_tiers": rows_of(self.other_tiers)}
        fields_told = {name: one.told() if isinstance(one, Column) else one for name, one in self.fields.items()}
        whole = {**fields_told, **said, "measures": measures}
        return [AccountVerdict(*row) for row in zip(*(whole[one.name] for one in fields(AccountVerdict)), strict=True)]

    def _reasons(self) -> list[tuple[Reason, ...]]:
        said: dict[int, list[Reason]] = {index: [] for index in self.accounts}
        for index, reason in by_account(self.sentences):
            said[index].append(reason)
        return [tuple(found) for found in said.values()]

    def _steps(self) -> list[Step | None]:
        found: dict[int, Step | None] = dict.fromkeys(self.accounts)
        for one in self.sentences:
            if isinstance(one, Steps):
                found.update(one.steps())
        return list(found.values())


def verdicts_on(evidence: Evidence, accounts: Array) -> list[AccountVerdict]:
    """Everything the report says about some accounts (indices), in their order."""
    return columns_on(evidence, accounts).verdicts()


def columns_on(evidence: Evidence, accounts: Array) -> Columns:
    """The same as columns."""
    measures = {code: evidence.columns[code].at(accounts) for code in SHOWN_MEASURES}
    whole = {**_figures(evidence, accounts, measures), **_graded(evidence, accounts)}
    other_tiers, sentences = method_tiers(evidence, accounts), sentences_on(evidence, accounts)
    return Columns(accounts.tolist(), whole, measures, other_tiers, sentences)


def rows_of(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Columns by name as a dictionary of each account."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _figures(evidence: Evidence, accounts: Array, shown: dict[str, Column]) -> dict[str, Column | list[Any]]:
    """What an account bought and brings: fields of its verdict by name."""
    facts, portfolio, days = evidence.facts, evidence.portfolio, shown["days_since_purchase"]
    alarms = [evidence.alarms.get(index) for index in accounts.tolist()]
    return {
        "account": facts.code[accounts].tolist(),
        "name": facts.name[accounts].tolist(),
        "rank": Column.of(portfolio.rank[accounts]),
        "net_sales": Column.of(portfolio.net[accounts]),
        "gross_sales": Column.of(portfolio.bought[accounts]),
        "returns": Column.of(portfolio.returned[accounts]),
        "gross_profit": portfolio.profit.at(accounts),
        **{code: shown[code] for code in ("margin", "sales_share", "profit_share", "trend")},
        "invoices": Column.of(facts.invoices[accounts]),
        "days_since_purchase": Column(days.values.astype(np.int64), days.known),
        "pattern": [code or None for code in evidence.patterns.code[accounts].tolist()],
        "movement": [code or None for code in evidence.movements.code[accounts].tolist()],
        "future_value": evidence.future.value.at(accounts),
        "money_at_risk": [None if alarm is None else alarm.money_at_risk for alarm in alarms],
        "industry": _told(facts, "industry", accounts),
        "region": _told(facts, "region", accounts),
    }


def _graded(evidence: Evidence, accounts: Array) -> dict[str, Column | list[Any]]:
    """How an account stands by the scheme and the other methods: fields of its verdict by name."""
    grades, indices = evidence.grades, accounts.tolist()
    return {
        "tier": tier_words(grades.scheme, grades.tier[accounts]),
        "plain_tier": tier_words(grades.scheme, grades.plain_tier[accounts]),
        "scheme": [grades.scheme.code] * len(indices),
        "score": _finite(grades.score[accounts]),
        "score_low": _finite(grades.low_score[accounts]),
        "score_high": _finite(grades.high_score[accounts]),
        "coverage": _finite(grades.coverage[accounts]),
        "criteria_met": evidence.criteria_met.at(accounts),
        "missing": [_missing(grades.missing[index]) for index in indices],
        "vetoes": [grades.vetoes[index] for index in indices],
    }


def method_tiers(evidence: Evidence, accounts: Array) -> dict[str, list[TierWord | None]]:
    """The tiers of some accounts by each of the three methods."""
    three = evidence.three
    methods = {"single": three.single, "pyramid": three.pyramid, "scorecard": three.scorecard}
    return {name: tier_words(one.scheme, one.tier[accounts]) for name, one in methods.items()}


@lru_cache(maxsize=256)
def _missing(codes: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
    return tuple((code, measure_label(code)) for code in codes)


def _finite(values: Array) -> Column:
    return Column(values, np.isfinite(values))


def _told(facts: Facts, column: str, accounts: Array) -> list[str | None]:
    table = facts.customers
    if table is None or column not in table.columns:
        return [None] * len(accounts)
    return [str(value) if value else None for value in table.columns[column][accounts].tolist()]
