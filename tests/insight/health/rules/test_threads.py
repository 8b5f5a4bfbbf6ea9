"""Single thread and its relatives: who is in touch with whom."""

import pytest
from tests.insight.health.made_facts import LONG_AGO, RECENT, facts_of, flags_by_code, someone

from openkam.insight.health.facts import Contact
from openkam.insight.health.flag import Severity


def test_one_live_contact_of_a_first_tier_account_is_an_alert() -> None:
    flag = flags_by_code(facts_of(someone(1, met=RECENT, touched_by={7: RECENT}), someone(2, met=LONG_AGO)))[
        "SINGLE_THREAD"
    ]
    assert flag.severity is Severity.ALERT
    assert (
        flag.sentence.en
        == "In 90 days only P1 of their people was in touch with 1 of us: one departure and we are out."
    )
    assert flag.sentence.zh == "90天内对方只有P1一人与我方1人有往来：此人一旦离开，关系就断了。"
    assert [one.key for one in flag.evidence] == [1]


def test_three_live_contacts_on_two_levels_clear_it() -> None:
    three = [someone(one, met=RECENT, level="EXECUTION" if one < 3 else "DECISION") for one in (1, 2, 3)]
    assert "SINGLE_THREAD" not in flags_by_code(facts_of(*three))


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([someone(1, met=RECENT), someone(2, met=RECENT)], "In 90 days only P1, P2 of their people were in touch"),
        ([someone(one, met=RECENT, level="EXECUTION") for one in range(3)], "All 3 of their people in touch"),
        ([someone(one, met=RECENT) for one in range(3)], "nobody's level is known"),
        ([someone(1), someone(2, met=LONG_AGO)], "None of the 2 people we know"),
    ],
)
def test_two_contacts_or_one_level_are_told_as_they_are(people: list[Contact], words: str) -> None:
    assert words in flags_by_code(facts_of(*people))["SINGLE_THREAD"].sentence.en


def test_below_the_second_tier_the_same_weighs_less_and_reaches_back_longer() -> None:
    people = [someone(1, met=RECENT.replace(month=1))]
    assert flags_by_code(facts_of(*people))["SINGLE_THREAD"].sentence.en.startswith("None of")
    flag = flags_by_code(facts_of(*people, tier="SMALL", place=3))["SINGLE_THREAD"]
    assert (flag.severity, flag.sentence.en[:19]) == (Severity.WARNING, "In 365 days only P1")


def test_an_account_that_matters_without_a_name_is_told_once() -> None:
    assert set(flags_by_code(facts_of())) == {"NOBODY_KNOWN"}
    assert flags_by_code(facts_of(tier="SMALL", place=3)) == {}, "nobody works on it: nobody's absence is a finding"


def test_one_department_and_one_level_need_to_be_known_to_be_told() -> None:
    same = [someone(one, department="Purchasing", level="EXECUTION") for one in (1, 2)]
    assert {"ONE_DEPARTMENT", "ONE_LEVEL"} <= set(flags_by_code(facts_of(*same)))
    mixed = [someone(1, department="Purchasing", level="EXECUTION"), someone(2)]
    assert not {"ONE_DEPARTMENT", "ONE_LEVEL"} & set(flags_by_code(facts_of(*mixed)))


def test_one_colleague_in_touch_with_two_people_is_a_bow_tie() -> None:
    ours = [someone(one, met=RECENT, touched_by={7: RECENT}) for one in (1, 2)]
    assert "ONE_OF_US" in flags_by_code(facts_of(*ours))
    both = [ours[0], someone(2, met=RECENT, touched_by={7: RECENT, 8: RECENT})]
    assert "ONE_OF_US" not in flags_by_code(facts_of(*both))


def test_silence_counts_of_people_with_a_part_in_the_buying() -> None:
    quiet = someone(1, met=LONG_AGO, roles=frozenset({"USER"}))
    assert "P1" in flags_by_code(facts_of(quiet, someone(2, met=LONG_AGO)))["SILENT_CONTACT"].sentence.en
    assert "SILENT_CONTACT" not in flags_by_code(facts_of(someone(1, met=LONG_AGO)))


def test_of_many_names_three_are_told_and_the_rest_counted() -> None:
    quiet = [someone(one, met=LONG_AGO, influence="HIGH") for one in range(6)]
    sentence = flags_by_code(facts_of(*quiet))["SILENT_CONTACT"].sentence
    assert sentence.en.endswith("P2 (since 22 Apr 2024) and 3 more.")
    assert sentence.zh.endswith("P2（自2024年4月22日起）等6人。")


def test_silence_since_a_month_is_told_by_the_month() -> None:
    quiet = someone(1, met=LONG_AGO, touched_by_month=True, influence="HIGH")
    sentence = flags_by_code(facts_of(quiet))["SILENT_CONTACT"].sentence
    assert sentence.en == "Silent for more than 90 days: P1 (since Apr 2024)."
    assert sentence.zh == "超过90天没有往来：P1（自2024年4月起）。"
