"""What changes objections and reviews of lost deals: one verb a function, one line in the audit trail each.

Each one raises Denied without the right, and Problem where something is missing or not the viewer's to change.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of, said
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import not_yours
from openkam.records.contacts.models import Person
from openkam.records.contacts.wording import refuse_private
from openkam.records.needs.causes import causes_to_ask
from openkam.records.needs.models import LossReview, Objection
from openkam.records.needs.search import write_review_texts
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User


@transaction.atomic
def note_objection(
    *,
    viewer: Viewer,
    account: Account,
    text: str,
    raised_date: date,
    person: Person | None = None,
    opportunity: Opportunity | None = None,
    owner: User | None = None,
    now: datetime,
) -> Objection:
    """Something speaks against us in the customer's eyes; `owner` is who of us answers it (None: the viewer)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    kept = said(text, 300, Text("The objection", "异议"))
    refuse_private(kept)
    _refuse_future(raised_date, viewer)
    _refuse_strangers(viewer, known, person, opportunity, owner)
    objection = Objection.objects.create(
        account=known,
        opportunity=opportunity,
        person=person,
        text=kept,
        raised_date=raised_date,
        owner_id=owner.pk if owner is not None else viewer.user or None,
        noted_by_id=viewer.user or None,
        noted_at=now,
    )
    change = {"text": [None, kept], "account": [None, known.pk], "raised_date": [None, raised_date.isoformat()]}
    record(viewer, "note_objection", kind="objection", key=objection.pk, change=change, now=now)
    return objection


@transaction.atomic
def answer_objection(
    *, viewer: Viewer, objection: Objection, answer: str, answered_date: date | None, now: datetime
) -> Objection:
    """How it was resolved, and when; without a day it stays open with what has been tried so far."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = Objection.objects.visible_to(viewer).select_related("account").filter(pk=objection.pk).first()
    if known is None:
        raise not_yours()
    changeable_one(viewer, known.account)
    kept = said(answer, 500, Text("The answer", "答复"))
    refuse_private(kept)
    if answered_date is not None:
        _refuse_future(answered_date, viewer)
        if answered_date < known.raised_date:
            raise _not_then(answered_date)
    before = (known.answer, known.answered_date)
    known.answer, known.answered_date = kept, answered_date
    known.save(update_fields=["answer", "answered_date"])
    days = [None if day is None else day.isoformat() for day in (before[1], answered_date)]
    change = {"answer": [before[0], kept], "answered_date": days}
    record(viewer, "answer_objection", kind="objection", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def review_loss(
    *, viewer: Viewer, opportunity: Opportunity, causes: Sequence[str], lesson: str, now: datetime
) -> LossReview:
    """Why a closed opportunity was not won, as the viewer sees it; the main cause first. The latest review holds."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = Opportunity.objects.visible_to(viewer).select_related("account").filter(pk=opportunity.pk).first()
    if known is None:
        raise not_yours()
    changeable_one(viewer, known.account)
    if known.outcome not in (Opportunity.Outcome.LOST, Opportunity.Outcome.STALLED):
        raise Problem(
            Text("Only a lost or stalled opportunity is reviewed.", "只有丢单或停滞的商机才需要复盘。"),
            remedy=Text("Close the opportunity first.", "请先关闭该商机。"),
        )
    asked = [cause.code for cause in causes_to_ask(lowest_price_was_ours=known.lowest_price_was_ours)]
    chosen = [one_of(code, asked) for code in dict.fromkeys(causes)]
    if not chosen:
        raise Problem(
            Text("No cause is named.", "还没有选择原因。"),
            remedy=Text("Choose at least one; begin with the one that weighed most.", "请至少选择一项，先选最主要的。"),
        )
    kept = said(lesson, 500, Text("The lesson", "教训"))
    refuse_private(kept)
    review = LossReview.objects.create(
        account=known.account,
        opportunity=known,
        causes=chosen,
        lesson=kept,
        author_id=viewer.user,
        reviewed_at=now,
    )
    write_review_texts([review])
    before, known.loss_causes = known.loss_causes, chosen
    known.save(update_fields=["loss_causes"])
    change = {"causes": [before, chosen], "lesson": [None, kept]}
    record(viewer, "review_loss", kind="lossreview", key=review.pk, change=change, now=now)
    return review


def _refuse_strangers(
    viewer: Viewer, account: Account, person: Person | None, opportunity: Opportunity | None, owner: User | None
) -> None:
    """All of them belong to the account, and the owner works here."""
    people = Person.objects.visible_to(viewer).filter(employments__account=account)
    deals = Opportunity.objects.visible_to(viewer).filter(account=account)
    is_known = (
        (person is None or people.filter(pk=person.pk).exists())
        and (opportunity is None or deals.filter(pk=opportunity.pk).exists())
        and (owner is None or User.objects.filter(pk=owner.pk, is_active=True).exists())
    )
    if not is_known:
        raise not_yours()


def _refuse_future(day: date, viewer: Viewer) -> None:
    if day > viewer.today:
        raise _not_then(day)


def _not_then(day: date) -> Problem:
    return Problem(
        Text("This day is not possible here.", "此处不能选择该日期。"),
        remedy=Text(
            "It is not in the future, and an answer is not before its objection.",
            "日期不得晚于今天，答复不得早于异议。",
        ),
        value=day.isoformat(),
    )
