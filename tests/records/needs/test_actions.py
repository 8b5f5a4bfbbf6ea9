"""Objections are answered, and lost deals reviewed: price is no cause where ours was the lowest."""

from typing import Any

import pytest
from tests.cast import NOW, TODAY, Cast, as_viewer, cast

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.needs import actions
from openkam.records.needs.causes import CAUSES, causes_to_ask
from openkam.records.needs.models import LossReview, Objection
from openkam.records.needs.questions import QUESTIONS
from openkam.records.opportunities.models import Opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def objection(company: Cast, **rest: Any) -> Objection:
    """One at harbour."""
    words = {"account": company.harbour, "text": "You are not the final maker.", "raised_date": TODAY, "now": NOW}
    return actions.note_objection(viewer=as_viewer(company.fang), **words | rest)


def lost(company: Cast, *, lowest: bool | None = True, outcome: str = "LOST") -> Opportunity:
    """A deal at harbour that was not won."""
    return Opportunity.objects.create(
        account=company.harbour,
        name="Tender",
        outcome=outcome,
        closed_date=TODAY if outcome != "OPEN" else None,
        lowest_price_was_ours=lowest,
        opened_date=TODAY,
        created_at=NOW,
    )


def test_an_objection_is_open_until_it_was_answered(company: Cast) -> None:
    made, viewer = objection(company), as_viewer(company.fang)
    assert (made.owner_id, made.answered_date) == (company.fang.pk, None)
    actions.answer_objection(viewer=viewer, objection=made, answer="Plant visit.", answered_date=None, now=NOW)
    assert Objection.objects.get().answered_date is None
    actions.answer_objection(viewer=viewer, objection=made, answer="He saw the plant.", answered_date=TODAY, now=NOW)
    assert Objection.objects.get().answered_date == TODAY
    assert "plant" not in str([line.change for line in AuditLine.objects.all()])


def test_an_objection_is_not_answered_before_it_was_raised_nor_by_a_stranger(company: Cast) -> None:
    made = objection(company)
    for who, day in (("fang", TODAY.replace(year=2025)), ("mei", TODAY)):
        with pytest.raises(Problem):
            actions.answer_objection(
                viewer=as_viewer(getattr(company, who)), objection=made, answer="x", answered_date=day, now=NOW
            )
    with pytest.raises(Denied):
        actions.answer_objection(
            viewer=as_viewer(company.cfo), objection=made, answer="x", answered_date=TODAY, now=NOW
        )


def test_an_objection_says_something_and_belongs_to_people_and_deals_of_the_account(company: Cast) -> None:
    deal = lost(company)
    deal.account = company.northwind
    deal.save()
    for wrong in ({"text": " "}, {"text": "他要回扣"}, {"opportunity": deal}, {"account": company.steelworks}):
        with pytest.raises(Problem):
            objection(company, **wrong)
    assert not Objection.objects.exists()


def test_price_is_not_offered_as_a_cause_where_ours_was_the_lowest(company: Cast) -> None:
    assert "PRICE" not in [cause.code for cause in causes_to_ask(lowest_price_was_ours=True)]
    assert "PRICE" in [cause.code for cause in causes_to_ask(lowest_price_was_ours=False)]
    review = {"viewer": as_viewer(company.fang), "opportunity": lost(company), "lesson": "Know more people."}
    with pytest.raises(Problem):
        actions.review_loss(**review, causes=["PRICE"], now=NOW)
    assert not LossReview.objects.exists()


def test_a_review_keeps_causes_and_lesson_and_the_deal_its_causes(company: Cast) -> None:
    deal = lost(company)
    causes = ["SINGLE_CONTACT", "TECH_GATE_UNMET", "PERSON_CHANGE_MISSED", "SINGLE_CONTACT"]
    actions.review_loss(
        viewer=as_viewer(company.fang), opportunity=deal, causes=causes, lesson="Know more people.", now=NOW
    )
    deal.refresh_from_db()
    assert deal.loss_causes == LossReview.objects.get().causes == causes[:3]


def test_only_what_was_not_won_is_reviewed_and_never_without_a_cause(company: Cast) -> None:
    viewer = as_viewer(company.fang)
    for deal, causes in ((lost(company, outcome="OPEN"), ["RIVAL"]), (lost(company, outcome="WON"), ["RIVAL"])):
        with pytest.raises(Problem):
            actions.review_loss(viewer=viewer, opportunity=deal, causes=causes, lesson="x", now=NOW)
    with pytest.raises(Problem):
        actions.review_loss(viewer=viewer, opportunity=lost(company), causes=[], lesson="x", now=NOW)


def test_the_two_open_questions_of_the_source_are_there_in_both_languages() -> None:
    first, second = QUESTIONS[:2]
    assert first.is_open
    assert second.is_open
    assert "期望" in first.text.zh
    assert "市场" in second.text.zh
    assert len({cause.code for cause in CAUSES}) == len(CAUSES)
