"""How people see one purchase."""

from datetime import date, timedelta

from tests.insight.health.made_facts import RECENT, TODAY, facts_of, flags_by_code, someone

from openkam.insight.health.facts import Deal, DealMode

OLD = TODAY - timedelta(days=61)
SIGNS = {"DECIDER": frozenset({1})}


def seen(person: int, mode: str, day: date = RECENT) -> DealMode:
    """A mode as it was noted."""
    return DealMode(40 + person, person, f"P{person}", mode, day)


def test_a_mode_in_a_deal_grows_old() -> None:
    deals = (Deal(9, "Crane", modes=(seen(1, "GROWTH", OLD), seen(2, "TROUBLE"))),)
    flag = flags_by_code(facts_of(someone(1), someone(2), deals=deals))["STALE_DEAL_MODE"]
    assert flag.sentence.en == 'How they see "Crane" was noted more than 60 days ago: P1.'
    assert (flag.opportunity, flag.href(7)) == (9, "/opportunities/9/#view")
    fresh = (Deal(9, "Crane", modes=(seen(1, "GROWTH", OLD + timedelta(days=1)),)),)
    assert "STALE_DEAL_MODE" not in flags_by_code(facts_of(someone(1), deals=fresh))


def test_whoever_left_has_no_mode_any_more() -> None:
    deals = (Deal(9, "Crane", roles=SIGNS, modes=(seen(1, "EVEN_KEEL", OLD),)),)
    assert not {"STALE_DEAL_MODE", "SIGNER_RESTING"} & set(flags_by_code(facts_of(someone(2), deals=deals)))


def test_who_signs_the_deal_sees_no_need_for_it() -> None:
    for mode, is_flag in (("EVEN_KEEL", True), ("OVERCONFIDENT", True), ("GROWTH", False), ("TROUBLE", False)):
        deals = (Deal(9, "Crane", roles=SIGNS, modes=(seen(1, mode),)),)
        assert ("SIGNER_RESTING" in flags_by_code(facts_of(someone(1), deals=deals))) is is_flag
    user = (Deal(9, "Crane", roles=SIGNS, modes=(seen(2, "EVEN_KEEL"),)),)
    assert "SIGNER_RESTING" not in flags_by_code(facts_of(someone(1), someone(2), deals=user))


def test_who_signs_for_the_account_signs_where_nobody_else_is_named() -> None:
    deals = (Deal(9, "Crane", modes=(seen(1, "EVEN_KEEL"),)),)
    decider = someone(1, roles=frozenset({"DECIDER"}))
    assert "SIGNER_RESTING" in flags_by_code(facts_of(decider, deals=deals))
    assert "SIGNER_RESTING" not in flags_by_code(facts_of(decider, deals=deals, reads_intel=False))
