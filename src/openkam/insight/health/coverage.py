"""How well a customer's people are covered by ours: strength of a contact, coverage index, sphere of influence.

Plain functions over what the viewer may see; every score keeps the parts it was made of. Source: methods, 3.1 and 5.
Weights and spans are our own design until a company's won deals say better.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from openkam.analysis.words import Text
from openkam.records.activities.kinds import Kind
from openkam.records.contacts.kinds import Level, Progress, RoleCode

WEIGHTS: Final = {"recency": 0.30, "frequency": 0.25, "two_way": 0.15, "depth": 0.15, "seniority": 0.15}
"""Of the strength of a contact. Source: methods, 5."""
ROLE_WEIGHTS: Final = {RoleCode.DECIDER: 0.35, RoleCode.TECH_GATE: 0.25, RoleCode.USER: 0.20, RoleCode.BUYER: 0.20}
"""Of the roles somebody has to hold in every purchase; who merely influences is no base to cover."""
THREAD: Final = 30.0
"""A contact stronger than this is a live thread."""
FULL: Final = 60.0
"""From this strength on a role counts as covered in full."""
PERIOD_DAYS: Final = 90
_FRESH_DAYS: Final = 14
_STALE_DAYS: Final = 180
_OFTEN: Final = 4
_PENALTY: Final = 0.1
_DECIDER_UNKNOWN: Final = 50
_SENIORITY: Final[dict[str, float]] = {Level.DECISION: 100.0, Level.MANAGEMENT: 70.0, Level.EXECUTION: 40.0}
_TALKS: Final = {Kind.CALL: 60.0, Kind.CHAT: 40.0, Kind.FEEDBACK: 60.0, Kind.SAMPLE: 60.0}
_WRITTEN: Final = {Kind.MAIL: 20.0, Kind.LETTER: 20.0, Kind.QUESTIONNAIRE: 30.0}
NOT_A_CONTACT: Final = frozenset({Kind.PERSON_CHANGE, Kind.DECISION, Kind.PAYMENT, Kind.RIVAL_VISIT, Kind.MARKET_STUDY})
"""What the customer did without us, or we without him."""
FACE_TO_FACE: Final = frozenset(Kind) - NOT_A_CONTACT - set(_TALKS) - set(_WRITTEN)
"""What "met" means; a sample may come by post."""
_POWER: Final = {Progress.OUTSIDER: 1, Progress.BUSINESS: 2, Progress.FRIEND: 4, Progress.PARTNER: 5}


@dataclass(frozen=True)
class Touch:
    """One time a person was in touch with us: the day, the kind of entry, who of us was there (keys of users)."""

    day: date
    kind: str
    colleagues: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Strength:
    """Strength of a contact, 0 to 100, and its parts; seniority None where the level is unknown."""

    recency: float
    frequency: float
    two_way: float
    depth: float
    seniority: float | None

    @property
    def total(self) -> float:
        """The weighted mean of what is known."""
        parts: dict[str, float | None] = {name: getattr(self, name) for name in WEIGHTS}
        known = {name: value for name, value in parts.items() if value is not None}
        return sum(WEIGHTS[name] * value for name, value in known.items()) / sum(WEIGHTS[name] for name in known)


@dataclass(frozen=True)
class Covered:
    """A person of the customer, as far as coverage asks and the viewer may see.

    stance  −5 to 5; None: unknown, or not for this viewer
    power   of the closest relation of one of us to him, 1 to 5; None: unknown
    """

    person: int
    roles: frozenset[str] = frozenset()
    level: str = ""
    department: str = ""
    stance: int | None = None
    power: int | None = None
    is_coach: bool = False
    touches: Sequence[Touch] = ()


class Gate(StrEnum):
    """What makes a coverage fragile whatever its index. Source: methods, 5."""

    NO_DECIDER = "NO_DECIDER"
    DECIDER_UNMET = "DECIDER_UNMET"
    NO_COACH = "NO_COACH"
    NO_THREAD = "NO_THREAD"
    ONE_THREAD = "ONE_THREAD"
    ONE_DEPARTMENT = "ONE_DEPARTMENT"
    ONE_OF_US = "ONE_OF_US"


GATE_LABELS: Final = {
    Gate.NO_DECIDER: Text("No decider is known", "决策人未知"),
    Gate.DECIDER_UNMET: Text("The decider is known, not met", "决策人已知，尚未见面"),
    Gate.NO_COACH: Text("No coach that you know of", "您未掌握教练（内线）"),
    Gate.NO_THREAD: Text("None of their people is in regular touch with us", "对方无人与我方保持往来"),
    Gate.ONE_THREAD: Text("Only one of their people is in regular touch with us", "对方仅一人与我方保持往来"),
    Gate.ONE_DEPARTMENT: Text("All contacts sit in one department", "所有接触都在同一部门"),
    Gate.ONE_OF_US: Text("Only one of us is in regular touch with them", "我方仅一人与对方保持往来"),
}


@dataclass(frozen=True)
class RolePart:
    """What a role adds to the index: its weight, its best holder, his strength and the factor of his stance."""

    role: RoleCode
    weight: float
    holder: int | None = None
    strength: float = 0.0
    factor: float = 1.0

    @property
    def adds(self) -> float:
        """Its share of the index, 0 to its weight."""
        return self.weight * min(1.0, self.strength / FULL) * self.factor if self.holder is not None else 0.0


@dataclass(frozen=True)
class Coverage:
    """The index, 0 to 100, with everything it was made of.

    sphere   sphere-of-influence score
    threads  people who are live threads; strengths by person
    """

    index: float
    parts: tuple[RolePart, ...]
    gates: tuple[Gate, ...]
    sphere: int
    threads: frozenset[int]
    colleagues: frozenset[int]
    departments: frozenset[str]
    strengths: dict[int, Strength] = field(default_factory=dict)


def strength_of(touches: Sequence[Touch], level: str, day: date) -> Strength:
    """Strength of a contact on a day.

    recency    100 up to two weeks after the latest touch, then falling evenly to 0 after 180 days
    frequency  four touches in 90 days are 100
    two_way    share of those touches in which he talked with us and was not only written to
    depth      the deepest of those: meeting 100, call 60, chat 40, mail 20
    """
    past = [one for one in touches if one.day <= day and one.kind not in NOT_A_CONTACT]
    if not past:
        return Strength(0.0, 0.0, 0.0, 0.0, _SENIORITY.get(level))
    since = (day - max(one.day for one in past)).days
    recent = [one for one in past if (day - one.day).days < PERIOD_DAYS]
    talked = [one for one in recent if one.kind not in _WRITTEN]
    return Strength(
        recency=100.0 * min(1.0, max(0.0, (_STALE_DAYS - since) / (_STALE_DAYS - _FRESH_DAYS))),
        frequency=100.0 * min(1.0, len(recent) / _OFTEN),
        two_way=100.0 * len(talked) / len(recent) if recent else 0.0,
        depth=max((_depth(one.kind) for one in recent), default=0.0),
        seniority=_SENIORITY.get(level),
    )


def _depth(kind: str) -> float:
    return _WRITTEN.get(Kind(kind), _TALKS.get(Kind(kind), 100.0))


def coverage(people: Sequence[Covered], day: date) -> Coverage:
    """Σ over roles of weight × [held] × min(1, strength / 60) × factor of stance, as a percentage, and its gates.

    Of several holders of a role the one who covers it best counts. A stance below 0 takes a tenth a step; an unknown
    one takes nothing. Somebody nobody was in touch with has no strength, whatever his level.
    """
    strengths = {one.person: strength_of(one.touches, one.level, day) for one in people}
    touched = [one for one in people if _is_touched(one, day)]
    parts = tuple(_role_part(role, people, touched, strengths) for role in ROLE_WEIGHTS)
    threads = frozenset(one.person for one in touched if strengths[one.person].total > THREAD)
    live = [one for one in touched if one.person in threads]
    colleagues = frozenset(
        user for one in live for touch in one.touches if touch.day <= day for user in touch.colleagues
    )
    departments = frozenset(one.department for one in live if one.department)
    return Coverage(
        index=100.0 * sum(part.adds for part in parts),
        parts=parts,
        gates=(*_decider_gate(people, day), *_gates(people, threads, colleagues, departments)),
        sphere=sphere_of_influence([one.roles for one in people], [one.power for one in people]),
        threads=threads,
        colleagues=colleagues,
        departments=departments,
        strengths=strengths,
    )


def _is_touched(one: Covered, day: date) -> bool:
    return any(touch.day <= day and touch.kind not in NOT_A_CONTACT for touch in one.touches)


def _role_part(
    role: RoleCode, people: Sequence[Covered], touched: Sequence[Covered], strengths: dict[int, Strength]
) -> RolePart:
    weight, keys = ROLE_WEIGHTS[role], {one.person for one in touched}
    parts = [
        RolePart(
            role,
            weight,
            one.person,
            strengths[one.person].total if one.person in keys else 0.0,
            1.0 + _PENALTY * min(0, one.stance or 0),
        )
        for one in people
        if role in one.roles
    ]
    return max(parts, key=lambda part: (part.adds, -(part.holder or 0)), default=RolePart(role, weight))


def _decider_gate(people: Sequence[Covered], day: date) -> tuple[Gate, ...]:
    """Nobody is known to decide, or none of those who do was ever met face to face."""
    deciding = [one for one in people if RoleCode.DECIDER in one.roles]
    if not deciding:
        return (Gate.NO_DECIDER,)
    met = any(touch.kind in FACE_TO_FACE and touch.day <= day for one in deciding for touch in one.touches)
    return () if met else (Gate.DECIDER_UNMET,)


def _gates(
    people: Sequence[Covered],
    threads: frozenset[int],
    colleagues: frozenset[int],
    departments: frozenset[str],
) -> tuple[Gate, ...]:
    named = {one.person: one.department for one in people}
    closed = (
        (Gate.NO_COACH, not any(one.is_coach for one in people)),
        (Gate.NO_THREAD, not threads),
        (Gate.ONE_THREAD, len(threads) == 1),
        # Somebody of an unknown department may sit in another one.
        (Gate.ONE_DEPARTMENT, len(threads) > 1 and len(departments) == 1 and all(named[key] for key in threads)),
        (Gate.ONE_OF_US, len(threads) > 0 and len(colleagues) == 1),
    )
    return tuple(gate for gate, is_closed in closed if is_closed)


def sphere_of_influence(roles: Sequence[frozenset[str]], powers: Sequence[int | None]) -> int:
    """Roles held (0 to 4) × sum of the powers of known relations (1 to 5 each) − 50 where no decider is known."""
    held = {role for some in roles for role in some if role in ROLE_WEIGHTS}
    missing = 0 if RoleCode.DECIDER in held else _DECIDER_UNKNOWN
    return len(held) * sum(power for power in powers if power is not None) - missing


def power_of(level: int | None) -> int | None:
    """Power of a relation, 1 to 5, from how far it has come; None: unknown."""
    return None if level is None else _POWER.get(Progress(level))
