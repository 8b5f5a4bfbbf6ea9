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


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("They stay two people.", "The two are one person now", "The merge is undone.")),
        ("zh", ("已标记为不同的人。", "已合并为一人，可在下方撤销。", "合并已撤销。")),
    ],
)
def test_what_was_decided_is_said(company: Cast, client: Client, language: str, words: tuple[str, str, str]) -> None:
    type(company.ops).objects.filter(pk=company.ops.pk).update(language=language)
    client.force_login(company.ops)
    one, other = person(company.harbour, "王伟", "13900001111"), person(company.harbour, "Wei Wang", "021555")
    form, place = {"left": one.pk, "right": other.pk}, "/data/matches/people/"
    told = [
        client.post(f"{place}decision/", form | {"answer": answer}, follow=True).content.decode()
        for answer in ("apart", "keep-left")
    ]
    undo = f"{place}{PersonMatch.objects.get(state=PersonMatch.State.MERGED).pk}/undo/"
    told.append(client.post(undo, follow=True).content.decode())
    for shown, word in zip(told, words, strict=True):
        assert word in shown.partition('role="status"')[2].partition("</div>")[0]
    assert 'class="banner good"' not in client.get(f"{place}?done=nonsense").content.decode()
