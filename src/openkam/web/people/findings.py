"""What the map says before anybody looks at it: its title, its figures, what is empty and what is fragile."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.insight.health.coverage import FULL, GATE_LABELS, Gate, RolePart
from openkam.insight.health.met import met_count, met_text
from openkam.records.contacts.kinds import Level
from openkam.records.contacts.labels import LEVELS as LEVEL_LABELS
from openkam.records.contacts.labels import ROLES
from openkam.web.people.scene import LEVELS, Figure, Scene
from openkam.web.people.wording import NO_LEVEL


@dataclass(frozen=True)
class LevelCount:
    """How many of a level are known, and how many of them met."""

    label: Text
    known: int
    met: int


@dataclass(frozen=True)
class PartLine:
    """What a role adds to the index, as its row says it; figures in percent."""

    role: Text
    weight: float
    holder: str
    strength: float
    factor: float
    adds: float


@dataclass(frozen=True)
class Findings:
    """The summary above the map."""

    title: Text
    met: int
    known: int
    index: float
    sphere: int | None
    threads: int
    colleagues: int
    levels: Sequence[LevelCount]
    parts: Sequence[PartLine]
    empty: Sequence[Text]
    gates: Sequence[Text]


def findings_of(scene: Scene) -> Findings:
    """The findings of a scene."""
    present, found = scene.present, scene.coverage
    knows = any(one.chair.known_by for one in present)
    # Whether a coach is known is told to nobody here, not even by a gap: pages are printed and shown around.
    gates = [GATE_LABELS[gate] for gate in found.gates if gate != Gate.NO_COACH]
    return Findings(
        title=_title(scene),
        met=met_count([one.seen.met for one in present]),
        known=len(present),
        index=found.index,
        sphere=found.sphere if knows else None,
        threads=len(found.threads),
        colleagues=len(found.colleagues),
        levels=_levels(present),
        parts=[_part(part, scene) for part in found.parts],
        empty=[ROLES[role] for role in scene.empty] if present else [],
        gates=gates if present else [],
    )


def _met(people: Sequence[Figure]) -> list[Figure]:
    return [one for one in people if one.seen.met is not None]


def _title(scene: Scene) -> Text:
    """How many were met, and the worst of what is missing."""
    present = scene.present
    if scene.people.chairs and not scene.figures:
        return Text("Nobody has a part in this deal yet", "该商机尚未登记参与人")
    if not present:
        return Text("Nobody is known here yet", "这里还没有认识的人")
    first, second = met_text([one.seen.met for one in present]), _second(scene, _met(present))
    return Text(f"{first.en}; {second.en}", f"{first.zh}，{second.zh}")


def _second(scene: Scene, met: Sequence[Figure]) -> Text:
    if not any(one.chair.level == Level.DECISION for one in scene.present):
        return Text("nobody known at decision level", "决策层无人认识")
    if met and not any(one.chair.level == Level.DECISION for one in met):
        return Text("nobody at decision level", "决策层无人见过")
    if scene.empty:
        names = [ROLES[role] for role in scene.empty]
        roles = Text(" or ".join(name.en.lower() for name in names), "、".join(name.zh for name in names))
        return Text("no {roles} known", "尚无{roles}").filled(roles=roles)
    told = (Gate.NO_DECIDER, Gate.DECIDER_UNMET, Gate.NO_THREAD, Gate.ONE_THREAD, Gate.ONE_DEPARTMENT, Gate.ONE_OF_US)
    gate = next((gate for gate in told if gate in scene.coverage.gates), None)
    if gate is not None:
        label = GATE_LABELS[gate]
        return Text(label.en[0].lower() + label.en[1:], label.zh)
    return Text("coverage {n} of 100", "覆盖指数{n}/100").filled(n=f"{scene.coverage.index:.0f}")


def _levels(present: Sequence[Figure]) -> list[LevelCount]:
    found = []
    for level in LEVELS:
        some = [one for one in present if one.chair.level == level]
        if some or level:
            found.append(LevelCount(LEVEL_LABELS.get(level, NO_LEVEL), len(some), len(_met(some))))
    return found


def _part(part: RolePart, scene: Scene) -> PartLine:
    holder = scene.by_key[part.holder].chair.name if part.holder is not None else ""
    strength = min(part.strength, FULL) / FULL
    return PartLine(ROLES[part.role], part.weight * 100, holder, strength * 100, part.factor * 100, part.adds * 100)
