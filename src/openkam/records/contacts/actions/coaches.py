"""Everything that changes the sealed record of a coach, and reading it. Source: access design, coach protection.

Each one raises Denied without the right, and Problem where the record is not the viewer's; then nothing was changed.
The trail says "sealed record" of all of them alike: no account, no person, no verb, a digest that never comes twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of, said
from openkam.records.accounts.models import Account
from openkam.records.contacts.merged import standing_ones
from openkam.records.contacts.models import Coach, CoachHolder, CoachReading, Person
from openkam.records.contacts.reach import colleague_of, own_account, past_day, person_at
from openkam.records.contacts.sealing import SealBroken
from openkam.records.contacts.seals import Mark, Proof, Seal, Service, closed, opened
from openkam.records.contacts.wording import refuse_private
from openkam.records.users.models import User
from openkam.records.users.viewer import viewer_of

_NOTE: Final = Text("The note", "说明")


@transaction.atomic
def note_coach(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    now: datetime,
    since_date: date | None = None,
    marks: Mapping[str, str] | None = None,
) -> Coach:
    """He helps us from inside; from now on the viewer alone knows, and whom he names."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = own_account(viewer, account)
    somebody, since = person_at(viewer, known, person), past_day(viewer, since_date)
    _refuse_second(viewer, known, somebody)
    seal = Seal(person=somebody.pk, since_date=since, marks=_checked(marks or {}))
    coach = Coach.objects.create(account=known, sealed=closed(seal, known.pk), author_id=viewer.user, noted_at=now)
    _record_sealed(viewer, "note", coach, now)
    return coach


@transaction.atomic
def set_coach_mark(*, viewer: Viewer, coach: Coach, mark: str, text: str, now: datetime) -> Coach:
    """What shows one of the four marks (R196); blank takes it back."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known, seal = _held(viewer, coach)
    code = one_of(mark, Mark.values)
    marks = {other: note for other, note in seal.marks.items() if other != code} | _checked({code: text})
    _close(known, replace(seal, marks=marks))
    _record_sealed(viewer, "mark", known, now)
    return known


@transaction.atomic
def add_coach_evidence(
    *, viewer: Viewer, coach: Coach, service: str, text: str, now: datetime, observed_date: date | None = None
) -> Coach:
    """One thing he did for us: warned, supported, advised (R195); every holder may add it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known, seal = _held(viewer, coach)
    proof = Proof(
        service=one_of(service, Service.values),
        text=refuse_private(said(text, 500, _NOTE)),
        observed_date=past_day(viewer, observed_date),
        author=viewer.name,
    )
    _close(known, replace(seal, proofs=(*seal.proofs, proof)))
    _record_sealed(viewer, "evidence", known, now)
    return known


@transaction.atomic
def end_coach(*, viewer: Viewer, coach: Coach, now: datetime, until_date: date | None = None) -> None:
    """He is our coach no longer; the record stays sealed as it is."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known, seal = _held(viewer, coach, as_author=True)
    _close(known, replace(seal, until_date=past_day(viewer, until_date)))
    _record_sealed(viewer, "end", known, now)


@transaction.atomic
def remove_coach(*, viewer: Viewer, coach: Coach, now: datetime) -> None:
    """The author takes the whole record away; nothing of it is left but lines without content in the trail."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _of_author(viewer, coach)
    _record_sealed(viewer, "remove", known, now)
    known.delete()


@transaction.atomic
def name_holder(*, viewer: Viewer, coach: Coach, user: User, now: datetime) -> CoachHolder:
    """The author lets a colleague in, who must see the account already."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _of_author(viewer, coach)
    mate = _who_sees(viewer, known.account, user)
    holder, _ = CoachHolder.objects.get_or_create(
        coach=known, user=mate, defaults={"account": known.account, "author_id": viewer.user, "named_at": now}
    )
    _record_sealed(viewer, f"name {mate.pk}", known, now)
    return holder


@transaction.atomic
def remove_holder(*, viewer: Viewer, coach: Coach, user: User, now: datetime) -> None:
    """The author lets a colleague out again; what he has read he knows."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _of_author(viewer, coach)
    if not known.holders.filter(user=user).delete()[0]:
        raise _no_such_record()
    _record_sealed(viewer, f"unname {user.pk}", known, now)


@transaction.atomic
def hand_over_seal(*, viewer: Viewer, coach: Coach, user: User, now: datetime) -> Coach:
    """Another becomes the author; the one act that moves a seal: a new owner of the account does not get it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _of_author(viewer, coach)
    mate = _who_sees(viewer, known.account, user)
    known.holders.filter(user=mate).delete()
    Coach.objects.filter(pk=known.pk).update(author=mate)
    _record_sealed(viewer, f"hand over {mate.pk}", known, now)
    known.refresh_from_db()
    return known


@transaction.atomic
def open_coach(*, viewer: Viewer, coach: Coach, now: datetime) -> Seal:
    """What the record says; that a holder read it is kept for the author."""
    require(viewer, Right.SEE_ACCOUNTS)
    known, seal = _held(viewer, coach)
    if known.author_id != viewer.user:
        CoachReading.objects.create(account=known.account, coach=known, reader_id=viewer.user, read_at=now)
    _record_sealed(viewer, "read", known, now)
    return seal


def _held(viewer: Viewer, coach: Coach, *, as_author: bool = False) -> tuple[Coach, Seal]:
    known = _of_author(viewer, coach) if as_author else Coach.objects.visible_to(viewer).filter(pk=coach.pk).first()
    if known is None:
        raise _no_such_record()
    try:
        return known, opened(known)
    except SealBroken:
        raise Problem(
            Text("The seal of this record does not open.", "这份密封记录无法打开。"),
            remedy=Text(
                "Ask the administrator to put the file coach-key back that belongs to this data.",
                "请管理员恢复与本数据对应的 coach-key 文件。",
            ),
        ) from None


def _of_author(viewer: Viewer, coach: Coach) -> Coach:
    known: Coach | None = Coach.objects.visible_to(viewer).filter(pk=coach.pk, author=viewer.user).first()
    if known is None:
        raise _no_such_record()
    return known


def _close(coach: Coach, seal: Seal) -> None:
    Coach.objects.filter(pk=coach.pk).update(sealed=closed(seal, coach.account_id))


def _refuse_second(viewer: Viewer, account: Account, person: Person) -> None:
    """By what the viewer holds: a record of somebody else's is none to him."""
    there = [_held(viewer, coach)[1].person for coach in Coach.objects.visible_to(viewer).filter(account=account)]
    if person.pk in standing_ones(there).values():
        raise Problem(
            Text("There is a sealed record of {name} already.", "{name}已有密封记录。").filled(name=person.name),
            remedy=Text("Open it and write on.", "请打开原记录继续填写。"),
        )


def _checked(marks: Mapping[str, str]) -> dict[str, str]:
    texts = {one_of(mark, Mark.values): said(text, 300, _NOTE, may_be_blank=True) for mark, text in marks.items()}
    return {mark: refuse_private(text) for mark, text in texts.items() if text}


def _who_sees(viewer: Viewer, account: Account, user: User) -> User:
    mate = colleague_of(user)
    if not Account.objects.visible_to(viewer_of(mate, viewer.today)).filter(pk=account.pk).exists():
        raise Problem(
            Text("{name} does not see this account.", "{name}看不到该客户。").filled(name=mate.name),
            remedy=Text("Let them into the account team first.", "请先把他加入客户团队。"),
        )
    return mate


def _no_such_record() -> Problem:
    return Problem(
        Text("This is not there any more, or not yours.", "该内容已不存在，或不属于您。"),
        remedy=Text("Load the page again.", "请刷新页面。"),
    )


def _record_sealed(viewer: Viewer, verb: str, coach: Coach, now: datetime) -> None:
    change = {"sealed": [None, f"{verb} {coach.pk} {now.isoformat()}"]}
    record(viewer, "sealed_record", kind="sealed", change=change, now=now)
