"""Roles nobody holds, and people in them whom nobody met."""

from tests.insight.health.made_facts import LONG_AGO, RECENT, facts_of, flags_by_code, someone

from openkam.insight.health.facts import Deal
from openkam.insight.health.flag import Severity

DEAL = Deal(9, "Quay crane")


def test_nobody_decides_as_far_as_we_know() -> None:
    flags = flags_by_code(facts_of(someone(1)))
    assert flags["NO_DECIDER"].severity is Severity.ALERT
    assert "DECIDER_UNMET" not in flags


def test_an_empty_chair_of_a_decider_is_told_as_such() -> None:
    flag = flags_by_code(facts_of(someone(1), empty_chairs=frozenset({"DECIDER"})))["NO_DECIDER"]
    assert "do not know who it is" in flag.sentence.en
    assert flag.facts != flags_by_code(facts_of(someone(1)))["NO_DECIDER"].facts


def test_a_decider_nobody_met_lately_is_an_alert_until_he_is_met() -> None:
    role = frozenset({"DECIDER"})
    flags = flags_by_code(facts_of(someone(1, roles=role, met=LONG_AGO)))
    assert flags["DECIDER_UNMET"].severity is Severity.ALERT
    assert "NO_DECIDER" not in flags
    assert "DECIDER_UNMET" not in flags_by_code(facts_of(someone(1, roles=role, met=RECENT)))
    called = someone(1, roles=role, touched=RECENT)
    assert "DECIDER_UNMET" in flags_by_code(facts_of(called)), "a call is no meeting"


def test_a_role_in_the_deal_is_a_role() -> None:
    deal = Deal(9, "Quay crane", roles={"DECIDER": frozenset({1}), "USER": frozenset({1})})
    flags = flags_by_code(facts_of(someone(1, met=RECENT), deals=(deal,)))
    assert not {"NO_DECIDER", "NO_USER"} & set(flags)
    assert flags["NO_TECH_GATE"].sentence.en.startswith("We do not know who judges the technique in “Quay crane”")


def test_who_decides_in_one_deal_decides_in_no_other() -> None:
    crane = Deal(9, "Quay crane", roles={"DECIDER": frozenset({1}), "TECH_GATE": frozenset({1})})
    spares, gone = Deal(10, "Spares"), Deal(11, "Service", roles={"DECIDER": frozenset({99})})
    one = someone(1, met=RECENT)
    flag = flags_by_code(facts_of(one, deals=(crane, spares, gone)))["NO_DECIDER"]
    assert flag.severity is Severity.WARNING
    assert "in “Spares”, “Service”;" in flag.sentence.en
    assert "商机“Spares”、“Service”" in flag.sentence.zh
    assert [found.key for found in flag.evidence] == [10, 11]
    gate = flags_by_code(facts_of(one, deals=(crane, spares)))["NO_TECH_GATE"]
    assert [found.key for found in gate.evidence] == [10]
    everywhere = someone(2, roles=frozenset({"DECIDER", "TECH_GATE"}), met=RECENT)
    covered = flags_by_code(facts_of(one, everywhere, deals=(crane, spares)))
    assert not {"NO_DECIDER", "NO_TECH_GATE"} & set(covered)


def test_who_has_a_role_in_one_deal_is_named_with_it() -> None:
    crane = Deal(9, "Quay crane", roles={"DECIDER": frozenset({1, 2}), "TECH_GATE": frozenset({1})})
    whole = someone(2, roles=frozenset({"DECIDER"}))
    flags = flags_by_code(facts_of(someone(1, stance=-1), whole, deals=(crane,)))
    assert flags["DECIDER_UNMET"].sentence.en.startswith("Decision maker P1 (“Quay crane”), P2: not met")
    assert flags["DECIDER_UNMET"].sentence.zh.startswith("决策人P1（“Quay crane”）、P2：")
    assert "P1 (“Quay crane”) can veto" in flags["TECH_GATE_UNMET"].sentence.en
    assert "P1 (“Quay crane”) can veto" in flags["TECH_GATE_AGAINST"].sentence.en


def test_a_technical_gatekeeper_unmet_or_against_us() -> None:
    gate = someone(1, roles=frozenset({"TECH_GATE"}), stance=-2)
    flags = flags_by_code(facts_of(gate, deals=(DEAL,)))
    assert {"TECH_GATE_UNMET", "TECH_GATE_AGAINST"} <= set(flags)
    assert "NO_TECH_GATE" not in flags
    hidden = flags_by_code(facts_of(gate, deals=(DEAL,), reads_intel=False))
    assert "TECH_GATE_AGAINST" not in hidden


def test_no_user_on_a_deal_of_the_first_tier() -> None:
    flag = flags_by_code(facts_of(someone(1), deals=(DEAL,)))["NO_USER"]
    assert (flag.opportunity, flag.deal) == (9, "Quay crane")
    assert "NO_USER" not in flags_by_code(facts_of(someone(1), deals=(DEAL,), place=1))
    assert "NO_USER" not in flags_by_code(facts_of(someone(1, roles=frozenset({"USER"})), deals=(DEAL,)))
