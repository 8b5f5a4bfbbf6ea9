"""The page of a person: who sees what of him, what is written there, in both languages, in few queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import JOINED, NOW, OBSERVED, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import check_litany

from openkam.records.activities.models import Activity, Attendee
from openkam.records.contacts.actions.coaches import note_coach
from openkam.records.contacts.models import (
    BadExperience,
    BuyingRole,
    Coach,
    CoachReading,
    Employment,
    Motive,
    Opinion,
    Person,
    Relation,
    ReportingLine,
    Tie,
)
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def page_of(client: Client, user: User, person: Person, language: str = "en") -> str:
    """His page as somebody sees it."""
    User.objects.filter(pk=user.pk).update(language=language)
    client.force_login(user)
    answer = client.get(f"/people/{person.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def write(client: Client, company: Cast, person: Person, what: str, **fields: Any) -> Any:
    """One of the forms of the page, sent by fang."""
    client.force_login(company.fang)
    sent = {"what": what, "account": company.harbour.pk} | fields
    return client.post(f"/people/{person.pk}/notes/", sent)


NEW = {"name": "沈洋", "source": "card", "purpose": "sales", "title": "Engineer", "level": "EXECUTION"}


def test_the_litany(client: Client, company: Cast, there: People) -> None:
    who = {"works_for": company.fang, "stranger": company.mei, "no_right": company.root}
    check_litany(client, f"/people/{there.sun.pk}/", **who)
    check_litany(client, f"/accounts/{company.harbour.pk}/people/new/", **who)
    check_litany(client, f"/accounts/{company.harbour.pk}/people/new/", **who, method="POST", data=NEW)
    note = {"what": "role", "role": "USER", "account": company.harbour.pk}
    check_litany(client, f"/people/{there.sun.pk}/notes/", **who, method="POST", data=note)
    note_coach(viewer=as_viewer(company.fang), account=company.harbour, person=there.wu, now=NOW)
    check_litany(client, f"/people/{there.wu.pk}/seal/", **who, method="POST", data={})


def test_somebody_new_is_noted_and_shown(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    address = f"/accounts/{company.harbour.pk}/people/new/"
    refused = client.post(address, NEW | {"source": ""})
    assert refused.status_code == 422
    assert "沈洋" in refused.content.decode(), "what was typed is not lost"
    assert not Person.objects.exists()
    answer = client.post(address, NEW)
    person = Person.objects.get()
    assert answer["Location"].startswith(f"/people/{person.pk}/")
    again = client.post(address, NEW)
    assert again.status_code == 422
    assert "is_another" in again.content.decode()
    assert client.post(address, NEW | {"is_another": "on"}).status_code == 302


def test_an_account_one_may_only_read_takes_nobody(client: Client, company: Cast) -> None:
    client.force_login(company.compliance)
    assert client.post(f"/accounts/{company.harbour.pk}/people/new/", NEW).status_code == 403
    client.force_login(company.wei)
    assert client.get(f"/accounts/{company.orphan.pk}/people/new/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_owner_sees_it_all(client: Client, company: Cast, there: People, language: str) -> None:
    BadExperience.objects.create(
        account=company.harbour,
        person=there.sun,
        cause="late delivery",
        repair_plan="visit with service",
        happened_date=OBSERVED,
        author=company.fang,
        noted_at=NOW,
    )
    shown = page_of(client, company.fang, there.sun, language)
    for word in ("孙立", "Chief engineer", "visit in May", "late delivery", "visit with service", "周海", "方芳"):
        assert word in shown
    assert "−3" in shown
    assert ("技术把关人" if language == "zh" else "Technical gatekeeper") in shown


def test_his_part_in_an_open_opportunity_leads_to_it(client: Client, company: Cast, there: People) -> None:
    page = page_of(client, company.fang, there.zhou)
    assert f'<a href="/opportunities/{there.deal.pk}/" translate="no">Quay crane</a> · Decider' in page
    assert "Quay crane" not in page_of(client, company.fang, there.sun)
    Opportunity.objects.update(outcome="WON", closed_date=OBSERVED)
    assert "Quay crane" not in page_of(client, company.fang, there.zhou)


@pytest.mark.parametrize("login", ["ops", "compliance", "cfo"])
def test_opinions_are_not_for_the_whole_company(client: Client, company: Cast, there: People, login: str) -> None:
    shown = page_of(client, getattr(company, login), there.sun)
    assert "Chief engineer" in shown
    assert not any(word in shown for word in ("visit in May", "−3", "seen at the tender", 'value="opinion"'))


def test_every_form_of_the_page_is_kept(client: Client, company: Cast, there: People) -> None:
    sun, day = there.sun, "2026-06-20"
    forms: list[tuple[str, dict[str, Any]]] = [
        ("opinion", {"kind": "STANCE", "value-STANCE": "2", "evidence": "asked for a trial", "observed": day}),
        ("motive", {"kind": "CONCERN", "text": "downtime", "observed": day}),
        ("relation", {"colleague": company.wei.pk, "level": "1", "wanted": "2", "observed": day}),
        ("tie", {"direction": "in", "other": there.li.pk, "evidence": "asks her", "since": day}),
        ("role", {"role": "DECIDER", "evidence": "signs", "since": day}),
        ("end-role", {"role": "DECIDER"}),
        ("superior", {"superior": there.li.pk, "since": day}),
        ("background", {"kind": "INTEREST", "text": "badminton", "source": "himself", "consent": "told us"}),
        ("experience", {"cause": "late", "repair_plan": "visit", "happened": day}),
        ("trust", {"item": "RESPECT", "evidence": "listened", "observed": day}),
        ("details", {"name": "孙立", "source": "card", "purpose": "sales", "phone": "021-5555 1234"}),
        ("move", {"title": "Director", "level": "DECISION", "since": day}),
    ]
    for what, fields in forms:
        assert write(client, company, sun, what, **fields).status_code == 302, what
    assert Opinion.objects.filter(person=sun, value="2").exists()
    assert Motive.objects.filter(person=sun).exists()
    assert Relation.objects.filter(person=sun, colleague=company.wei).exists()
    assert Tie.objects.filter(person=there.li, other=sun, kind="INFLUENCES").exists()
    assert ReportingLine.objects.filter(person=sun, superior=there.li, until_date=None).exists()
    shown = page_of(client, company.fang, sun)
    for word in ("asked for a trial", "downtime", "badminton", "listened", "Director", "021-5555 1234", "svg"):
        assert word in shown, word
    tie, wrong = Tie.objects.get(person=there.li, other=sun, kind="INFLUENCES"), BadExperience.objects.get()
    assert write(client, company, sun, "end-tie", row=tie.pk).status_code == 302
    assert write(client, company, sun, "mend", row=wrong.pk).status_code == 302
    assert write(client, company, sun, "remove-background", row=sun.backgrounds.get().pk).status_code == 302
    assert "badminton" not in page_of(client, company.fang, sun)
    assert write(client, company, sun, "leave", reason="retired", until="2026-06-30").status_code == 302
    assert not BuyingRole.objects.filter(person=sun, until_date=None).exists()


def test_a_refused_form_says_why_and_keeps_what_was_typed(client: Client, company: Cast, there: People) -> None:
    answer = write(client, company, there.sun, "motive", kind="PERSONAL_WIN", text="想要回扣", need="CAREER")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "想要回扣" in shown
    assert "improper benefit" in shown
    assert write(client, company, there.sun, "opinion", kind="STANCE", evidence="x").status_code == 422
    assert write(client, company, there.sun, "relation", colleague=company.wei.pk, level="x").status_code == 422
    assert write(client, company, there.sun, "role", role="USER", since="yesterday").status_code == 422
    assert write(client, company, there.sun, "dance").status_code == 404
    assert write(client, company, there.sun, "tie", other="999999", direction="out").status_code == 404


def test_the_entries_he_took_part_in_are_shown(client: Client, company: Cast, there: People) -> None:
    entry = Activity.objects.create(
        account=company.harbour, kind="MEETING", happened_date=OBSERVED, subject="Trial run", noted_at=NOW
    )
    Attendee.objects.create(account=company.harbour, activity=entry, person=there.sun)
    assert "Trial run" in page_of(client, company.fang, there.sun)
    assert "Trial run" not in page_of(client, company.fang, there.wu)


def test_posts_elsewhere_are_shown_to_who_sees_the_account(client: Client, company: Cast, there: People) -> None:
    Employment.objects.create(
        account=company.northwind, person=there.sun, title="Adviser", until_date=JOINED, noted_at=NOW
    )
    assert "Adviser" not in page_of(client, company.fang, there.sun)
    assert "Adviser" in page_of(client, company.wei, there.sun)
    client.force_login(company.fang)
    assert client.get(f"/people/{there.sun.pk}/?account={company.northwind.pk}").status_code == 404


def test_the_seal_opens_for_its_holders_alone(client: Client, company: Cast, there: People) -> None:
    before = {login: page_of(client, getattr(company, login), there.wu) for login in ("wei", "lin", "ops")}
    assert write(client, company, there.wu, "seal", since="2026-06-01").status_code == 302
    plain = {login: page_of(client, getattr(company, login), there.wu) for login in ("wei", "lin", "ops")}
    for login, shown in plain.items():
        assert tidy(shown) == tidy(before[login]), login

    def act(who: User, **fields: Any) -> Any:
        client.force_login(who)
        return client.post(f"/people/{there.wu.pk}/seal/", {"account": company.harbour.pk} | fields)

    assert act(company.wei).status_code == 404
    assert act(company.ops).status_code == 404
    assert "unproven" in act(company.fang).content.decode()
    assert (
        act(company.fang, what="proof", service="WARNS", text="rival visited", observed="2026-06-20").status_code == 200
    )
    assert act(company.fang, what="mark", mark="GETS_ON", text="easy to talk to").status_code == 200
    assert act(company.fang, what="mark", mark="INTEREST", text="要好处费").status_code == 422
    assert act(company.fang, what="name", user=company.wei.pk).status_code == 200
    opened = act(company.wei).content.decode()
    assert "rival visited" in opened
    assert "Who opened it" not in opened
    assert "魏强" in act(company.fang).content.decode()
    assert CoachReading.objects.get().reader == company.wei
    assert act(company.wei, what="remove").status_code == 422
    assert act(company.fang, what="unname", user=company.wei.pk).status_code == 200
    assert act(company.fang, what="hand-over", user=company.wei.pk).status_code == 302
    assert act(company.fang).status_code == 404
    assert act(company.wei, what="end", until="2026-06-30").status_code == 200
    assert act(company.wei, what="remove").status_code == 302
    assert not Coach.objects.exists()


def tidy(shown: str) -> str:
    """The page without what differs from request to request."""
    return "\n".join(line for line in shown.splitlines() if "csrf" not in line.lower() and "nonce" not in line)


def test_the_number_of_queries_does_not_grow(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.fang)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/people/{there.sun.pk}/")
    for number in range(12):
        note = {"account": company.harbour, "person": there.sun, "noted_at": NOW}
        said = {"evidence": "x", "observed_date": OBSERVED, "author": company.fang}
        Opinion.objects.create(**note, kind="STANCE", value=str(number % 5 + 1), **said)
        Motive.objects.create(**note, kind="CONCERN", text="x", observed_date=OBSERVED, author=company.fang)
        Relation.objects.create(**note, colleague=company.fang, level=1, observed_date=OBSERVED, noted_by=company.fang)
        entry = Activity.objects.create(
            account=company.harbour, kind="CALL", happened_date=OBSERVED, subject="x", noted_at=NOW
        )
        Attendee.objects.create(account=company.harbour, activity=entry, person=there.sun)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/people/{there.sun.pk}/")
    assert len(many) <= len(few) + 1, "one more, to count entries beyond the first dozen"
    assert len(many) < 40
