"""What the editor's form says: the scheme it stands for, or a refusal in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

from openkam.analysis.methods.grading.gates import GATES
from openkam.analysis.methods.grading.scheme import POINTS, Anchor, Criterion, Cut, Gate, Method, Scheme
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.insight.grading.scheme_file.findings import Finding, Severity
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.insight.grading.scheme_file.writer import scheme_text
from openkam.web.grading.editor.cuts import LEDGER, PERCENT, CutPlace, condition_cuts, tier_cuts, unit_of

Given = Mapping[str, str]
STEPS: Final = len(POINTS)
_ALL: Final = 10_000
"""Weights are kept in hundredths of a point of 100."""


@dataclass(frozen=True)
class Tried:
    """A scheme as the form has it, checked.

    text      its TOML
    doubts    warnings; the scheme may be used all the same
    """

    scheme: Scheme
    text: str
    doubts: tuple[Finding, ...]


def tried(base: Scheme, given: Given) -> Tried:
    """The base with everything the form changed; fields it does not carry stay as they are.

    Raises Problem for a figure that is none, weights that are all 0, and a scheme that does not hold together.
    """
    scheme = _with_criteria(base, given)
    for one in (*tier_cuts(base), *condition_cuts(base)):
        scheme = one.change(scheme, _cut(one, given))
    scheme = _with_gates(scheme, given)
    text = scheme_text(scheme)
    checked, findings = read_scheme(text, scheme.code)
    if checked is None:
        first = next(one for one in findings if one.severity is Severity.ERROR)
        raise Problem(first.what, remedy=first.remedy, value=first.value)
    return Tried(checked, text, tuple(findings))


def weight_sum(base: Scheme, given: Given) -> float:
    """The sum of the weights as they were typed."""
    return sum(_weight(one, given) for one in base.criteria)


def number_of(text: str, label: Text) -> float:
    """A figure.

    Raises Problem that names the field.
    """
    plain = text.strip().replace(",", "").replace("，", "").replace(" ", "").removesuffix("%")
    try:
        value = float(plain)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise Problem(
            Text("{label}: this is not a number.", "{label}：不是数字。").filled(label=label),
            remedy=Text("Write digits, for example 12.5.", "请填写数字，例如 12.5。"),
            value=text[:40],
        )
    return value


def _with_criteria(base: Scheme, given: Given) -> Scheme:
    if base.method is not Method.SCORECARD:
        return base
    weights = normalised([_weight(one, given) for one in base.criteria])
    criteria = [
        replace(one, weight=weight, breakpoints=_breakpoints(one, given))
        for one, weight in zip(base.criteria, weights, strict=True)
        if weight > 0
    ]
    return replace(base, criteria=tuple(criteria), comparisons=None)


def normalised(weights: list[float]) -> list[float]:
    """The weights as parts of 100 with two decimals that add up exactly, by largest remainder.

    Raises Problem where all are 0 or one is below.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise Problem(
            Text("No criterion has any weight.", "所有指标的权重都为0。")
            if total <= 0
            else Text("A weight cannot be below 0.", "权重不能小于0。"),
            remedy=Text("Give at least one criterion a weight above 0.", "请至少给一项指标大于0的权重。"),
        )
    exact = [weight / total * _ALL for weight in weights]
    whole = [int(one) for one in exact]
    rest = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])[: _ALL - sum(whole)]
    for at in rest:
        whole[at] += 1
    return [part / 100 for part in whole]


def _weight(criterion: Criterion, given: Given) -> float:
    text = given.get(f"w.{criterion.code}")
    return criterion.weight if text is None else number_of(text or "0", criterion.label)


def _breakpoints(criterion: Criterion, given: Given) -> tuple[float, ...] | None:
    kind = given.get(f"b.{criterion.code}")
    if kind is None:
        return criterion.breakpoints
    if kind == LEDGER:
        return None
    _, factor = unit_of(criterion.measure)
    typed = [given.get(f"b.{criterion.code}.{at}", "") for at in range(STEPS)]
    if not any(text.strip() for text in typed):
        raise Problem(
            Text("{label}: the five values are missing.", "{label}：缺少五个分界值。").filled(label=criterion.label),
            remedy=Text("Give them, or let the ledger decide.", "请填写，或选择取自账本。"),
        )
    return tuple(number_of(text, criterion.label) / factor for text in typed)


def _cut(one: CutPlace, given: Given) -> Cut:
    step = given.get(f"{one.name}.step", "")
    if one.is_open and step in {f"{point:g}" for point in POINTS[1:]}:
        return Anchor(float(step))
    text = given.get(one.name)
    return one.cut if text is None else number_of(text, one.label) / one.factor


def _with_gates(scheme: Scheme, given: Given) -> Scheme:
    tiers = {tier.code for tier in scheme.tiers}
    now = {gate.code: gate.highest_tier for gate in scheme.gates}
    chosen = {code: given.get(f"g.{code}", now.get(code, "")) for code in GATES}
    gates = tuple(Gate(code, tier) for code, tier in chosen.items() if tier in tiers)
    floor, tier = given.get("floor"), given.get("floor_tier")
    if floor is None or tier is None:
        return replace(scheme, gates=gates)
    if tier not in tiers:
        return replace(scheme, gates=gates, coverage_floor=0.0, floor_tier=None)
    share = number_of(floor or "0", Text("Known share", "已知比例")) / PERCENT
    return replace(scheme, gates=gates, coverage_floor=share, floor_tier=tier)
