"""Who is for us, who against, and how old that picture is."""

from datetime import timedelta

from tests.insight.health.made_facts import TODAY, facts_of, flags_by_code, someone

from openkam.insight.health.flag import Severity


def test_minus_four_and_minus_five_are_flags_and_minus_three_is_not() -> None:
    flag = flags_by_code(facts_of(*(someone(-stance, stance=stance) for stance in (-3, -4, -5))))["STRONGLY_AGAINST"]
    assert sorted(one.key for one in flag.evidence) == [4, 5]


def test_a_map_of_friends_only_was_not_drawn_to_the_end() -> None:
    friends = [someone(one, stance=2) for one in range(4)]
    assert "NO_OPPONENT" in flags_by_code(facts_of(*friends))
    assert "NO_OPPONENT" not in flags_by_code(facts_of(*friends[:3]))
    assert "NO_OPPONENT" not in flags_by_code(facts_of(*friends, someone(9, stance=-1)))


def test_opponents_are_weighed_by_their_influence() -> None:
    against, friend = someone(1, stance=-1, influence="HIGH"), someone(2, stance=3, influence="LOW")
    assert "OPPONENTS_MATCH" in flags_by_code(facts_of(against, friend))
    strong = someone(3, stance=1, influence="HIGH")
    assert "OPPONENTS_MATCH" not in flags_by_code(facts_of(against, friend, strong))


def test_a_decider_who_sees_no_need_is_a_flag_and_one_in_trouble_is_not() -> None:
    role = frozenset({"DECIDER"})
    for mode, is_flag in (("EVEN_KEEL", True), ("OVERCONFIDENT", True), ("TROUBLE", False), ("GROWTH", False)):
        assert ("DECIDER_RESTING" in flags_by_code(facts_of(someone(1, roles=role, mode=mode)))) is is_flag


def test_a_decider_against_us_is_a_warning_and_an_alert_from_minus_three_on() -> None:
    role = frozenset({"DECIDER"})
    for stance, severity in (
        (-1, Severity.WARNING),
        (-2, Severity.WARNING),
        (-3, Severity.ALERT),
        (-5, Severity.ALERT),
    ):
        flag = flags_by_code(facts_of(someone(1, roles=role, stance=stance)))["DECIDER_AGAINST"]
        assert flag.severity is severity, stance
    for known in (someone(1, roles=role, stance=1), someone(1, roles=role), someone(1, stance=-5)):
        assert "DECIDER_AGAINST" not in flags_by_code(facts_of(known))
    hidden = flags_by_code(facts_of(someone(1, roles=role, stance=-5), reads_intel=False))
    assert "DECIDER_AGAINST" not in hidden


def test_an_old_mode_and_an_unknown_stance_are_told() -> None:
    old = someone(1, mode="GROWTH", mode_date=TODAY - timedelta(days=91), roles=frozenset({"USER"}))
    assert {"STALE_MODE", "STANCE_UNKNOWN"} <= set(flags_by_code(facts_of(old)))


def test_who_may_not_read_opinions_is_told_nothing_of_them() -> None:
    people = [someone(1, roles=frozenset({"DECIDER"})), someone(2)]
    codes = set(flags_by_code(facts_of(*people, reads_intel=False)))
    assert not codes & {"STANCE_UNKNOWN", "NO_OPPONENT", "OPPONENTS_MATCH", "STALE_MODE"}
