"""People in the two worlds: who works at the accounts of the first, and what changes of them behind a viewer's back."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db import models

from openkam.core.access import FieldClass
from openkam.insight.health.flags import red_flags
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account
from openkam.records.accounts.rows import worked_on_by
from openkam.records.activities.models import Activity, Attendee, EarlierWording, Signal
from openkam.records.activities.rows import VIEW_ONLY
from openkam.records.activities.search import write_note_texts
from openkam.records.contacts.models import (
    Background,
    BadExperience,
    BuyingRole,
    Coach,
    CoachHolder,
    Employment,
    Motive,
    Opinion,
    Person,
    Relation,
    ReportingLine,
    Tie,
    TrustStep,
)
from openkam.records.contacts.seals import Proof, Seal, closed
from openkam.records.contacts.search import write_person_texts
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import DealRole, DealView, Opportunity, Promise, TenderOwner
from openkam.records.opportunities.search import write_deal_texts
from openkam.records.reviews.models import FlagAnswer, Strength
from openkam.records.users.models import User
from tests.cast import JOINED, NOW, OBSERVED, TODAY, as_viewer

PEOPLED = 12
"""Accounts that have people; the others have none."""
_INTEL = (Opinion, Tie, Motive, Background, BadExperience, TrustStep, DealView, Promise, Signal)


def add_people() -> None:
    """Three people with everything about them at each of the first accounts; a coach at every second one."""
    author = User.objects.get(login="ops")
    for number, account in enumerate(Account.objects.order_by("pk")[:PEOPLED]):
        ours = account.owner or author
        people = [_person(account, place, ours) for place in range(3)]
        _deal(account, people, ours)
        if number % 2 == 0:
            seal_somebody(account, people[1], ours)
    _second_posts()


def hidden_people_change(folder: DataFolder, viewer: User) -> None:
    """Whoever works at accounts the viewer does not see is somebody else, and there are more of them."""
    del folder
    seen = set(Account.objects.visible_to(as_viewer(viewer)).values_list("pk", flat=True))
    for person in Person.objects.exclude(employments__account__in=seen):
        person.name, person.name_key, person.email = f"Ghost {person.pk}", f"ghost{person.pk}", "ghost@x.example"
        person.phone, person.phone_key, person.is_placeholder = "999999", "999999", not person.is_placeholder
        person.save()
        write_person_texts([person])
    hidden = Account.objects.exclude(pk__in=seen).order_by("-pk")[:3]
    for account in hidden:
        _person(account, 9, viewer)
    for rows in (BuyingRole, DealRole):
        rows.objects.exclude(account__in=seen).update(role="INFLUENCER")
    posts = Employment.objects.exclude(account__in=seen)
    for post in list(posts.filter(title="Second post").order_by("pk"))[::2]:
        post.delete()
    posts.update(level="DECISION", title="Ghost", until_date=TODAY)
    entries = Activity.objects.exclude(account__in=seen)
    entries.update(subject="Ghost visit", said="secret", kind="RIVAL_VISIT", happened_date=TODAY)
    write_note_texts(entries)
    Objection.objects.exclude(account__in=seen).update(text="Ghost objection", answered_date=None, answer="")
    deals = Opportunity.objects.exclude(account__in=seen)
    deals.update(name="Ghost deal", category="Ghost", amount_units=999999, currency="CNY", expected_date=TODAY)
    write_deal_texts(deals)
    TenderOwner.objects.exclude(account__in=seen).update(person=None, department="Ghost office", source="secret")
    DealRole.objects.exclude(account__in=seen).update(position="Ghost post", evidence="secret")


def hidden_opinions_change(folder: DataFolder, viewer: User) -> None:
    """What colleagues think, where the viewer may not read it: other values, some gone, some more; our view, too."""
    del folder
    known = as_viewer(viewer)
    accounts = Account.objects.filter(worked_on_by(known, Account)) if known.reads(FieldClass.INTEL) else ()
    own = {account.pk for account in accounts}
    for account in Account.objects.filter(employments__isnull=False).exclude(pk__in=own).distinct():
        _think_otherwise(account, viewer)
    changed = Activity.objects.exclude(account__in=own)
    changed.update(our_view="secret view 999999")
    for entry in changed:
        wording = {"our_view": "secret earlier view", "content": {VIEW_ONLY: True}, "replaced_at": NOW}
        EarlierWording.objects.create(account=entry.account, activity=entry, replaced_by=entry.author, **wording)


def hidden_coaches_change(folder: DataFolder, viewer: User) -> None:
    """Sealed records the viewer does not hold: gone where there were any, there where there were none."""
    del folder
    held = set(Coach.objects.visible_to(as_viewer(viewer)).values_list("pk", flat=True))
    accounts = set(Coach.objects.exclude(pk__in=held).values_list("account", flat=True))
    Coach.objects.exclude(pk__in=held).delete()
    author = User.objects.exclude(pk=viewer.pk).get(login="lin")
    for post in Employment.objects.exclude(account__in=accounts).select_related("account", "person").order_by("pk"):
        seal_somebody(post.account, post.person, author)


def seal_somebody(account: Account, person: Person, author: User) -> None:
    """A record of a coach, with a proof and one holder."""
    proof = Proof("WARNS", "secret warning", OBSERVED, author.name)
    seal = Seal(person=person.pk, since_date=JOINED, marks={"GETS_ON": "secret"}, proofs=(proof,))
    note: dict[str, Any] = {"account": account, "author": author}
    coach = Coach.objects.create(**note, sealed=closed(seal, account.pk), noted_at=NOW)
    CoachHolder.objects.create(**note, coach=coach, user=User.objects.get(login__startswith="tang"), named_at=NOW)


def _person(account: Account, place: int, ours: User) -> Person:
    person = Person.objects.create(
        name=f"Person {account.pk}-{place}",
        name_key=f"person{account.pk}-{place}",
        email=f"p{account.pk}-{place}@customer.example",
        phone=f"021-{account.pk:04}{place}",
        phone_key=f"021{account.pk:04}{place}",
        purpose="sales",
        source="card",
        noticed_date=JOINED,
        created_by=ours,
        created_at=NOW,
    )
    write_person_texts([person])
    at: dict[str, Any] = {"account": account, "person": person, "noted_at": NOW}
    role, level = (("DECIDER", "DECISION"), ("USER", "EXECUTION"), ("TECH_GATE", "MANAGEMENT"))[place % 3]
    post = {"department": f"Department {place}", "title": f"Title {place}"}
    Employment.objects.create(**at, **post, level=level, since_date=JOINED, noted_by=ours)
    BuyingRole.objects.create(**at, role=role, since_date=JOINED, noted_by=ours)
    Relation.objects.create(**at, colleague=ours, level=1, wanted=2, observed_date=OBSERVED, noted_by=ours)
    seen = {**at, "observed_date": OBSERVED, "author": ours}
    for kind, value in (("STANCE", str(place + 1)), ("MODE", "GROWTH"), ("INFLUENCE", "HIGH"), ("PROFILE", "FRIEND")):
        Opinion.objects.create(**seen, kind=kind, value=value, evidence="seen at a visit")
    Motive.objects.create(**seen, kind="CONCERN", text="downtime")
    TrustStep.objects.create(**seen, item="RESPECT", evidence="listened")
    Background.objects.create(**at, text="same school", source="himself", consent="told us", noted_by=ours)
    _entry(account, person, place, ours)
    return person


def _second_posts() -> None:
    """Somebody of every account works at the next one, too, which belongs to another of us."""
    posts = list(Employment.objects.filter(department="Department 2").order_by("account"))
    for held, following in pairwise(posts):
        note: dict[str, Any] = {"account": following.account, "person": held.person, "noted_at": NOW}
        Employment.objects.create(**note, title="Second post", level="MANAGEMENT", since_date=JOINED)
        Tie.objects.create(**note, other=following.person, kind="INFLUENCES", evidence="heard", since_date=JOINED)


def _entry(account: Account, person: Person, place: int, ours: User) -> None:
    entry = Activity.objects.create(
        account=account,
        kind="MEETING",
        happened_date=OBSERVED + timedelta(days=place),
        subject=f"Talk {account.pk}-{place}",
        said="wants a trial",
        our_view="he will buy",
        author=ours,
        noted_at=NOW,
    )
    write_note_texts([entry])
    Attendee.objects.create(account=account, activity=entry, person=person)
    Signal.objects.create(account=account, activity=entry, person=person, text="smiled")


def _deal(account: Account, people: list[Person], ours: User) -> None:
    decider, user, gate = people
    deal = Opportunity.objects.create(
        account=account, name=f"Deal {account.pk}", owner=ours, opened_date=JOINED, created_at=NOW
    )
    write_deal_texts([deal])
    at: dict[str, Any] = {"account": account, "opportunity": deal, "noted_at": NOW}
    DealRole.objects.create(**at, person=user, role="USER", since_date=JOINED, noted_by=ours)
    DealView.objects.create(
        **at, person=user, influence="LOW", mode="TROUBLE", evidence="said so", observed_date=OBSERVED, author=ours
    )
    TenderOwner.objects.create(**at, person=gate, source="mail", since_date=OBSERVED, noted_by=ours)
    Promise.objects.create(**at, person=user, text="it is yours", said_date=OBSERVED, author=ours)
    ReportingLine.objects.create(
        account=account, person=user, superior=decider, since_date=JOINED, noted_by=ours, noted_at=NOW
    )
    Tie.objects.create(
        account=account,
        person=gate,
        other=decider,
        kind="INFLUENCES",
        evidence="heard",
        since_date=JOINED,
        noted_at=NOW,
    )
    Objection.objects.create(account=account, person=gate, text="too dear", raised_date=OBSERVED, noted_at=NOW)


def _think_otherwise(account: Account, author: User) -> None:
    people = list(Person.objects.filter(employments__account=account).distinct().order_by("pk"))
    models_: tuple[type[models.Model], ...] = _INTEL
    for model in models_[1:]:
        model._default_manager.filter(account=account).delete()
    Opinion.objects.filter(account=account, kind="STANCE").update(value="-5", evidence="secret evidence")
    Opinion.objects.filter(account=account).exclude(kind="STANCE").delete()
    for person in people:
        note: dict[str, Any] = {"account": account, "person": person, "author": author, "noted_at": NOW}
        BadExperience.objects.create(**note, cause="secret cause", repair_plan="secret plan", happened_date=OBSERVED)
    if len(people) > 1:
        Tie.objects.create(
            account=account, person=people[0], other=people[1], kind="CONFLICT", evidence="secret", noted_at=NOW
        )
    _answer_every_flag(account, author)


def _answer_every_flag(account: Account, author: User) -> None:
    """Each flag that whoever works there is told is acknowledged, and a strength is noted."""
    worker = as_viewer(account.owner or author)
    for flag in red_flags(worker, [account], TODAY)[account.pk]:
        told = {"flag": flag.code, "facts": flag.facts, "opportunity_id": flag.opportunity, "reason": "secret reason"}
        FlagAnswer.objects.create(account=account, author=author, answered_at=NOW, **told)
    Strength.objects.create(account=account, text="secret strength", evidence="secret", author=author, noted_at=NOW)
