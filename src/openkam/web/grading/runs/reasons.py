"""Why an account moved between two runs: what changed most in its points, or what holds it down now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import number_text
from openkam.insight.grading.confidential import hidden_fields
from openkam.insight.grading.cuts import moved_by_cuts
from openkam.insight.grading.models import Run, Verdict
from openkam.insight.grading.queries import VerdictView, unpacked, viewed
from openkam.insight.report.sentences.words import GATE_WORDS, figure_text, listing, signed

_WORTH_SAYING = 0.5
_FULL = 100.0
_UNKNOWN: Final = Text("unknown", "未知")


@dataclass(frozen=True)
class Pair:
    """The verdicts of one account in both runs, as far as the viewer may know; None where it is in one only.

    shows_points  whether he may read scores of both runs
    """

    before: VerdictView | None
    after: VerdictView | None
    shows_points: bool


def pairs_of(viewer: Viewer, runs: tuple[Run, Run], accounts: Sequence[int]) -> Mapping[int, Pair]:
    """One query for both runs."""
    found: dict[tuple[int, int], VerdictView] = {}
    hidden = {run.pk: hidden_fields(viewer, run) for run in runs}
    rows = Verdict.objects.visible_to(viewer).filter(grade__run__in=runs, grade__account__in=accounts)
    for row in rows.select_related("grade"):
        found[row.grade.run_id, row.grade.account_id] = viewed(unpacked(row), viewer, hidden[row.grade.run_id])
    shows = all("score" not in names for names in hidden.values())
    return {one: Pair(found.get((runs[0].pk, one)), found.get((runs[1].pk, one)), shows) for one in accounts}


def main_reason(pair: Pair, schemes: tuple[Scheme, Scheme], *, rises: bool) -> Text | None:
    """The one thing that changed most in the direction of the move; None where nothing may be told.

    What new cuts alone moved is told apart from what the customer's own figures moved; where a figure stayed as it
    was, the weight or the cuts of its criterion are named instead.
    """
    if pair.before is None or pair.after is None:
        return None
    gate = _gate_words(pair.before.vetoes, pair.after.vetoes, rises=rises)
    if gate is not None:
        return gate
    if not pair.shows_points:
        return None
    by_cuts = moved_by_cuts(*schemes, pair.after.criteria)
    changes = [*_changes(pair.before, pair.after, schemes), (by_cuts, _by_cuts(by_cuts, schemes))]
    way = 1 if rises else -1
    most = max(changes, key=lambda one: way * one[0], default=None)
    return most[1] if most is not None and way * most[0] >= _WORTH_SAYING else None


def _gate_words(before: Sequence[str], after: Sequence[str], *, rises: bool) -> Text | None:
    codes = [code for code in (before if rises else after) if code not in (after if rises else before)]
    labels = [GATE_WORDS[code] for code in codes if code in GATE_WORDS]
    if not labels:
        return None
    words = Text("no longer: {why}", "不再受限：{why}") if rises else Text("now held down: {why}", "现受限：{why}")
    return words.filled(why=listing(labels))


def _changes(before: VerdictView, after: VerdictView, schemes: tuple[Scheme, Scheme]) -> list[tuple[float, Text]]:
    """By how much the figure of each criterion moved the score, by the same cuts, and the sentence about it."""
    then = {one["code"]: one for one in before.criteria}
    cuts_are_apart = schemes[0].code == schemes[1].code
    changes = []
    for one in after.criteria:
        if one["code"] in then:
            moved = _part(one) - _part(then[one["code"]]) - moved_by_cuts(*schemes, [one])
            changes.append((moved, _sentence(then[one["code"]], one, moved, cuts_are_apart=cuts_are_apart)))
    return changes


def _by_cuts(moved: float, schemes: tuple[Scheme, Scheme]) -> Text:
    """Another version may have been given other cuts by hand, so only those of one version are surely the ledger's."""
    words = Text("the cuts were read anew from the ledger ({points} points)", "分界线按新账本重新测定（{points}分）")
    if schemes[0].version != schemes[1].version:
        words = Text("the cuts are others now ({points} points)", "分界线有变（{points}分）")
    return words.filled(points=signed(moved, 1))


def _part(one: Mapping[str, Any]) -> float:
    """The points a criterion brings to the score; unknown ones bring none."""
    points = one["points"]
    return 0.0 if points is None else float(points) * float(one["weight"]) / _FULL


def _sentence(before: Mapping[str, Any], after: Mapping[str, Any], moved: float, *, cuts_are_apart: bool) -> Text:
    """Figure, weight and cuts of one criterion, as far as they changed; `cuts_are_apart`: new cuts are told alone."""
    stayed = before["measure"] == after["measure"] and _is_same(before, after)
    weighs_otherwise = before["weight"] != after["weight"]
    if weighs_otherwise:
        words = _OTHER_WEIGHT if stayed else _BOTH
    else:
        words = _OTHER_CUTS if stayed and not cuts_are_apart else _OTHER_FIGURE
    return words.filled(
        label=Text(after["en"], after["zh"]),
        then=_figure(before),
        now=_figure(after),
        weighed=_weight(before),
        weighs=_weight(after),
        points=signed(moved, 1),
    )


_OTHER_FIGURE: Final = Text("{label} {then} → {now} ({points} points)", "{label}：{then} → {now}（{points}分）")
_OTHER_WEIGHT: Final = Text(
    "weight of {label} {weighed} → {weighs} ({points} points)", "{label}的权重：{weighed} → {weighs}（{points}分）"
)
_BOTH: Final = Text(
    "{label} {then} → {now}, its weight {weighed} → {weighs} ({points} points)",
    "{label}：{then} → {now}，权重{weighed} → {weighs}（{points}分）",
)
_OTHER_CUTS: Final = Text("cuts of {label} changed ({points} points)", "{label}的分界线有变（{points}分）")


def _weight(one: Mapping[str, Any]) -> str:
    return f"{number_text(float(one['weight']), 2)}%"


def _is_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a reader sees the same figure twice."""
    if before["value"] is None or after["value"] is None:
        return before["value"] is after["value"]
    return bool(before["value"] == after["value"]) or _figure(before) == _figure(after) != _UNKNOWN


def _figure(one: Mapping[str, Any]) -> Text:
    if one["value"] is None or one["measure"] not in MEASURES:
        return _UNKNOWN
    return figure_text(one["measure"], one["value"])
