"""Why an account stands in its tier, what would lift it, and who decided otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.periods import day_text
from openkam.insight.grading.confidential import hidden_fields
from openkam.insight.grading.cuts import moved_by_cuts, moved_cuts
from openkam.insight.grading.models import Grade
from openkam.insight.grading.queries import VerdictView, unpacked, viewed
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.report.sentences.words import GATE_WORDS, figure_text, measure_label, signed, times_word
from openkam.records.accounts.held import latest_override
from openkam.records.accounts.models import Account

_METHODS = {
    "single": ("turnover", Text("Single indicator", "单一指标")),
    "pyramid": ("pyramid", Text("Pyramid", "金字塔")),
    "scorecard": ("scorecard", Text("Scorecard", "计分卡")),
}


@dataclass(frozen=True)
class Question:
    """Something unknown: what it is, how it becomes known, and whether a person can rate it here."""

    measure: str
    label: Text
    formula: Text
    is_rating: bool


@dataclass(frozen=True)
class Criterion:
    """One criterion of the scheme; `value` is written for people, None unknown."""

    measure: str
    label: Text
    value: Text | None
    weight: float
    points: float | None
    contribution: float | None


@dataclass(frozen=True)
class Opinion:
    """What one method says."""

    method: Text
    tier: Text | None
    place: int


@dataclass(frozen=True)
class Override:
    """A person's decision that holds today, or has run out."""

    key: int
    tier: Text
    place: int
    reason: str
    author: str
    since: date
    expires: date
    is_standing: bool


@dataclass(frozen=True)
class TierPart:
    """The tier that stands, and why.

    scheme_tier   what the scheme says, where a person said otherwise
    choices       every tier but the scheme's own
    measures      the figures of the verdict by code, as kept
    is_expired    the grade is older than it may be; `expires` its day
    """

    tier: Text | None
    place: int
    scheme_tier: Text | None
    override: Override | None
    expires: date
    is_expired: bool
    score: float | None
    score_low: float | None
    score_high: float | None
    coverage: float | None
    reasons: Sequence[tuple[Text, str]]
    next_step: Text | None
    vetoes: Sequence[Text]
    questions: Sequence[Question]
    criteria: Sequence[Criterion]
    opinions: Sequence[Opinion]
    choices: Sequence[tuple[str, Text]]
    measures: Mapping[str, float | None]


def tier_part(viewer: Viewer, account: Account, grade: Grade, before: Grade | None = None) -> TierPart:
    """From the kept verdict, as far as the viewer may know; `before` is the grade in the grading before."""
    scheme, run = scheme_of(grade.run), grade.run
    hidden = hidden_fields(viewer, run)
    verdict, override = _verdict(viewer, grade, hidden), _override(account, viewer.today, scheme)
    standing = override is not None and override.is_standing
    figures = verdict.figures if verdict is not None else {}
    place = override.place if override is not None and standing else grade.tier_place
    step = _next_step(scheme, verdict, min(place, grade.tier_place))
    own = _tier_at(scheme, grade.tier_place)
    return TierPart(
        tier=override.tier if override is not None and standing else own,
        place=place,
        scheme_tier=own if standing else None,
        override=override,
        expires=run.expires_date,
        is_expired=run.expires_date < viewer.today,
        score=None if "score" in hidden else grade.score,
        score_low=figures.get("score_low") if "score" not in hidden else None,
        score_high=figures.get("score_high") if "score" not in hidden else None,
        coverage=grade.coverage,
        reasons=[
            *_reasons(verdict, _unsaid(is_overridden=standing, has_step=step is not None)),
            *_by_new_cuts(verdict, grade, before, is_open="score" not in hidden),
        ],
        next_step=step,
        vetoes=[GATE_WORDS.get(code, Text(code, code)) for code in (verdict.vetoes if verdict else ())],
        questions=[_question(code) for code in (verdict.missing if verdict else ()) if code in MEASURES],
        criteria=_criteria(verdict, shows_points="score" not in hidden),
        opinions=_opinions(scheme, verdict),
        choices=[
            ("", Text("choose …", "请选择……")),
            *((tier.code, tier.label) for tier in scheme.tiers if tier.code != grade.tier),
        ],
        measures=verdict.measures if verdict is not None else {},
    )


def _verdict(viewer: Viewer, grade: Grade, hidden: frozenset[str]) -> VerdictView | None:
    """The grade is one of an account that came through `visible_to`; prices are left out as ever."""
    kept = getattr(grade, "verdict", None)
    return None if kept is None else viewed(unpacked(kept), viewer, hidden)


def _override(account: Account, today: date, scheme: Scheme) -> Override | None:
    """The latest decision that was not withdrawn."""
    row = latest_override(account)
    if row is None:
        return None
    place = next((place for place, tier in enumerate(scheme.tiers) if tier.code == row.tier), len(scheme.tiers))
    return Override(
        key=row.pk,
        tier=_tier_at(scheme, place) or Text(row.tier, row.tier),
        place=place,
        reason=row.reason,
        author=row.decided_by.name,
        since=row.since_date,
        expires=row.expires_date,
        is_standing=row.since_date <= today <= row.expires_date,
    )


def _unsaid(*, is_overridden: bool, has_step: bool) -> frozenset[str]:
    """Sentences that no longer hold: about a tier that stands already, or that a person decided to keep."""
    return frozenset([*([] if has_step else ["next_tier"]), *(["keep_tier"] if is_overridden else [])])


def _reasons(verdict: VerdictView | None, unsaid: frozenset[str]) -> list[tuple[Text, str]]:
    """The sentences, each with the measure that explains it, blank for none."""
    if verdict is None:
        return []
    said = [one for one in verdict.reasons if one.code not in unsaid]
    return [(one.words, next((code for code in one.measures if code in MEASURES), "")) for one in said]


def _by_new_cuts(
    verdict: VerdictView | None, grade: Grade, before: Grade | None, *, is_open: bool
) -> list[tuple[Text, str]]:
    """That the cuts moved although the scheme is the same: part of a change the customer did not make."""
    if verdict is None or before is None or before.tier_place == grade.tier_place:
        return []
    schemes = scheme_of(before.run), scheme_of(grade.run)
    moved = moved_by_cuts(*schemes, verdict.criteria)
    if not moved_cuts(*schemes) or abs(moved) < _WORTH_SAYING:
        return []
    words = _CUTS_MOVED if is_open else _CUTS_MOVED_CLOSED
    return [(words.filled(day=day_text(before.run.until_date), points=signed(moved, 1)), "")]


_WORTH_SAYING = 0.5
_CUTS_MOVED = Text(
    "Since the grading of the data until {day} the cuts were read anew from the ledger: they alone moved the score by "
    "{points} points.",
    "与数据截至{day}的分级相比，分界线已按新账本重新测定，仅此一项使得分变动{points}分。",
)
_CUTS_MOVED_CLOSED = Text(
    "Since the grading of the data until {day} the cuts were read anew from the ledger.",
    "与数据截至{day}的分级相比，分界线已按新账本重新测定。",
)


def _next_step(scheme: Scheme, verdict: VerdictView | None, stands: int) -> Text | None:
    """What would lift it above the tier at place `stands`."""
    step = verdict.next_step if verdict is not None else None
    if step is None or step["measure"] not in MEASURES:
        return None
    tier = next((one.label for one in scheme.tiers[:stands] if one.code == step["tier"]), None)
    if tier is None:
        return None
    words = _STEP if scheme.reviews_running <= 1 else _STEP_BY_REVIEWS
    return words.filled(
        count=times_word(scheme.reviews_running),
        tier=tier,
        measure=measure_label(step["measure"]),
        to=figure_text(step["measure"], step["to"]),
        now=figure_text(step["measure"], step["from"]),
        gap=figure_text(step["measure"], abs(step["to"] - step["from"])),
    )


_STEP = Text(
    "{tier} is reached with {measure} at {to}: it is {now}, {gap} away.",
    "{measure}达到{to}即可升为{tier}：目前为{now}，相差{gap}。",
)
_STEP_BY_REVIEWS = Text(
    "{tier} is reached with {measure} at {to} in {count} reviews running: it is {now}, {gap} away.",
    "{measure}达到{to}，连续{count}次复评达到后升为{tier}：目前为{now}，相差{gap}。",
)


def _question(code: str) -> Question:
    measure = MEASURES[code]
    return Question(code, measure.label, measure.formula, measure.unit is Unit.RATING)


def _criteria(verdict: VerdictView | None, *, shows_points: bool) -> list[Criterion]:
    """Without the score, points and parts stay closed as well: together they are the score."""
    return [
        Criterion(
            measure=one["measure"],
            label=Text(one["en"], one["zh"]),
            value=None if one["value"] is None else figure_text(one["measure"], one["value"]),
            weight=one["weight"],
            points=one["points"] if shows_points else None,
            contribution=one["contribution"] if shows_points else None,
        )
        for one in (verdict.criteria if verdict is not None else ())
    ]


def _opinions(scheme: Scheme, verdict: VerdictView | None) -> list[Opinion]:
    """Each method by the scheme in use, else by the shipped one."""
    if verdict is None:
        return []
    found = []
    for method, (name, label) in _METHODS.items():
        if method in verdict.other_tiers:
            by = scheme if scheme.method.value == method else load_scheme(name)
            places = {tier.code: place for place, tier in enumerate(by.tiers)}
            place = places.get(verdict.other_tiers[method] or "", len(by.tiers))
            found.append(Opinion(label, by.tiers[place].label if place < len(by.tiers) else None, place))
    return found


def _tier_at(scheme: Scheme, place: int) -> Text | None:
    return scheme.tiers[place].label if 0 <= place < len(scheme.tiers) else None
