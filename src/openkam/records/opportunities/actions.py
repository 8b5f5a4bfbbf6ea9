"""Everything that changes opportunities, the people's part in them, who runs the purchase, and what was promised.

Each one raises Denied without the right, and Problem where something is missing, out of bounds or not the viewer's to
change; then nothing was changed. Views and promises are written by those who work on the account, only.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.currencies import currency_code
from openkam.core.periods import day_text
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.contacts.kinds import Degree, Mode, RoleCode
from openkam.records.contacts.models import Person
from openkam.records.contacts.reach import colleague_of, nothing_to_end, own_account, past_day, person_at
from openkam.records.contacts.wording import told
from openkam.records.opportunities.models import DealRole, DealView, Opportunity, Promise, TenderOwner
from openkam.records.opportunities.search import write_deal_texts
from openkam.records.opportunities.seen import refuse_unseen
from openkam.records.users.models import User

Outcome = Opportunity.Outcome
_EVIDENCE: Final = Text("The evidence", "依据")
_SOURCE: Final = Text("The source", "来源")


@transaction.atomic
def note_opportunity(
    *,
    viewer: Viewer,
    account: Account,
    name: str,
    now: datetime,
    category: str = "",
    owner: User | None = None,
    amount_units: int | None = None,
    currency: str = "",
    expected_date: date | None = None,
    bid_date: date | None = None,
    opened_date: date | None = None,
) -> Opportunity:
    """Something the customer may buy; `owner` is who of us leads it (None: the viewer), amounts in 1/10,000."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    opened = past_day(viewer, opened_date)
    _due_later(opened, bid_date, expected_date)
    opportunity = Opportunity.objects.create(
        account=known,
        name=told(name, 200, Text("The name", "名称")),
        category=told(category, 100, Text("The category", "类别"), may_be_blank=True),
        owner_id=colleague_of(owner).pk if owner is not None else viewer.user or None,
        **_money(amount_units, currency),
        expected_date=expected_date,
        bid_date=bid_date,
        opened_date=opened,
        created_at=now,
    )
    write_deal_texts([opportunity])
    change = {"account": [None, known.pk], "name": [None, opportunity.name], "owner": [None, opportunity.owner_id]}
    record(viewer, "note_opportunity", kind="opportunity", key=opportunity.pk, change=change, now=now)
    return opportunity


@transaction.atomic
def change_opportunity(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    seen: str,
    name: str,
    now: datetime,
    category: str = "",
    owner: User | None = None,
    amount_units: int | None = None,
    currency: str = "",
    expected_date: date | None = None,
    bid_date: date | None = None,
    opened_date: date | None = None,
) -> Opportunity:
    """What is known of it is another: all of it is said again, what is left out becomes unknown.

    Who leads it and since when it is open stay as they are unless they are named. `seen` is the `mark_of` what whoever
    changes it had before him: what a colleague wrote meanwhile is not lost unseen.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = _changeable(viewer, opportunity)
    refuse_unseen(known, seen)
    new: dict[str, Any] = {
        "name": told(name, 200, Text("The name", "名称")),
        "category": told(category, 100, Text("The category", "类别"), may_be_blank=True),
        "owner_id": colleague_of(owner).pk if owner is not None and owner.pk != known.owner_id else known.owner_id,
        **_money(amount_units, currency),
        "expected_date": expected_date,
        "bid_date": bid_date,
        "opened_date": past_day(viewer, opened_date) if opened_date is not None else known.opened_date,
    }
    if known.closed_date is not None:
        _not_before(known.closed_date, new["opened_date"])
    _due_later(new["opened_date"], bid_date, expected_date)
    changed = {field: [getattr(known, field), value] for field, value in new.items() if getattr(known, field) != value}
    change = {field.removesuffix("_id"): values for field, values in changed.items()}
    Opportunity.objects.filter(pk=known.pk).update(**new)
    record(viewer, "change_opportunity", kind="opportunity", key=known.pk, change=change, now=now)
    known.refresh_from_db()
    write_deal_texts([known])
    return known


@transaction.atomic
def close_opportunity(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    outcome: str,
    now: datetime,
    closed_date: date | None = None,
    lowest_price_was_ours: bool | None = None,
) -> Opportunity:
    """Won, lost or stalled, on a day; None: nobody knows whose price was the lowest, which is asked of a lost one."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = _changeable(viewer, opportunity)
    if known.outcome != Outcome.OPEN:
        raise Problem(
            Text("This opportunity is closed already.", "该商机已关闭。"),
            remedy=Text("Open it again first.", "请先重新打开。"),
        )
    day = _not_before(past_day(viewer, closed_date), known.opened_date)
    known.outcome = one_of(outcome, {Outcome.WON.value, Outcome.LOST.value, Outcome.STALLED.value})
    known.closed_date, known.lowest_price_was_ours = day, lowest_price_was_ours
    known.save(update_fields=["outcome", "closed_date", "lowest_price_was_ours"])
    change: dict[str, Any] = {"outcome": [Outcome.OPEN.value, known.outcome], "closed_date": [None, day]}
    if lowest_price_was_ours is not None:
        change["lowest_price_was_ours"] = [None, lowest_price_was_ours]
    record(viewer, "close_opportunity", kind="opportunity", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def reopen_opportunity(*, viewer: Viewer, opportunity: Opportunity, now: datetime) -> Opportunity:
    """It goes on; why it was thought over stays in the trail, and what was learned in its reviews."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = _changeable(viewer, opportunity)
    if known.outcome == Outcome.OPEN:
        raise nothing_to_end()
    change = {"outcome": [known.outcome, Outcome.OPEN.value], "closed_date": [known.closed_date, None]}
    known.outcome, known.closed_date = Outcome.OPEN, None
    known.lowest_price_was_ours, known.loss_causes = None, []
    known.save(update_fields=["outcome", "closed_date", "lowest_price_was_ours", "loss_causes"])
    record(viewer, "reopen_opportunity", kind="opportunity", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def note_deal_role(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    person: Person,
    role: str,
    now: datetime,
    position: str = "",
    evidence: str = "",
    since_date: date | None = None,
) -> DealRole:
    """What he is in this opportunity, and his post in the customer's project; again: post and evidence are these."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = _changeable(viewer, opportunity)
    row = {
        "position": told(position, 100, Text("The post in the project", "项目职务"), may_be_blank=True),
        "evidence": told(evidence, 300, _EVIDENCE, may_be_blank=True),
        "noted_by_id": viewer.user or None,
        "noted_at": now,
    }
    held, _ = DealRole.objects.update_or_create(
        account=known.account,
        opportunity=known,
        person=person_at(viewer, known.account, person),
        role=one_of(role, RoleCode.values),
        until_date=None,
        defaults=row,
        create_defaults=row | {"since_date": past_day(viewer, since_date)},
    )
    change = {"opportunity": [None, known.pk], "person": [None, person.pk], "role": [None, role]}
    record(viewer, "note_deal_role", kind="dealrole", key=held.pk, change=change, now=now)
    return held


@transaction.atomic
def end_deal_role(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    person: Person,
    role: str,
    now: datetime,
    until_date: date | None = None,
) -> None:
    """He no longer has the role in it; yesterday was the latest day unless said."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _changeable(viewer, opportunity)
    held = DealRole.objects.filter(opportunity=known, person=person, role=role, until_date=None).first()
    if held is None:
        raise nothing_to_end()
    until = past_day(viewer, until_date) if until_date else viewer.today - timedelta(days=1)
    if held.since_date is not None and held.since_date > until:
        DealRole.objects.filter(pk=held.pk).delete()
    else:
        DealRole.objects.filter(pk=held.pk).update(until_date=until)
    change = {"opportunity": [None, known.pk], "role": [role, None]}
    record(viewer, "end_deal_role", kind="dealrole", key=held.pk, change=change, now=now)


@transaction.atomic
def note_deal_view(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    person: Person,
    evidence: str,
    now: datetime,
    influence: str = "",
    mode: str = "",
    observed_date: date | None = None,
) -> DealView:
    """His influence on this opportunity and his response mode, at least one of them, with what shows it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _changeable(viewer, opportunity)
    own_account(viewer, known.account)
    if not (influence or mode):
        raise Problem(
            Text("Neither influence nor mode is said.", "影响力和反馈模式至少填一项。"),
            remedy=Text("Choose one.", "请选择其一。"),
        )
    view = DealView.objects.create(
        account=known.account,
        opportunity=known,
        person=person_at(viewer, known.account, person),
        influence=one_of(influence, {"", *Degree.values}),
        mode=one_of(mode, {"", *Mode.values}),
        evidence=told(evidence, 500, _EVIDENCE),
        observed_date=past_day(viewer, observed_date),
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"opportunity": [None, known.pk], "influence": [None, influence], "mode": [None, mode]}
    record(viewer, "note_deal_view", kind="dealview", key=view.pk, change=change, now=now)
    return view


@transaction.atomic
def set_tender_owner(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    source: str,
    now: datetime,
    person: Person | None = None,
    department: str = "",
    since_date: date | None = None,
) -> TenderOwner:
    """Who runs the purchase or the tender from a day on: a person, or a department."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _changeable(viewer, opportunity)
    place = told(department, 100, Text("The department", "部门"), may_be_blank=True)
    if person is None and not place:
        raise Problem(
            Text("Nobody is named.", "还没有指明由谁负责。"),
            remedy=Text("Name a person, or at least the department.", "请选择人，或至少填写部门。"),
        )
    row = TenderOwner.objects.create(
        account=known.account,
        opportunity=known,
        person=person_at(viewer, known.account, person) if person is not None else None,
        department=place,
        source=told(source, 200, _SOURCE),
        since_date=past_day(viewer, since_date),
        noted_by_id=viewer.user or None,
        noted_at=now,
    )
    change = {"opportunity": [None, known.pk], "person": [None, row.person_id], "department": [None, place]}
    record(viewer, "set_tender_owner", kind="tenderowner", key=row.pk, change=change, now=now)
    return row


@transaction.atomic
def note_promise(
    *,
    viewer: Viewer,
    opportunity: Opportunity,
    person: Person,
    text: str,
    now: datetime,
    said_date: date | None = None,
) -> Promise:
    """He said something will come; it is not relied on before somebody else confirms it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _changeable(viewer, opportunity)
    own_account(viewer, known.account)
    promise = Promise.objects.create(
        account=known.account,
        opportunity=known,
        person=person_at(viewer, known.account, person),
        text=told(text, 300, Text("The promise", "承诺内容")),
        said_date=past_day(viewer, said_date),
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"opportunity": [None, known.pk], "person": [None, person.pk], "text": [None, promise.text]}
    record(viewer, "note_promise", kind="promise", key=promise.pk, change=change, now=now)
    return promise


@transaction.atomic
def confirm_promise(
    *, viewer: Viewer, promise: Promise, person: Person, now: datetime, confirmed_date: date | None = None
) -> Promise:
    """Somebody else of the customer says the same."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known: Promise | None = Promise.objects.visible_to(viewer).filter(pk=promise.pk, confirmed_by=None).first()
    if known is None:
        raise nothing_to_end()
    account = own_account(viewer, known.account)
    other = person_at(viewer, account, person)
    if other.pk == known.person_id:
        raise Problem(
            Text("Nobody confirms their own promise.", "承诺人不能自己证实。"),
            remedy=Text("Ask somebody else at the customer.", "请向客户的另一个人求证。"),
        )
    known.confirmed_by, known.confirmed_date = other, _not_before(past_day(viewer, confirmed_date), known.said_date)
    known.save(update_fields=["confirmed_by", "confirmed_date"])
    change = {"confirmed_by": [None, other.pk], "confirmed_date": [None, known.confirmed_date]}
    record(viewer, "confirm_promise", kind="promise", key=known.pk, change=change, now=now)
    return known


def _changeable(viewer: Viewer, opportunity: Opportunity) -> Opportunity:
    rows = Opportunity.objects.visible_to(viewer).select_related("account")
    known: Opportunity | None = rows.filter(pk=opportunity.pk).first()
    if known is None:
        raise Problem(
            Text("This opportunity is not there any more.", "该商机已不存在。"),
            remedy=Text("Load the page again.", "请刷新页面。"),
        )
    changeable_one(viewer, known.account)
    return known


def _money(amount_units: int | None, currency: str) -> dict[str, Any]:
    code = currency_code(currency)
    if amount_units is not None and (amount_units < 0 or not re.fullmatch("[A-Z]{3}", code)):
        raise Problem(
            Text("An amount is not negative and has its currency.", "金额不得为负，且须有币种。"),
            remedy=Text("Write the code of three letters, for instance CNY.", "请填写三位币种代码，例如 CNY。"),
            value=currency or None,
        )
    return {"amount_units": amount_units, "currency": code if amount_units is not None else ""}


def _due_later(opened: date, *days: date | None) -> None:
    for day in days:
        if day is not None and day < opened:
            raise Problem(
                Text("It was opened only after this day.", "该日期早于商机的开始日期。"),
                remedy=Text(
                    "Choose {day} or later, or say that it was opened earlier.",
                    "请选择{day}或之后的日期，或把开始日期提前。",
                ).filled(day=day_text(opened)),
                value=str(day),
            )


def _not_before(day: date, earliest: date) -> date:
    if day < earliest:
        raise Problem(
            Text("This day lies before the beginning.", "该日期早于开始日期。"),
            remedy=Text("Choose {day} or later.", "请选择{day}或之后的日期。").filled(day=day_text(earliest)),
            value=str(day),
        )
    return day
