"""The screens of those who protect people's data: found, dossier, hold, erasure, register; for compliance alone."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import check_litany

from openkam.core.audit.models import AuditLine
from openkam.records.activities.actions import note_activity
from openkam.records.activities.entry import Entry
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import Person, PersonHold
from openkam.records.protection.registry import personal_models, places
from openkam.records.users.models import User
from openkam.web.privacy.pages import register_lines
from openkam.web.privacy.telling import CODES
from openkam.web.privacy.words import FIELDS, TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def test_the_litany(client: Client, company: Cast, there: People) -> None:
    who: dict[str, Any] = {"works_for": company.compliance, "no_right": company.fang}
    here = f"/privacy/people/{there.sun.pk}/"
    check_litany(client, "/privacy/", **who)
    check_litany(client, "/privacy/register/", **who)
    check_litany(client, here, **who)
    check_litany(client, f"{here}dossier/", **who, method="POST")
    check_litany(client, f"{here}hold/", **who, method="POST", data={"reason": "lawsuit"})
    check_litany(client, f"{here}hold/", **who, method="POST", data={"lift": "on"})
    check_litany(client, f"{here}erasure/", **who, method="POST", data={"reason": "asked", "name": "孙立"})
    client.force_login(company.compliance)
    assert client.get(here).status_code == 404, "who was erased has no page"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_person_is_found_by_what_he_gave_us(client: Client, company: Cast, there: People, language: str) -> None:
    User.objects.update(language=language)
    Person.objects.filter(pk=there.sun.pk).update(aliases="Sun Li", phone="021-5588 1260", phone_key="02155881260")
    client.force_login(company.compliance)
    for asked in ("孙立", "孙 立", "sun li", "sun@harbour", "5588 1260"):
        assert f"/privacy/people/{there.sun.pk}/" in client.get("/privacy/", {"q": asked}).content.decode(), asked
    assert "/privacy/people/" not in client.get("/privacy/", {"q": "沈"}).content.decode()
    assert "/privacy/people/" not in client.get("/privacy/", {"q": "沈洋"}).content.decode()


def test_the_page_shows_no_opinion_and_the_dossier_does(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.compliance)
    here = f"/privacy/people/{there.sun.pk}/"
    assert "visit in May" not in client.get(here).content.decode()
    assert not AuditLine.objects.filter(action="take_dossier").exists()
    assert "visit in May" in client.post(f"{here}dossier/").content.decode()
    answer = client.post(f"{here}dossier/", {"form": "json"})
    assert answer["Content-Type"] == "application/json"
    assert "visit in May" in answer.content.decode()
    assert AuditLine.objects.filter(action="take_dossier").count() == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dossier_tells_what_was_written_of_his_talks_in_words_and_never_in_codes(
    client: Client, company: Cast, there: People, language: str
) -> None:
    User.objects.update(language=language)
    his = frozenset({there.sun.pk})
    seller, now = as_viewer(company.fang), timezone.now()
    day, named = date(2026, 6, 3), f"the plan of {there.sun.name} again"
    entries = (
        Entry("MEETING", day, subject="first talk", said="a spare pump", our_view="he will wait", attendees=his),
        Entry("CALL", day, subject="call without him", result=named),
        Entry("CALL", day, subject="nothing of his", said="of somebody else"),
    )
    for entry in entries:
        note_activity(viewer=seller, account=company.harbour, entry=entry, now=now)
    client.force_login(company.compliance)
    address = f"/privacy/people/{there.sun.pk}/dossier/"
    shown = client.post(address).content.decode().split("<section>", 1)[1]
    for words in ("first talk", "a spare pump", "he will wait", named):
        assert words in shown, words
    assert "of somebody else" not in shown
    assert ("2026年6月3日" if language == "zh" else "3 Jun 2026") in shown
    for code in ("BUSINESS_CONTACT", "EXECUTION", "STANCE", "MEETING", "False", "+00:00", "›"):
        assert code not in shown, code
    assert "MEETING" in client.post(address, {"form": "json"}).content.decode()


def test_every_code_of_a_dossier_is_called_something() -> None:
    for model in {place.model for place in places()} | {Activity, Person}:
        for field in model._meta.concrete_fields:
            if field.choices:
                labels = CODES[str(model._meta.model_name), field.name]
                assert {code for code, _ in field.flatchoices} <= set(labels), (model, field)


def test_erasure_asks_for_the_name_and_heeds_the_hold(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.compliance)
    here = f"/privacy/people/{there.sun.pk}/"
    wrong = client.post(f"{here}erasure/", {"reason": "asked", "name": "孙"})
    assert wrong.status_code == 422
    client.post(f"{here}hold/", {"reason": "lawsuit"})
    assert PersonHold.objects.get().person == there.sun
    assert "lawsuit" in client.get(here).content.decode()
    assert client.post(f"{here}erasure/", {"reason": "asked", "name": "孙立"}).status_code == 422
    assert Person.objects.visible_to(as_viewer(company.compliance)).filter(pk=there.sun.pk).exists()


def test_every_table_and_field_about_people_has_words() -> None:
    models = {model for model, *_ in personal_models()} | {place.model for place in places()}
    assert {str(model._meta.model_name) for model in models} <= set(TABLES)
    registered = {name for _, names, _ in personal_models() for name in names}
    told = {field.name for place in places() for field in place.model._meta.concrete_fields} | registered
    assert told <= set(FIELDS), told - set(FIELDS)
    known = {str(model._meta.model_name) for model in apps.get_models()}
    assert set(TABLES) <= known, "no word is left over"


def test_the_register_names_opinions_and_sealed_records_without_any_count(company: Cast) -> None:
    before = register_lines()
    names = {line.name.en for line in before}
    assert {"opinion", "sealed record", "person", "post"} <= names
    harbour_people(company)
    assert register_lines() == before
