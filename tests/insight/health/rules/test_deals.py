"""What endangers an open deal."""

from datetime import timedelta

from tests.insight.health.made_facts import LONG_AGO, RECENT, TODAY, facts_of, flags_by_code, someone

from openkam.insight.health.facts import Deal, OpenObjection, RivalVisit, TenderStep, Word


def test_the_tender_went_to_somebody_else() -> None:
    steps = (TenderStep(1, 5, "Liu", "", LONG_AGO), TenderStep(2, 6, "Wang", "", RECENT))
    flag = flags_by_code(facts_of(someone(1), deals=(Deal(9, "Crane", tender=steps),)))["TENDER_OWNER_CHANGED"]
    assert flag.sentence.en == 'The tender of "Crane" went from Liu to Wang on 11 Jun 2026.'
    same = (steps[0], TenderStep(3, 5, "Liu", "", RECENT))
    assert "TENDER_OWNER_CHANGED" not in flags_by_code(facts_of(someone(1), deals=(Deal(9, "C", tender=same),)))
    assert "TENDER_OWNER_CHANGED" not in flags_by_code(facts_of(someone(1), deals=(Deal(9, "C", tender=steps[:1]),)))


def test_one_persons_word_is_a_flag_until_another_confirms_it() -> None:
    word = Word(3, 5, "Liu", "I chair the tender", RECENT, is_confirmed=False)
    facts = facts_of(someone(1), deals=(Deal(9, "Crane", promises=(word,)),))
    assert "word of Liu alone" in flags_by_code(facts)["ONE_PROMISE"].sentence.en
    confirmed = Word(3, 5, "Liu", "I chair the tender", RECENT, is_confirmed=True)
    assert "ONE_PROMISE" not in flags_by_code(facts_of(someone(1), deals=(Deal(9, "C", promises=(confirmed,)),)))
    second = Word(4, 6, "Wang", "so it is", RECENT, is_confirmed=False)
    assert "ONE_PROMISE" not in flags_by_code(facts_of(someone(1), deals=(Deal(9, "C", promises=(word, second)),)))
    assert "ONE_PROMISE" not in flags_by_code(facts_of(someone(1), deals=facts.deals, reads_intel=False))


def test_what_is_mended_on_the_opportunity_leads_to_its_page() -> None:
    word = Word(3, 5, "Liu", "I chair the tender", RECENT, is_confirmed=False)
    flags = flags_by_code(facts_of(someone(1), deals=(Deal(9, "Crane", promises=(word,)),)))
    assert flags["ONE_PROMISE"].href(7) == "/opportunities/9/#promise"
    assert flags["NO_DECIDER"].href(7) == "/accounts/7/people/"


def test_an_objection_becomes_a_flag_after_its_days() -> None:
    old = OpenObjection(8, "not the final maker", TODAY - timedelta(days=14))
    assert "OPEN_OBJECTION" in flags_by_code(facts_of(someone(1), objections=(old,)))
    fresh = OpenObjection(8, "not the final maker", TODAY - timedelta(days=13))
    assert "OPEN_OBJECTION" not in flags_by_code(facts_of(someone(1), objections=(fresh,)))


def test_a_rival_was_there_and_we_were_not_since() -> None:
    seen = (RivalVisit(7, "Guangdong Ink", RECENT),)
    assert "Guangdong Ink" in flags_by_code(facts_of(someone(1), rival_visits=seen))["RIVAL_VISIT"].sentence.zh
    after = RECENT + timedelta(days=1)
    assert "RIVAL_VISIT" not in flags_by_code(facts_of(someone(1), rival_visits=seen, last_met=after))


def test_many_facts_nobody_confirmed() -> None:
    facts = tuple((f"item.{n}", RECENT) for n in range(5))
    assert "UNCONFIRMED_FACTS" in flags_by_code(facts_of(someone(1), unconfirmed=facts))
    assert "UNCONFIRMED_FACTS" not in flags_by_code(facts_of(someone(1), unconfirmed=facts[1:]))
