"""The evidence of a report as the arrays that are kept with its run."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.history import ledger_months
from openkam.analysis.methods.grading.calibration import known_share, ladders
from openkam.analysis.methods.grading.gates import GATES, gated
from openkam.analysis.methods.grading.scheme import Gate, Scheme
from openkam.insight.grading.concrete import calibration_days
from openkam.insight.grading.grades import Grades
from openkam.insight.grading.measured import Figures
from openkam.insight.report.evidence import Evidence
from openkam.insight.value.standing import MONTHS, WINDOWS, Columns, Standing

_FORECAST: Final = frozenset({"future_value"})
"""Measures whose ladder is read from today's figures: forecasting the year before as well would double the work."""


def standing_from(evidence: Evidence, rows: Array, keys: Array) -> Standing:
    """The standing of some accounts of the evidence (indices); `keys` are their account keys, in the same order."""
    facts, grades, portfolio = evidence.facts, evidence.grades, evidence.portfolio
    figures = Figures(facts)
    values = figures.now(MEASURES)
    texts, vocabulary = _texts(facts, rows)
    net = _months(facts, facts.events.net)[rows]
    profit = _months(facts, facts.events.covered - facts.events.cost)[rows]
    three = evidence.three
    methods = {"single": three.single, "pyramid": three.pyramid, "scorecard": three.scorecard}
    return Standing(
        since=facts.since,
        until=facts.until,
        currency=facts.currency or "",
        by_profit=portfolio.by_profit,
        months=ledger_months(facts),
        movement_months=evidence.movements.months,
        account=keys.astype(np.int64),
        code=facts.code[rows],
        net=net,
        profit=profit,
        lines=facts.lines[rows],
        latest=_latest(facts)[rows],
        windows=Columns(_windows(net, profit)),
        moved=facts.moved[rows],
        moved_covered=facts.moved_covered[rows],
        rank=portfolio.rank[rows],
        sales_rank=sales_rank(evidence)[rows],
        pattern=evidence.patterns.code[rows],
        movement=evidence.movements.code[rows],
        tier_place=grades.tier[rows],
        plain_place=grades.plain_tier[rows],
        invoices=facts.invoices[rows].astype(np.int64),
        values=Columns({code: column[rows] for code, column in values.items()}),
        gates=Columns(_gates(evidence, rows)),
        texts=Columns(texts),
        vocabulary=vocabulary,
        ladders=_ladders(figures),
        known_shares={code: known_share(column[figures.buying]) for code, column in values.items()},
        methods=Columns({name: one.tier[rows] for name, one in methods.items()}),
        method_tiers={name: _tier_words(one) for name, one in methods.items()},
    )


def _tier_words(grades: Grades) -> list[tuple[str, str, str, bool]]:
    key = grades.scheme.key_tiers
    return [(one.code, one.label.en, one.label.zh, one.code in key) for one in grades.scheme.tiers]


def sales_rank(evidence: Evidence) -> Array:
    """The place of each account by net sales, 1 the first; those that bought nothing last."""
    portfolio = evidence.portfolio
    order = np.lexsort((-portfolio.net, ~portfolio.active))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    return rank


def _months(facts: Facts, values: Array) -> Array:
    """Exact sums of an event column by account and month, oldest month first."""
    month = facts.month_of_event()
    sums = np.zeros(facts.count * MONTHS, np.int64)
    inside = (month >= 0) & (month < MONTHS)
    if inside.any():
        cell = facts.events.account[inside].astype(np.int64) * MONTHS + (MONTHS - 1 - month[inside])
        # Events are sorted by account and day, so the cells rise and each is one stretch.
        starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
        sums[cell[starts]] = np.add.reduceat(values[inside].astype(np.int64), starts)
    return sums.reshape(facts.count, MONTHS)


def _latest(facts: Facts) -> Array:
    latest = np.full(facts.count, MONTHS, np.int64)
    np.minimum.at(latest, facts.events.account, np.maximum(facts.month_of_event(), 0))
    return latest


def _windows(net: Array, profit: Array) -> dict[str, Array]:
    """Sums of the latest months, so that a page need not add them up."""
    sums = {f"net_{months}": net[:, -months:].sum(axis=1) for months in WINDOWS}
    return sums | {f"profit_{months}": profit[:, -months:].sum(axis=1) for months in WINDOWS}


def _gates(evidence: Evidence, rows: Array) -> dict[str, Array]:
    scheme = evidence.grades.scheme
    columns = evidence.facts.customers.columns if evidence.facts.customers is not None else {}
    least = scheme.tiers[-1].code
    every = _with_all_gates(scheme, least)
    stopped = gated(every, columns, evidence.patterns.code).stopped
    return {code: mask[rows] for code, mask in stopped.items()}


def _with_all_gates(scheme: Scheme, tier: str) -> Scheme:
    return replace(scheme, gates=tuple(Gate(code, tier) for code in GATES))


def _texts(facts: Facts, rows: Array) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """The word columns of the customers table, as numbers into a sorted list of words."""
    columns: Mapping[str, Array] = facts.customers.columns if facts.customers is not None else {}
    texts: dict[str, Array] = {}
    vocabulary: dict[str, list[str]] = {}
    for name, column in columns.items():
        words = column[rows].tolist()
        known = sorted({word for word in words if isinstance(word, str)})
        if known and name != "parent_code":
            place = {word: number for number, word in enumerate(known)}
            texts[name] = np.array([place.get(word, -1) if isinstance(word, str) else -1 for word in words], np.int32)
            vocabulary[name] = known
    return texts, vocabulary


def _ladders(figures: Figures) -> dict[str, tuple[float, ...]]:
    """What `calibrate` would read from this ledger for every measure, the way `concrete_scheme` reads it."""
    _, last, _ = calibration_days(figures.facts)
    then = [code for code in MEASURES if code not in _FORECAST]
    buying = figures.buying
    found = ladders(then, {code: column[buying] for code, column in figures.on(last, then).items()})
    now = {code: column[buying] for code, column in figures.now(_FORECAST).items()}
    return {**found, **ladders(_FORECAST, now)}
