"""What people learn of an account, item by item, and how it buys."""

from datetime import date, datetime

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import gone
from openkam.records.archive.items import BY_CODE
from openkam.records.archive.kinds import BuyingStructure
from openkam.records.archive.models import Fact, Purchasing
from openkam.records.archive.words import chosen, past_day, written
from openkam.records.contacts.models import Person

_SOURCE = Text("The source", "来源")


@transaction.atomic
def note_fact(
    *,
    viewer: Viewer,
    account: Account,
    item: str,
    value: str,
    now: datetime,
    source: str = "",
    source_person: Person | None = None,
    noticed_date: date | None = None,
    is_confirmed: bool = False,
) -> Fact:
    """The latest word on an item; earlier ones stay as its history. A blank value: asked, and not learned.

    A value needs its source: a person of the customer, or words.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    code = chosen(item, list(BY_CODE))
    kept = written(value, 1000, Text("What is known", "内容"), may_be_blank=True)
    teller = _seen(viewer, known, source_person)
    day = past_day(noticed_date, viewer.today)
    fact = Fact.objects.create(
        account=known,
        item=code,
        value=kept,
        source=written(source, 200, _SOURCE, may_be_blank=not kept or teller is not None),
        source_person=teller,
        noticed_date=day,
        confirmed_date=day if is_confirmed and kept else None,
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"item": [None, code], "value": [None, kept], "noticed_date": [None, day]}
    record(viewer, "note_fact", kind="account", key=known.pk, change=change, now=now)
    return fact


@transaction.atomic
def confirm_fact(*, viewer: Viewer, account: Account, fact: Fact, now: datetime) -> Fact:
    """Somebody else, or a paper, says the same."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = Fact.objects.filter(pk=fact.pk, account=known).exclude(value="").first()
    if row is None:
        raise gone()
    before, row.confirmed_date = row.confirmed_date, viewer.today
    row.save(update_fields=["confirmed_date"])
    change = {"item": [None, row.item], "confirmed_date": [before, row.confirmed_date]}
    record(viewer, "confirm_fact", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def note_purchasing(
    *,
    viewer: Viewer,
    account: Account,
    category: str,
    structure: str,
    now: datetime,
    source: str = "",
    since_date: date | None = None,
) -> Purchasing:
    """How a category is bought since a day; the latest row of a category holds."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = Purchasing.objects.create(
        account=known,
        category=written(category, 100, Text("The category", "品类")),
        structure=chosen(structure, BuyingStructure.values),
        source=written(source, 200, _SOURCE, may_be_blank=True),
        since_date=past_day(since_date, viewer.today),
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"category": [None, row.category], "structure": [None, row.structure]}
    record(viewer, "note_purchasing", kind="account", key=known.pk, change=change, now=now)
    return row


@transaction.atomic
def remove_purchasing(*, viewer: Viewer, account: Account, purchasing: Purchasing, now: datetime) -> None:
    """A line that was wrong goes; the trail keeps it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    row = Purchasing.objects.filter(pk=purchasing.pk, account=known).first()
    if row is None:
        raise gone()
    change = {"category": [row.category, None], "structure": [row.structure, None]}
    row.delete()
    record(viewer, "remove_purchasing", kind="account", key=known.pk, change=change, now=now)


def _seen(viewer: Viewer, account: Account, person: Person | None) -> Person | None:
    """A person of this account whom the viewer sees."""
    if person is None:
        return None
    found = Person.objects.visible_to(viewer).filter(pk=person.pk, employments__account=account).first()
    if found is None:
        raise gone()
    return found
