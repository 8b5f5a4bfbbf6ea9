"""The coach, as far as the viewer holds his seal."""

from datetime import timedelta

from tests.insight.health.made_facts import RECENT, TODAY, facts_of, flags_by_code, someone

from openkam.insight.health.facts import HeldCoach


def test_who_holds_no_seal_knows_of_no_coach() -> None:
    flag = flags_by_code(facts_of(someone(1)))["NO_COACH"]
    assert flag.sentence.en == "You know of no coach at this customer."
    assert not flag.evidence


def test_a_coach_without_evidence_in_ninety_days_is_unproven() -> None:
    for day, is_flag in ((None, True), (TODAY - timedelta(days=91), True), (RECENT, False)):
        flags = flags_by_code(facts_of(someone(1), coaches=(HeldCoach(1, day),)))
        assert ("COACH_UNPROVEN" in flags) is is_flag
        assert "NO_COACH" not in flags


def test_who_was_sealed_within_ninety_days_has_time_to_prove_himself() -> None:
    for days, is_flag in ((0, False), (89, False), (91, True)):
        flags = flags_by_code(facts_of(someone(1), coaches=(HeldCoach(1, None, TODAY - timedelta(days=days)),)))
        assert ("COACH_UNPROVEN" in flags) is is_flag, days


def test_a_coach_who_only_talks_is_no_champion_and_takes_no_answer() -> None:
    coach = (HeldCoach(1, RECENT),)
    flag = flags_by_code(facts_of(someone(1, profile="FRIEND"), coaches=coach))["COACH_TALKER"]
    assert not flag.may_answer, "an answer would tell the others of him"
    assert "COACH_TALKER" not in flags_by_code(facts_of(someone(1, profile="SKEPTIC"), coaches=coach))
