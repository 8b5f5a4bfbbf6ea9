"""People who left, fell or came, and what that does to the relation."""

from datetime import timedelta

from tests.insight.health.made_facts import RECENT, TODAY, facts_of, flags_by_code, someone

from openkam.insight.health.facts import Change, ChangeKind
from openkam.insight.health.flag import Severity

DECIDES = frozenset({"DECIDER"})


def change(kind: ChangeKind, **known: object) -> Change:
    """Something that happened to Liu lately."""
    return Change(kind, 5, "Liu", "Deputy", RECENT, **known)  # type: ignore[arg-type]


def test_somebody_left_and_it_weighs_more_where_he_decided() -> None:
    flag = flags_by_code(facts_of(someone(1), changes=(change(ChangeKind.LEFT),)))["PERSON_LEFT"]
    assert (flag.severity, flag.sentence.en) == (Severity.WARNING, "Left within 180 days: Liu (Deputy).")
    decided = change(ChangeKind.LEFT, roles=DECIDES)
    assert flags_by_code(facts_of(someone(1), changes=(decided,)))["PERSON_LEFT"].severity is Severity.ALERT


def test_a_change_is_old_news_after_its_days() -> None:
    old = Change(ChangeKind.LOWERED, 5, "Liu", "", TODAY - timedelta(days=181))
    assert "PERSON_LOWERED" not in flags_by_code(facts_of(someone(1), changes=(old,)))
    assert "PERSON_LOWERED" in flags_by_code(facts_of(someone(1), changes=(change(ChangeKind.LOWERED),)))


def test_a_new_chief_is_flagged_until_he_was_met_in_his_new_place() -> None:
    news = (change(ChangeKind.NEW_CHIEF),)
    assert "NEW_CHIEF" in flags_by_code(facts_of(someone(5, met=RECENT - timedelta(days=1)), changes=news))
    assert "NEW_CHIEF" not in flags_by_code(facts_of(someone(5, met=RECENT), changes=news))


def test_the_log_may_tell_of_a_change_before_the_map_does() -> None:
    noted = Change(ChangeKind.NOTED, 0, "Purchasing lead demoted", "", RECENT, key=44)
    flag = flags_by_code(facts_of(someone(1), changes=(noted,)))["CHANGE_NOTED"]
    assert [(one.kind, one.key) for one in flag.evidence] == [("activity", 44)]


def test_a_decider_who_left_proposes_that_the_phase_fell_and_changes_nothing() -> None:
    left = (change(ChangeKind.LEFT, roles=DECIDES),)
    settled = {"phase": "STABILISE", "phase_since": TODAY - timedelta(days=400)}
    assert "PHASE_IN_DOUBT" in flags_by_code(facts_of(someone(1), changes=left, **settled))
    judged_since = {"phase": "STABILISE", "phase_since": TODAY - timedelta(days=5)}
    assert "PHASE_IN_DOUBT" not in flags_by_code(facts_of(someone(1), changes=left, **judged_since))
    assert "PHASE_IN_DOUBT" not in flags_by_code(facts_of(someone(1), changes=left, phase="BUILD"))
