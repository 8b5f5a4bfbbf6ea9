"""Which tier each account is in, by one scheme and by three methods side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from openkam.analysis.code_lists import codes_where
from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, day_number
from openkam.analysis.methods.grading.disagreement import Disagreement, Opinion, disagreements
from openkam.analysis.methods.grading.gates import gated, routed
from openkam.analysis.methods.grading.review import Review, reviewed
from openkam.analysis.methods.grading.review_days import review_days
from openkam.analysis.methods.grading.robustness import robustness
from openkam.analysis.methods.grading.scheme import NO_TIER, Method, Scheme
from openkam.analysis.methods.grading.scorecard import Contributions, Score, contributions
from openkam.analysis.methods.grading.stability import settled
from openkam.analysis.methods.rhythm.pattern import purchase_pattern
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.insight.grading.ceilings import Ceilings
from openkam.insight.grading.concrete import Concrete, concrete_scheme
from openkam.insight.grading.grades import Grades
from openkam.insight.grading.measured import Figures
from openkam.insight.grading.scheme_warnings import method_warnings, scheme_warnings
from openkam.insight.grading.schemes import load_scheme

_STANDARD: Final = {Method.SINGLE: "turnover", Method.PYRAMID: "pyramid", Method.SCORECARD: "scorecard"}


@dataclass(frozen=True)
class ThreeMethods:
    """The same ledger by three methods, and the accounts on which they do not agree, most money first.

    `money` of a disagreement is in 1/10,000: what the account brought in the latest 12 months, by `money_measure`.
    """

    single: Grades
    pyramid: Grades
    scorecard: Grades
    disagreements: list[Disagreement]
    money_measure: str
    warnings: tuple[Text, ...]


def three_methods(
    facts: Facts, chosen: Scheme, graded: Grades | None = None, figures: Figures | None = None
) -> ThreeMethods:
    """Grade by single indicator, pyramid and scorecard (R087); the chosen scheme takes the place of its own method.

    `graded` are the grades by the chosen scheme and `figures` those of the facts, where they are at hand already.
    """
    figures = figures or Figures(facts)
    by_method = {
        method: (graded or _graded(figures, chosen)) if method is chosen.method else _graded(figures, load_scheme(name))
        for method, name in _STANDARD.items()
    }
    pyramid = by_method[Method.PYRAMID]
    measure = pyramid.scheme.criteria[0].measure
    money = np.round(np.nan_to_num(pyramid.figure) * MONEY_SCALE).astype(np.int64)
    opinions = {method.value: Opinion(one.tier, one.is_key, len(one.scheme.tiers)) for method, one in by_method.items()}
    differing = disagreements(opinions, money)
    return ThreeMethods(
        by_method[Method.SINGLE],
        pyramid,
        by_method[Method.SCORECARD],
        differing,
        measure,
        method_warnings(chosen, measure, len(differing)),
    )


def grade_accounts(
    facts: Facts, scheme: Scheme, figures: Figures | None = None, held_since: date | None = None
) -> Grades:
    """Grade every account of the facts by one scheme; the day of the grade is `facts.until`.

    figures     those of the facts, where other schemes are asked as well
    held_since  the day of the data of the first grading by this scheme that counted; None: this is the first
    """
    return _graded(figures or Figures(facts), scheme, held_since)


def _graded(figures: Figures, scheme: Scheme, held_since: date | None = None) -> Grades:
    facts = figures.facts
    concrete = concrete_scheme(figures, scheme)
    scheme = concrete.scheme
    today = reviewed(scheme, concrete.values, facts.count)
    days = _review_days(facts, scheme, held_since)
    past = [reviewed(scheme, figures.on(day, scheme.measures), facts.count) for day in days[:-1]]
    held = _held(facts, scheme, [*past, today], [day_number(day) for day in days])
    scored = _scored(scheme, today, concrete, facts.count)
    ceilings, route = _ceilings(facts, scheme, scored)
    return Grades(
        scheme=scheme,
        calibration=concrete.calibration,
        substitutions=concrete.substitutions,
        values=concrete.values,
        tier=(tier := ceilings.applied(held[-1])),
        plain_tier=ceilings.applied(today.reach.plain),
        reached=today.reach.plain,
        figure=today.figure,
        score=scored.score,
        low_score=scored.low,
        high_score=scored.high,
        coverage=scored.coverage,
        points=today.earned,
        contributions=_contributions(scheme, today, scored, figures.buying),
        findings=None if today.card is None else today.card.findings,
        missing=_missing(scheme, concrete.values, facts.count),
        vetoes=ceilings.vetoes(held[-1]),
        route=np.where(ceilings.route_place <= today.reach.plain, route, ""),
        robustness=_robustness(scheme, concrete, today, scored, figures.buying),
        warnings=scheme_warnings(facts, scheme, tier, concrete.calibration is not None),
        review_dates=days,
        reviews=_without_none(held, scheme),
    )


def _review_days(facts: Facts, scheme: Scheme, held_since: date | None) -> tuple[date, ...]:
    """The reviews that are folded into the tier held, oldest first: none before the first grading that counted.

    A tier that nobody was ever told is not held against the latest figures (decision 22), unless the scheme says so.
    """
    days = review_days(
        facts.since,
        facts.until,
        every_months=scheme.review_every_months,
        period_months=scheme.period_months,
        most=scheme.most_reviews,
    )
    if scheme.reconstruct_past:
        return days
    if held_since is None or not facts.since <= held_since < facts.until:
        return days[-1:]
    if held_since < days[0] and len(days) == scheme.most_reviews:
        return days
    return (held_since, *(day for day in days if day > held_since))


def _ceilings(facts: Facts, scheme: Scheme, scored: Score) -> tuple[Ceilings, Array]:
    """What stands above the figures, and the code of the route that opens a tier to each account."""
    columns = facts.customers.columns if facts.customers is not None else {}
    route_place, route = routed(scheme, columns, facts.count)
    pattern = purchase_pattern(facts).code if scheme.gates else np.full(facts.count, "")
    return Ceilings(scheme, route_place, gated(scheme, columns, pattern).stopped, scored.coverage), route


def _held(facts: Facts, scheme: Scheme, reviews: list[Review], days: list[int]) -> Array:
    earliest = np.full(facts.count, np.iinfo(np.int64).max)
    starts = facts.events.starts
    earliest[facts.events.account[starts]] = facts.events.day[starts]
    exists = np.stack([earliest <= day for day in days])
    exists[-1] = True  # an account without any invoice is graded on what there is
    found = [one.reach for one in reviews]
    return settled(found, exists=exists, tiers=len(scheme.tiers), running=scheme.reviews_running).places


def _scored(scheme: Scheme, today: Review, concrete: Concrete, count: int) -> Score:
    if today.scored is not None:
        return today.scored
    blank = np.full(count, np.nan)
    known = [np.isfinite(concrete.values[code]) for code in scheme.measures]
    coverage = np.stack(known).mean(axis=0) if known else np.ones(count)
    return Score(blank, blank, blank, coverage)


def _contributions(scheme: Scheme, today: Review, scored: Score, buying: Array) -> Contributions:
    if scheme.method is not Method.SCORECARD:
        return Contributions(np.zeros_like(today.earned), np.full(len(today.earned), np.nan))
    weights = np.array([criterion.weight for criterion in scheme.criteria])
    return contributions(today.earned, weights, scored.score, among=buying)


def _robustness(scheme: Scheme, concrete: Concrete, today: Review, scored: Score, buying: Array) -> Array:
    if scheme.method is not Method.SCORECARD:
        return np.full(len(today.earned), np.nan)
    return robustness(scheme, concrete.values, today.earned, np.where(buying, scored.score, np.nan))


def _missing(scheme: Scheme, values: dict[str, Array], count: int) -> tuple[tuple[str, ...], ...]:
    if not scheme.measures:
        return ((),) * count
    unknown = np.stack([~np.isfinite(values[code]) for code in scheme.measures], axis=1)
    return codes_where(unknown, scheme.measures)


def _without_none(place: Array, scheme: Scheme) -> Array:
    return np.where(place >= len(scheme.tiers), NO_TIER, place)
