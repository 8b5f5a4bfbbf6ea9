"""The register of rules is whole: words in both languages, limits, a page for each remedy."""

import re

from tests.insight.health.made_facts import facts_of, someone

from openkam.insight.health.flag import digest_of_evidence
from openkam.insight.health.limits import limit_of, shipped_limit
from openkam.insight.health.registry import EVERY_RULE, RULES_BY_CODE
from openkam.records.reviews.sealed import SEALED_FLAGS


def test_every_rule_has_its_own_code_and_words_in_both_languages() -> None:
    assert len(RULES_BY_CODE) == len(EVERY_RULE)
    for rule in EVERY_RULE:
        for words in (rule.label, rule.rule, rule.remedy, rule.button):
            assert words.en
            assert re.search(r"[\u4e00-\u9fff]", words.zh)
        assert rule.source


def test_a_rule_says_its_limit_exactly_where_it_has_one() -> None:
    for rule in EVERY_RULE:
        named = ["{limit}" in words for words in rule.rule]
        assert named == [rule.limits.unit != "on"] * 2, rule.code


def test_flags_on_a_seal_are_those_that_take_no_answer() -> None:
    assert {rule.code for rule in EVERY_RULE if rule.needs == "seal"} == SEALED_FLAGS


def test_a_company_limit_goes_before_the_shipped_one_and_none_turns_the_flag_off() -> None:
    limits, facts = RULES_BY_CODE["SINGLE_THREAD"].limits, facts_of(someone(1))
    assert limit_of("SINGLE_THREAD", limits, facts, {}) == 90
    assert limit_of("SINGLE_THREAD", limits, facts, {("SINGLE_THREAD", "KEY"): 30}) == 30
    assert limit_of("SINGLE_THREAD", limits, facts, {("SINGLE_THREAD", "KEY"): None}) is None
    assert limit_of("SINGLE_THREAD", limits, facts, {("SINGLE_THREAD", "SMALL"): 30}) == 90
    assert [shipped_limit(limits, place) for place in (0, 1, 2, 9, None)] == [90, 180, 365, 365, 180]


def test_the_digest_follows_the_evidence_and_not_its_order() -> None:
    from openkam.insight.health.flag import about

    one, other = about(someone(1), "-4"), about(someone(2), "-5")
    assert digest_of_evidence("X", None, [one, other]) == digest_of_evidence("X", None, [other, one])
    assert digest_of_evidence("X", None, [one]) != digest_of_evidence("X", None, [about(someone(1), "-5")])
    assert digest_of_evidence("X", None, [one]) != digest_of_evidence("X", 3, [one])
