"""Like people stand side by side, are merged field by field, and parted again; for sales operations only."""

from typing import Any

import pytest
from django.test import Client
from tests.cast import NOW, Cast, cast
from tests.web.litany import check_litany

from openkam.records.accounts.models import Account
from openkam.records.contacts.details import person_key
from openkam.records.contacts.models import Employment, Person
from openkam.records.contacts.search import write_person_texts
from openkam.records.duplicates.models import PersonMatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """Everybody."""
    return cast()


def person(account: Account, name: str, phone: str = "", email: str = "") -> Person:
    """Somebody who works there."""
    fields: dict[str, Any] = {"purpose": "x", "source": "x", "noticed_date": NOW.date(), "created_at": NOW}
    made = Person.objects.create(
        name=name, name_key=person_key(name), phone=phone, phone_key=phone, email=email, **fields
    )
    Employment.objects.create(person=made, account=account, title="经理", noted_at=NOW)
    write_person_texts([made])
    return made


def test_every_address_has_its_litany(company: Cast, client: Client) -> None:
    one, other = person(company.harbour, "王伟", "13900001111"), person(company.harbour, "Wei Wang", "021555")
    common: dict[str, Any] = {"works_for": company.ops, "no_right": company.wei}
    check_litany(client, "/data/matches/people/", **common)
    form = {"left": one.pk, "right": other.pk, "answer": "keep-left", "field-phone": "right"}
    check_litany(client, "/data/matches/people/decision/", data=form, method="POST", **common)
    one.refresh_from_db()
    assert (one.phone, one.aliases) == ("021555", "Wei Wang")
    match = PersonMatch.objects.get()
    check_litany(client, f"/data/matches/people/{match.pk}/undo/", method="POST", **common)
    one.refresh_from_db()
    assert (one.phone, one.aliases) == ("13900001111", "")


def test_keeping_the_second_takes_what_was_chosen(company: Cast, client: Client) -> None:
    one = person(company.harbour, "王伟", "13900001111", "old@h.example")
    other = person(company.harbour, "Wei Wang", "021555", "new@h.example")
    client.force_login(company.ops)
    form = {"left": one.pk, "right": other.pk, "answer": "keep-right", "field-name": "left", "field-phone": "left"}
    form |= {"field-email": "right", "field-language": "right", "field-channel": "right"}
    client.post("/data/matches/people/decision/", form)
    other.refresh_from_db()
    assert (other.name, other.phone, other.email) == ("王伟", "13900001111", "new@h.example")
    assert other.aliases == "Wei Wang"


@pytest.mark.parametrize("form", [{}, {"left": "x", "right": "1", "answer": "apart"}, {"answer": "keep-left"}])
def test_a_form_without_an_answer_is_refused(company: Cast, client: Client, form: dict[str, str]) -> None:
    client.force_login(company.ops)
    assert client.post("/data/matches/people/decision/", form).status_code in (400, 422)


def test_the_number_of_queries_does_not_grow(company: Cast, client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(company.ops)
    counts = []
    for name in ("王伟", "李娜"):
        for number in range(3):
            person(company.harbour, name, f"1390000{len(counts)}{number}11")
        client.get("/data/matches/people/")
        with django_assert_max_num_queries(25) as asked:
            client.get("/data/matches/people/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
