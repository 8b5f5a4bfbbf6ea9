"""Coverage of a customer's people: the vectors of the methods, and cases worked by hand."""

from datetime import date, timedelta

import pytest

from openkam.insight.health.coverage import (
    Covered,
    Gate,
    Strength,
    Touch,
    coverage,
    power_of,
    sphere_of_influence,
    strength_of,
)
from openkam.records.contacts.kinds import RoleCode

DAY = date(2026, 7, 1)


def touch(days: int, kind: str = "MEETING", *colleagues: int) -> Touch:
    """Somebody was in touch so many days ago."""
    return Touch(DAY - timedelta(days=days), kind, frozenset(colleagues or (1,)))


def test_strength_is_the_weighted_mean_of_the_source() -> None:
    assert Strength(80, 60, 100, 50, 100).total == pytest.approx(76.5)


def test_an_unknown_level_is_left_out_of_the_mean_and_not_counted_as_nothing() -> None:
    assert Strength(80, 60, 100, 50, None).total == pytest.approx((24 + 15 + 15 + 7.5) / 0.85)


def test_parts_of_strength_by_hand() -> None:
    found = strength_of([touch(10), touch(40, "MAIL"), touch(200)], "MANAGEMENT", DAY)
    assert found == Strength(recency=100.0, frequency=50.0, two_way=50.0, depth=100.0, seniority=70.0)
    assert strength_of([touch(97)], "", DAY).recency == pytest.approx(50.0)
    assert strength_of([touch(180)], "", DAY).total == 0.0


def test_what_comes_later_and_what_happened_without_us_is_no_touch() -> None:
    assert strength_of([touch(-1), touch(5, "PERSON_CHANGE")], "DECISION", DAY).recency == 0.0


def test_sphere_of_influence_as_the_source_counts() -> None:
    three = [frozenset({"DECIDER"}), frozenset({"USER"}), frozenset({"TECH_GATE", "INFLUENCER"}), frozenset[str]()]
    assert sphere_of_influence(three, [4, 3, 5, 2]) == 42
    without = [frozenset({"BUYER"}), *three[1:]]
    assert sphere_of_influence(without, [4, 3, 5, 2]) == -8
    assert sphere_of_influence([], []) == -50
    assert [power_of(level) for level in (None, 0, 1, 2, 3)] == [None, 1, 2, 4, 5]


def test_nobody_known_covers_nothing() -> None:
    found = coverage([], DAY)
    assert found.index == 0
    assert found.gates == (Gate.NO_DECIDER, Gate.NO_COACH, Gate.NO_THREAD)


def full(person: int, role: str, *, stance: int | None = None, colleagues: tuple[int, ...] = (1, 2)) -> Covered:
    """Somebody whom two of us meet often, in a department of his own."""
    touches = [touch(days, "MEETING", *colleagues) for days in (3, 20, 40, 60)]
    return Covered(person, frozenset({role}), "DECISION", f"department {person}", stance, 4, False, touches)


def test_four_roles_met_often_by_two_of_us_are_full_coverage() -> None:
    people = [full(key, role) for key, role in enumerate(("DECIDER", "TECH_GATE", "USER", "BUYER"))]
    found = coverage(people, DAY)
    assert found.index == pytest.approx(100)
    assert found.gates == (Gate.NO_COACH,)
    assert found.sphere == 4 * 16


def test_a_stance_against_us_takes_a_tenth_a_step_and_a_good_one_adds_nothing() -> None:
    assert coverage([full(1, "DECIDER", stance=-4)], DAY).index == pytest.approx(35 * 0.6)
    assert coverage([full(1, "DECIDER", stance=5)], DAY).index == pytest.approx(35)


def test_of_two_holders_the_better_covered_counts() -> None:
    found = coverage([full(1, "DECIDER", stance=-5), full(2, "DECIDER")], DAY)
    decider = next(part for part in found.parts if part.role == RoleCode.DECIDER)
    assert (decider.holder, decider.factor) == (2, 1.0)


def test_a_decider_nobody_met_has_no_strength_whatever_his_level() -> None:
    found = coverage([Covered(1, frozenset({"DECIDER"}), "DECISION")], DAY)
    assert found.index == 0
    assert Gate.DECIDER_UNMET in found.gates
    assert Gate.NO_DECIDER not in found.gates, "he is known"


@pytest.mark.parametrize(
    ("kind", "is_met"), [("MAIL", False), ("CALL", False), ("RIVAL_VISIT", False), ("MEETING", True)]
)
def test_a_decider_is_met_who_was_met_face_to_face(kind: str, is_met: bool) -> None:
    roles = frozenset({"DECIDER"})
    found = coverage([Covered(1, roles), Covered(2, roles, touches=[touch(400, kind, 1)])], DAY)
    assert (Gate.DECIDER_UNMET not in found.gates) is is_met
    assert Gate.NO_DECIDER not in found.gates


def test_one_thread_one_department_and_one_of_us_are_said() -> None:
    alone = coverage([full(1, "USER", colleagues=(1,))], DAY)
    assert {Gate.ONE_THREAD, Gate.ONE_OF_US} <= set(alone.gates)
    assert Gate.ONE_DEPARTMENT not in alone.gates
    same = [Covered(key, frozenset({"USER"}), "DECISION", "IT", touches=full(key, "USER").touches) for key in (1, 2)]
    assert Gate.ONE_DEPARTMENT in coverage(same, DAY).gates
    assert Gate.ONE_DEPARTMENT not in coverage([*same, full(3, "BUYER")], DAY).gates


def test_a_weak_contact_is_no_thread() -> None:
    found = coverage([Covered(1, frozenset({"USER"}), "EXECUTION", touches=[touch(170, "MAIL")])], DAY)
    assert not found.threads
    assert 0 < found.index < 5
