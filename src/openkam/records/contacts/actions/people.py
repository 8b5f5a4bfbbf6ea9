"""Everything that changes who works at a customer: people, their posts, their roles.

Each one raises Denied without the right, and Problem where something is missing, out of bounds or not the viewer's to
change; then nothing was changed.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, related_rows, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of, said
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.contacts.details import PersonDetails, PostDetails, checked_person, checked_post
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.models import BuyingRole, Employment, Person, ReportingLine
from openkam.records.contacts.reach import no_such_person, nothing_to_end, past_day, person_at
from openkam.records.contacts.search import write_person_texts
from openkam.records.contacts.wording import refuse_private

_EVIDENCE: Final = Text("The evidence", "依据")


@transaction.atomic
def note_person(
    *,
    viewer: Viewer,
    account: Account,
    details: PersonDetails,
    post: PostDetails,
    now: datetime,
    is_another: bool = False,
) -> Person:
    """Somebody new at an account with his post, or an empty chair.

    is_another  a person of this name works there already, and this is somebody else
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    said_of, place = checked_person(details, viewer), checked_post(post, viewer)
    if not is_another:
        _refuse_same_name(viewer, known, said_of["name_key"])
    person = Person.objects.create(**said_of, created_by_id=viewer.user or None, created_at=now)
    write_person_texts([person])
    _employ(viewer, known, person, place, now)
    change = {"account": [None, known.pk]} | {name: [None, value] for name, value in asdict(details).items() if value}
    record(viewer, "note_person", kind="person", key=person.pk, change=change, now=now)
    return person


@transaction.atomic
def change_person(*, viewer: Viewer, account: Account, person: Person, details: PersonDetails, now: datetime) -> Person:
    """What is known of him is another; an empty chair gets its person by this, too."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = person_at(viewer, changeable_one(viewer, account), person)
    new = checked_person(details, viewer)
    change = {name: [getattr(known, name), value] for name, value in new.items() if getattr(known, name) != value}
    for name, value in new.items():
        setattr(known, name, value)
    known.save(update_fields=list(new))
    write_person_texts([known])
    record(viewer, "change_person", kind="person", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def note_employment(
    *, viewer: Viewer, account: Account, person: Person, post: PostDetails, now: datetime
) -> Employment:
    """A post of somebody the viewer knows from elsewhere, or an earlier one of his."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    somebody: Person | None = Person.objects.visible_to(viewer).filter(pk=person.pk).first()
    if somebody is None:
        raise no_such_person()
    employment = _employ(viewer, known, somebody, checked_post(post, viewer), now)
    change = {"account": [None, known.pk], "title": [None, employment.title], "level": [None, employment.level]}
    record(viewer, "note_employment", kind="employment", key=employment.pk, change=change, now=now)
    return employment


@transaction.atomic
def end_employment(
    *, viewer: Viewer, account: Account, person: Person, reason: str, now: datetime, until_date: date | None = None
) -> Employment:
    """He left; his roles end with his post, and nobody reports to him there any more. Answers the latest post."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    somebody = person_at(viewer, known, person)
    until, why = past_day(viewer, until_date), said(reason, 200, Text("The reason", "原因"))
    refuse_private(why)
    posts = _held_posts(known, somebody, until)
    if not posts:
        raise nothing_to_end()
    Employment.objects.filter(pk__in=[post.pk for post in posts]).update(until_date=until, end_reason=why)
    _end_all(known, somebody, until)
    change = {"until_date": [None, until], "end_reason": [None, why], "account": [None, known.pk]}
    record(viewer, "end_employment", kind="employment", key=posts[-1].pk, change=change, now=now)
    posts[-1].refresh_from_db()
    return posts[-1]


@transaction.atomic
def move_person(
    *, viewer: Viewer, account: Account, person: Person, post: PostDetails, now: datetime, reason: str = ""
) -> Employment:
    """Another post in the same house from a day, today unless said; the present one ends the day before.

    The roles stay: whether they do belongs to the next conversation, and a red flag asks.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    somebody = person_at(viewer, known, person)
    since = past_day(viewer, post.since_date)
    why = said(reason, 200, Text("The reason", "原因"), may_be_blank=True)
    refuse_private(why)
    for held in _held_posts(known, somebody, since):
        _end_before(held, since, end_reason=why)
    place = checked_post(post, viewer) | {"since_date": since}
    employment = _employ(viewer, known, somebody, place, now)
    change = {"account": [None, known.pk], "title": [None, employment.title], "level": [None, employment.level]}
    record(viewer, "move_person", kind="employment", key=employment.pk, change=change, now=now)
    return employment


@transaction.atomic
def note_role(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    role: str,
    now: datetime,
    evidence: str = "",
    since_date: date | None = None,
) -> BuyingRole:
    """What he is in the customer's buying; somebody who has the role already gets this evidence."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = changeable_one(viewer, account)
    somebody = person_at(viewer, known, person)
    code, why = one_of(role, RoleCode.values), said(evidence, 300, _EVIDENCE, may_be_blank=True)
    refuse_private(why)
    row = {"evidence": why, "noted_by_id": viewer.user or None, "noted_at": now}
    held, _ = BuyingRole.objects.update_or_create(
        account=known,
        person=somebody,
        role=code,
        until_date=None,
        defaults=row,
        create_defaults=row | {"since_date": past_day(viewer, since_date)},
    )
    change = {"account": [None, known.pk], "role": [None, code], "evidence": [None, why]}
    record(viewer, "note_role", kind="buyingrole", key=held.pk, change=change, now=now)
    return held


@transaction.atomic
def end_role(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    role: str,
    now: datetime,
    until_date: date | None = None,
) -> None:
    """He no longer has the role; yesterday was the latest day unless said."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    somebody = person_at(viewer, known, person)
    held = BuyingRole.objects.filter(account=known, person=somebody, role=role, until_date=None).first()
    if held is None:
        raise nothing_to_end()
    _end_before(held, past_day(viewer, until_date) + timedelta(days=1) if until_date else viewer.today)
    change = {"account": [None, known.pk], "role": [role, None]}
    record(viewer, "end_role", kind="buyingrole", key=held.pk, change=change, now=now)


def _employ(viewer: Viewer, account: Account, person: Person, place: dict[str, Any], now: datetime) -> Employment:
    noted = {"noted_by_id": viewer.user or None, "noted_at": now}
    return Employment.objects.create(account=account, person=person, **place, **noted)


def _refuse_same_name(viewer: Viewer, account: Account, name_key: str) -> None:
    there = Employment.objects.visible_to(viewer).filter(account=account, person__name_key=name_key)
    same = there.filter(person__merged_into=None, person__erased_at=None).select_related("person").first()
    if same is not None:
        raise Problem(
            Text("{name} is noted at this account already.", "该客户已有联系人{name}。").filled(name=same.person.name),
            remedy=Text(
                "Open the person, or say that this is somebody else of the same name.",
                "请打开已有联系人；若是同名的另一人，请勾选确认。",
            ),
            code="same-name",
        )


def _held_posts(account: Account, person: Person, day: date) -> list[Employment]:
    """The posts that go on after the day, the latest at the end."""
    posts = Employment.objects.filter(Q(until_date=None) | Q(until_date__gt=day), account=account, person=person)
    return sorted(posts, key=lambda post: (post.since_date or date.min, post.pk))


def _end_before(row: Employment | BuyingRole, day: date, **more: str) -> None:
    """The row holds until the day before; one that would end before it began is taken away."""
    if row.since_date is not None and row.since_date >= day:
        row.delete()
        return
    type(row)._default_manager.filter(pk=row.pk).update(until_date=day - timedelta(days=1), **more)


def _end_all(account: Account, person: Person, until: date) -> None:
    """Roles and lines end with the post; a line to somebody who left leads nowhere."""
    lines = ReportingLine.objects.filter(Q(person=person) | Q(superior=person))
    deal_roles = related_rows(Person, "deal_roles").filter(person=person)
    for rows in (lines, BuyingRole.objects.filter(person=person), deal_roles):
        held = rows.filter(account=account, until_date=None)
        held.filter(since_date__gt=until).delete()
        held.filter(Q(since_date=None) | Q(since_date__lte=until)).update(until_date=until)
