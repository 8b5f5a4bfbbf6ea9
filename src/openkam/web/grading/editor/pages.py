"""The editor: every knob of a scheme with its value, and what turning them does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openkam.analysis.methods.grading.gates import GATES
from openkam.analysis.methods.grading.scheme import POINTS, Criterion, Method, Scheme
from openkam.analysis.words import Language, Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.insight.report.sentences.words import GATE_WORDS
from openkam.ledger.folder import DataFolder
from openkam.web.grading.editor.cuts import (
    FIXED,
    LEDGER,
    PERCENT,
    CutPlace,
    condition_cuts,
    indicator_of,
    tier_cuts,
    unit_of,
    written,
)
from openkam.web.grading.editor.effect import EffectPart, effect_part
from openkam.web.grading.editor.forms import STEPS, Given, Tried, tried, weight_sum
from openkam.web.grading.schemes.sources import Source
from openkam.web.grading.sight import Arrays, Sight, arrays_of, sight_of
from openkam.web.grading.tabs import Tabs, tabs_of

Choices = Sequence[tuple[str, Text]]
OPENED: Final = "1"


@dataclass(frozen=True)
class CriterionKnobs:
    """Weight and breakpoints of one criterion; `steps` are five texts.

    fold  whether its section was opened ("1") or closed ("0") on the page that was sent; blank where nobody touched it
    """

    code: str
    label: Text
    kind: Text
    unit: Text
    weight: str
    from_ledger: bool
    steps: Sequence[str]
    fold: str
    is_open: bool


@dataclass(frozen=True)
class CutKnob:
    """One cut: its number and, where the ledger may give it, the step."""

    name: str
    label: Text
    bound: Text
    unit: Text
    number: str
    step: str
    is_open: bool


@dataclass(frozen=True)
class GateKnob:
    """One gate: the best tier for whom it stops, blank where it is off."""

    code: str
    why: Text
    tier: str


@dataclass(frozen=True)
class EditorPage:
    """Everything the editor shows; effect is None before anything was asked, or where nothing is graded.

    problem  why the form stands for no scheme: told in the panel
    refused  why it was not saved: told at the top, and at the note where that is what is missing
    """

    source: Source
    tabs: Tabs
    criteria: Sequence[CriterionKnobs]
    tiers: Sequence[CutKnob]
    conditions: Sequence[CutKnob]
    gates: Sequence[GateKnob]
    tier_choices: Choices
    step_choices: Choices
    step_kinds: Choices
    floor: str
    floor_tier: str
    weights: str
    note: str
    effect: EffectPart | None
    problem: Problem | None
    refused: Problem | None
    lacks_note: bool
    is_graded: bool


def editor_page(
    viewer: Viewer,
    source: Source,
    *,
    folder: DataFolder,
    language: Language,
    given: Given | None = None,
    refused: Problem | None = None,
) -> EditorPage:
    """The form, as the scheme has it or as it was typed (`given`), then with its effect.

    `refused` is why it was not saved as a version.
    """
    scheme, typed, sight = source.scheme, given or {}, sight_of(viewer)
    arrays = arrays_of(sight, folder) if sight is not None else None
    effect, problem = None, None
    if given is not None and sight is not None and arrays is not None:
        try:
            effect = tried_effect(scheme, given, sight, arrays, language)
        except Problem as fault:
            problem = fault
    steps = [(f"{point:g}", Text("ledger, {n} points", "账本{n}分处").filled(n=f"{point:g}")) for point in POINTS[1:]]
    return EditorPage(
        source=source,
        tabs=tabs_of("schemes"),
        criteria=[_criterion(one, typed) for one in scheme.criteria] if scheme.method is Method.SCORECARD else [],
        tiers=[_knob(one, typed) for one in tier_cuts(scheme)],
        conditions=[_knob(one, typed) for one in condition_cuts(scheme)],
        gates=_gates(scheme, typed),
        tier_choices=[("", Text("off", "不启用")), *((tier.code, tier.label) for tier in scheme.tiers)],
        step_choices=[(FIXED, Text("fixed at", "固定为")), *steps],
        step_kinds=[(LEDGER, Text("read from the ledger", "取自账本")), (FIXED, Text("fixed at", "固定为"))],
        floor=typed.get("floor", written(scheme.coverage_floor, PERCENT)),
        floor_tier=typed.get("floor_tier", scheme.floor_tier or ""),
        weights=_sum(scheme, typed),
        note=typed.get("note", ""),
        effect=effect,
        problem=problem,
        refused=refused,
        lacks_note=refused is not None and not typed.get("note", "").strip(),
        is_graded=arrays is not None,
    )


def tried_effect(base: Scheme, given: Given, sight: Sight, arrays: Arrays, language: Language) -> EffectPart:
    """What the scheme of the form does.

    Raises Problem where the form stands for none.
    """
    new: Tried = tried(base, given)
    total = weight_sum(base, given) if base.method is Method.SCORECARD else PERCENT
    return effect_part(sight, arrays, new.scheme, language=language, doubts=new.doubts, total=total)


def _criterion(one: Criterion, typed: Mapping[str, str]) -> CriterionKnobs:
    unit, factor = unit_of(one.measure)
    kept = [""] * STEPS if one.breakpoints is None else [written(step, factor) for step in one.breakpoints]
    before = LEDGER if one.breakpoints is None else FIXED
    kind, fold = typed.get(f"b.{one.code}", before), typed.get(f"o.{one.code}", "")
    steps = [typed.get(f"b.{one.code}.{at}", step) for at, step in enumerate(kept)]
    return CriterionKnobs(
        code=one.code,
        label=one.label,
        kind=indicator_of(one.measure, one.indicator),
        unit=unit,
        weight=typed.get(f"w.{one.code}", written(one.weight)),
        from_ledger=kind == LEDGER,
        steps=steps,
        fold=fold,
        is_open=fold == OPENED or (not fold and (kind, steps) != (before, kept)),
    )


def _knob(one: CutPlace, typed: Mapping[str, str]) -> CutKnob:
    number, step = typed.get(one.name, one.number), typed.get(f"{one.name}.step", one.step)
    return CutKnob(one.name, one.label, one.bound, one.unit, number, step, one.is_open)


def _gates(scheme: Scheme, typed: Mapping[str, str]) -> list[GateKnob]:
    now = {gate.code: gate.highest_tier for gate in scheme.gates}
    return [GateKnob(code, GATE_WORDS[code], typed.get(f"g.{code}", now.get(code, ""))) for code in GATES]


def _sum(scheme: Scheme, typed: Mapping[str, str]) -> str:
    try:
        return written(round(weight_sum(scheme, typed), 2))
    except Problem:
        return "?"
