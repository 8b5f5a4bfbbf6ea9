"""A person's rights: the dossier leaves nothing out, erasure leaves nothing in, a hold stops it, all on record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from tests.cast import JOINED, NOW, OBSERVED, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import database_digest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.intake.contacts.models import ContactImport, ImportedRow
from openkam.records.activities.models import Activity, Attendee, NoteText, Signal
from openkam.records.activities.search import found_notes, write_note_texts
from openkam.records.contacts.actions.coaches import note_coach
from openkam.records.contacts.actions.opinions import note_background, note_bad_experience, note_motive
from openkam.records.contacts.models import (
    Coach,
    Employment,
    Opinion,
    Person,
    PersonHold,
    PersonText,
    Relation,
    Tie,
)
from openkam.records.contacts.queries import account_people
from openkam.records.contacts.search import write_person_texts
from openkam.records.duplicates.actions import merge_people, undo_merge_people
from openkam.records.needs.actions import review_loss
from openkam.records.needs.models import Objection
from openkam.records.needs.search import found_reviews
from openkam.records.opportunities.actions import close_opportunity, note_opportunity
from openkam.records.opportunities.models import DealText, Opportunity, Promise
from openkam.records.opportunities.search import write_deal_texts
from openkam.records.protection.actions import erase_person, hold_person, lift_hold, take_dossier
from openkam.records.protection.dossier import SEALED_NOTE, as_plain
from openkam.records.protection.registry import Fate, places

pytestmark = pytest.mark.django_db

WORDS = ("孙立", "Sun Li", "sun@harbour.example", "5588 1260", "downtime", "badminton", "late delivery", "visit in May")


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour, and much about sun."""
    people = harbour_people(company)
    Person.objects.filter(pk=people.sun.pk).update(aliases="Sun Li", phone="021-5588 1260", phone_key="02155881260")
    people.sun.refresh_from_db()
    write_person_texts([people.sun])
    at = {"viewer": as_viewer(company.fang), "account": company.harbour, "person": people.sun, "now": NOW}
    note_motive(**at, kind="CONCERN", text="downtime")
    note_background(**at, text="badminton", source="himself", consent="told us")
    note_bad_experience(**at, cause="late delivery", repair_plan="visit")
    entry = Activity.objects.create(
        account=company.harbour,
        kind="MEETING",
        happened_date=OBSERVED,
        subject="Talk with 孙立",
        said="孙立 (Sun Li) wants a trial",
        noted_at=NOW,
    )
    write_note_texts([entry])
    Attendee.objects.create(account=company.harbour, activity=entry, person=people.sun)
    Signal.objects.create(account=company.harbour, activity=entry, person=people.sun, text="nodded")
    Objection.objects.create(
        account=company.harbour, person=people.sun, text="孙立 finds it dear", raised_date=OBSERVED, noted_at=NOW
    )
    Promise.objects.create(
        account=company.harbour,
        opportunity=people.deal,
        person=people.li,
        text="it is yours",
        said_date=OBSERVED,
        confirmed_by=people.sun,
        author=company.fang,
        noted_at=NOW,
    )
    return people


ACTS: dict[str, Callable[..., Any]] = {
    "take_dossier": take_dossier,
    "hold_person": lambda **given: hold_person(**given, reason="lawsuit"),
    "erase_person": lambda **given: erase_person(**given, reason="asked on 1 June"),
}


@pytest.mark.parametrize("name", ACTS)
def test_compliance_may_and_nobody_else(company: Cast, there: People, name: str) -> None:
    AuditLine.objects.all().delete()
    before = database_digest()
    for user in company.users:
        if user != company.compliance:
            with pytest.raises(Denied):
                ACTS[name](viewer=as_viewer(user), person=there.sun, now=NOW)
    assert (database_digest(), AuditLine.objects.count()) == (before, 0)
    ACTS[name](viewer=as_viewer(company.compliance), person=there.sun, now=NOW)
    line = AuditLine.objects.get()
    assert (line.action, line.object_key) == (name, str(there.sun.pk))
    assert "asked on" not in str(line.change)


def test_the_dossier_has_every_row_about_him(company: Cast, there: People) -> None:
    dossier = take_dossier(viewer=as_viewer(company.compliance), person=there.sun, now=NOW)
    expected = {
        (place.name, place.field.name)
        for place in places()
        if place.model._default_manager.filter(**{place.field.name: there.sun}).exists()
    }
    log = {("activity", "part")}
    assert {(table.name, table.field) for table in dossier.tables} == expected | {("person", "")} | log
    told = str(as_plain(dossier))
    assert not [word for word in (*WORDS, "nodded", "-3") if word not in told]
    assert "workshop" not in told.lower(), "nobody else's post is in it"


def test_the_dossier_is_the_same_with_and_without_a_sealed_record(company: Cast, there: People) -> None:
    viewer = as_viewer(company.compliance)
    before = as_plain(take_dossier(viewer=viewer, person=there.sun, now=NOW))
    note_coach(viewer=as_viewer(company.fang), account=company.harbour, person=there.sun, now=NOW)
    assert as_plain(take_dossier(viewer=viewer, person=there.sun, now=NOW)) == before
    assert before["sealed_records"]["en"] == SEALED_NOTE.en


def test_every_model_with_a_person_in_it_has_a_place_and_a_fate(company: Cast) -> None:
    found = {(place.model, place.field.name) for place in places()}
    ours = [model for model in apps.get_models() if model.__module__.startswith("openkam.") and model is not Person]
    keys = {
        (model, field.name)
        for model in ours
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }
    assert found == keys
    fates = {(place.name, place.field.name): place.fate for place in places()}
    assert fates[("opinion", "person")] == Fate.DELETED
    assert fates[("promise", "confirmed_by")] == Fate.DETACHED
    assert fates[("employment", "person")] == Fate.BLANKED


def test_erasure_leaves_no_word_of_him_and_every_count(company: Cast, there: People) -> None:
    note_coach(viewer=as_viewer(company.fang), account=company.harbour, person=there.sun, now=NOW)
    note_coach(viewer=as_viewer(company.fang), account=company.harbour, person=there.wu, now=NOW)
    at = {"viewer": as_viewer(company.fang), "now": NOW}
    deal = note_opportunity(**at, account=company.harbour, name="岸桥")
    Opportunity.objects.filter(pk=deal.pk).update(name="孙立的岸桥")
    write_deal_texts(Opportunity.objects.filter(pk=deal.pk))
    close_opportunity(**at, opportunity=deal, outcome="LOST")
    review_loss(**at, opportunity=deal, causes=["SINGLE_CONTACT"], lesson="早点拜访孙立")
    counts = {model: model._default_manager.count() for model in (Activity, Attendee, Employment, Relation)}
    erase_person(viewer=as_viewer(company.compliance), person=there.sun, reason="asked", now=NOW)
    assert {model: model._default_manager.count() for model in counts} == counts, "what only counts stays"
    left = [
        (model.__name__, word)
        for model in apps.get_models()
        if model.__module__.startswith("openkam.")
        for row in model._default_manager.values_list()
        for word in WORDS
        if word in str(row) and word != "visit in May"  # of others the same is said
    ]
    assert not left
    assert not Opinion.objects.filter(person=there.sun).exists()
    assert not Tie.objects.filter(other=there.sun).exists()
    assert not PersonText.objects.filter(pk=there.sun.pk).exists()
    assert not found_notes("孙立", 5)
    assert not found_reviews("孙立", 5)
    assert "岸桥" in DealText.objects.get().text
    assert NoteText.objects.get().text, "the entry is still found by its other words"
    assert Coach.objects.count() == 1, "what was sealed about him is gone, about others it stands"
    assert Promise.objects.get().confirmed_by is None
    assert Objection.objects.get().text == "— finds it dear"
    shown = account_people(as_viewer(company.fang), [company.harbour], OBSERVED)[company.harbour.pk]
    assert there.sun.pk not in {chair.person for chair in shown.chairs}
    with pytest.raises(Problem):
        erase_person(viewer=as_viewer(company.compliance), person=there.sun, reason="asked", now=NOW)


def test_whoever_was_merged_into_him_goes_too(company: Cast, there: People) -> None:
    twin = Person.objects.create(
        name="孙小立",
        name_key="孙小立",
        purpose="x",
        source="x",
        noticed_date=JOINED,
        created_at=NOW,
        merged_into=there.sun,
    )
    erase_person(viewer=as_viewer(company.compliance), person=there.sun, reason="asked", now=NOW)
    twin.refresh_from_db()
    assert (twin.name, twin.erased_at) == ("—", NOW)


def test_whoever_was_merged_into_one_merged_into_him_is_in_the_dossier_and_goes(company: Cast, there: People) -> None:
    ops, compliance = as_viewer(company.ops), as_viewer(company.compliance)
    note_coach(viewer=as_viewer(company.fang), account=company.harbour, person=there.sun, now=NOW)
    merge_people(viewer=ops, kept=there.wu, absorbed=there.sun, now=NOW)
    merge_people(viewer=ops, kept=there.li, absorbed=there.wu, now=NOW)
    told = str(as_plain(take_dossier(viewer=compliance, person=there.li, now=NOW)))
    assert "sun@harbour.example" in told
    erase_person(viewer=compliance, person=there.li, reason="asked", now=NOW)
    there.sun.refresh_from_db()
    assert (there.sun.name, there.sun.email, there.sun.erased_at) == ("—", "", NOW)
    assert not Coach.objects.exists()


def test_what_an_import_remembers_is_in_the_dossier_and_goes_with_him(company: Cast, there: People) -> None:
    batch = ContactImport.objects.create(token="a" * 32, name="x.csv", author=company.ops, begun_at=NOW)
    post = Employment.objects.get(person=there.sun)
    of_him = {"batch": batch, "person": there.sun, "stamp": "x"}
    before = [{"email": "old.sun@harbour.example"}, {"title": "head of nothing"}]
    ImportedRow.objects.create(**of_him, kind="PERSON", record=there.sun.pk, before=before[0])
    ImportedRow.objects.create(**of_him, kind="EMPLOYMENT", record=post.pk, account=company.harbour, before=before[1])
    other = ImportedRow.objects.create(
        batch=batch, person=there.wu, kind="PERSON", record=there.wu.pk, before={"phone": "1"}, stamp="x"
    )
    viewer = as_viewer(company.compliance)
    told = str(as_plain(take_dossier(viewer=viewer, person=there.sun, now=NOW)))
    assert "old.sun@harbour.example" in told
    assert "head of nothing" in told
    erase_person(viewer=viewer, person=there.sun, reason="asked", now=NOW)
    assert list(ImportedRow.objects.all()) == [other]


def test_a_hold_stops_erasure_until_it_is_lifted(company: Cast, there: People) -> None:
    viewer = as_viewer(company.compliance)
    hold_person(viewer=viewer, person=there.sun, reason="lawsuit", now=NOW)
    with pytest.raises(Problem):
        hold_person(viewer=viewer, person=there.sun, reason="again", now=NOW)
    before = database_digest()
    with pytest.raises(Problem):
        erase_person(viewer=viewer, person=there.sun, reason="asked", now=NOW)
    assert database_digest() == before
    with pytest.raises(Denied):
        lift_hold(viewer=as_viewer(company.fang), person=there.sun, now=NOW)
    lift_hold(viewer=viewer, person=there.sun, now=NOW)
    with pytest.raises(Problem):
        lift_hold(viewer=viewer, person=there.sun, now=NOW)
    erase_person(viewer=viewer, person=there.sun, reason="asked", now=NOW)
    assert not PersonHold.objects.exists(), "the hold named him, too"


def test_a_hold_follows_who_takes_a_person_over_and_whoever_is_parted_again(company: Cast, there: People) -> None:
    viewer, ops = as_viewer(company.compliance), as_viewer(company.ops)
    hold_person(viewer=viewer, person=there.sun, reason="lawsuit", now=NOW)
    hold_person(viewer=viewer, person=there.li, reason="another lawsuit", now=NOW)
    for absorbed in (there.sun, there.li):
        match = merge_people(viewer=ops, kept=there.zheng, absorbed=absorbed, now=NOW)
        with pytest.raises(Problem):
            erase_person(viewer=viewer, person=there.zheng, reason="asked", now=NOW)
    lift_hold(viewer=viewer, person=there.zheng, now=NOW)
    assert not PersonHold.objects.filter(lifted_at=None).exists(), "both, for nobody sees the merged one's any more"
    hold_person(viewer=viewer, person=there.zheng, reason="a third one", now=NOW)
    undo_merge_people(viewer=ops, match=match, now=NOW)
    with pytest.raises(Problem):
        erase_person(viewer=viewer, person=there.li, reason="asked", now=NOW)


def test_a_reason_is_needed(company: Cast, there: People) -> None:
    viewer = as_viewer(company.compliance)
    for act in (hold_person, erase_person):
        with pytest.raises(Problem):
            act(viewer=viewer, person=there.sun, reason=" ", now=NOW)
