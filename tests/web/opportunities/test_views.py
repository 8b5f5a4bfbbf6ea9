"""Opportunities on the screen: noted, filled with people, changed, closed and opened again, and who sees what."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import JOINED, NOW, OBSERVED, TODAY, Cast, People
from tests.web.litany import check_litany, database_digest

from openkam.core.audit.models import AuditLine
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import Employment, Person
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import DealRole, DealView, Opportunity, Promise, TenderOwner
from openkam.records.opportunities.seen import mark_of
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db
NEW = {"name": "Second crane", "amount": "1,250.5", "unit": "10000", "currency": "人民币", "bid": "2026-10-01"}


def shown(client: Client, user: User, url: str, language: str = "en") -> str:
    """A page as somebody sees it."""
    User.objects.filter(pk=user.pk).update(language=language)
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def title(page: str) -> str:
    """What its first heading says."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    return found[1].strip() if found else ""


def write(client: Client, user: User, deal: Opportunity, what: str, **fields: Any) -> Any:
    """One of the forms of the page of an opportunity."""
    client.force_login(user)
    return client.post(f"/opportunities/{deal.pk}/notes/", {"what": what} | fields)


def page_at(company: Cast) -> str:
    """The address of the tab."""
    return f"/accounts/{company.harbour.pk}/opportunities/"


def test_the_litany(client: Client, company: Cast, there: People) -> None:
    who = {"works_for": company.fang, "stranger": company.mei, "no_right": company.root}
    check_litany(client, page_at(company), **who)
    check_litany(client, page_at(company), **who, method="POST", data=NEW)
    check_litany(client, page_at(company), **who | {"no_right": company.compliance}, method="POST", data=NEW)
    check_litany(client, f"/opportunities/{there.deal.pk}/", **who)
    note = {"what": "role", "person": there.sun.pk, "role": "TECH_GATE"}
    check_litany(client, f"/opportunities/{there.deal.pk}/notes/", **who, method="POST", data=note)


def test_one_is_noted_and_its_page_asks_for_the_people(client: Client, company: Cast) -> None:
    empty = shown(client, company.fang, page_at(company))
    assert title(empty) == "No opportunity is noted yet"
    assert '<details class="act" open>' in empty
    answer = client.post(page_at(company), NEW)
    deal = Opportunity.objects.get()
    assert answer["Location"] == f"/opportunities/{deal.pk}/?done=new"
    assert (deal.amount_units, deal.currency, deal.owner) == (125_050_000_000, "CNY", company.fang)
    assert [line.action for line in AuditLine.objects.all()] == ["note_opportunity"]
    page = client.get(answer["Location"]).content.decode()
    assert title(page).startswith("Second crane: nobody is named who signs; no technical gatekeeper")
    assert page.count("nobody yet · find out") == 5, "four roles, and who runs the purchase"


@pytest.mark.parametrize(
    "bad",
    [
        {"name": " "},
        {"name": "with\x00a sign"},
        {"amount": "much"},
        {"amount": "1e99"},
        {"amount": "1e999999"},
        {"amount": "-3"},
        {"bid": "soon"},
        {"bid": "9999-12-31"},
        {"name": "13912345678"},
    ],
)
def test_what_is_refused_is_not_lost(client: Client, company: Cast, bad: dict[str, str]) -> None:
    client.force_login(company.fang)
    answer = client.post(page_at(company), NEW | bad)
    assert answer.status_code == 422
    assert 'value="2026-10-01"' in answer.content.decode() or "bid" in bad
    assert not Opportunity.objects.exists()


def test_currencies_are_never_added_to_each_other(client: Client, company: Cast, there: People) -> None:
    for amount, currency in ((10_000_000, "EUR"), (20_000_000, "EUR"), (None, "")):
        note = {"account": company.harbour, "opened_date": JOINED, "created_at": NOW}
        Opportunity.objects.create(**note, name=f"More {amount}", amount_units=amount, currency=currency)
    page = shown(client, company.fang, page_at(company))
    sums = re.search(r'<p class="deal-sums">(.*?)</p>', page, re.S)
    assert sums is not None
    told = re.sub(r"<[^>]+>|\s+", " ", sums[1])
    assert "2.6M CNY" in re.sub(r"\s+", " ", told)
    assert "3,000 EUR" in re.sub(r"\s+", " ", told)
    assert "1 without an amount" in told


def test_the_title_says_what_is_missing(client: Client, company: Cast, there: People) -> None:
    assert title(shown(client, company.fang, page_at(company))) == "1 open opportunity; we know who signs"
    assert title(shown(client, company.fang, page_at(company), "zh")) == "1个进行中的商机；已知由谁拍板"
    Opportunity.objects.create(account=company.harbour, name="Belt", opened_date=JOINED, created_at=NOW)
    page = shown(client, company.fang, page_at(company))
    assert title(page) == "2 open opportunities; nobody is named who signs “Belt”"
    assert "3 of 4" in page
    assert "0 of 4" in page


def test_a_chair_nobody_sits_on_fills_no_role(client: Client, company: Cast, there: People) -> None:
    DealRole.objects.filter(role="DECIDER").update(person=there.chair)
    page = shown(client, company.fang, page_at(company))
    assert "2 of 4" in page
    page = shown(client, company.fang, f"/opportunities/{there.deal.pk}/")
    assert "empty chair: find out who" in page
    assert title(page).startswith("Quay crane: nobody is named who signs")


def test_a_day_that_has_passed_is_told(client: Client, company: Cast, there: People) -> None:
    Opportunity.objects.update(expected_date=TODAY - timedelta(days=3), bid_date=None)
    for url in (page_at(company), f"/opportunities/{there.deal.pk}/"):
        page = shown(client, company.fang, url)
        assert "still open: close it or give it another day" in page
        assert "overdue" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_owner_sees_it_all(client: Client, company: Cast, there: People, language: str) -> None:
    write(client, company.fang, there.deal, "tender", person=there.li.pk, source="her mail", since="2026-05-01")
    write(client, company.fang, there.deal, "tender", department="Tender office", source="invitation")
    write(client, company.fang, there.deal, "promise", person=there.li.pk, text="it will be yours")
    Objection.objects.create(
        account=company.harbour, opportunity=there.deal, text="too heavy", raised_date=OBSERVED, noted_at=NOW
    )
    Activity.objects.create(
        account=company.harbour,
        opportunity=there.deal,
        kind="MEETING",
        happened_date=OBSERVED,
        subject="Load test",
        author=company.fang,
        noted_at=NOW,
    )
    page = shown(client, company.fang, f"/opportunities/{there.deal.pk}/", language)
    for word in ("周海", "李梅", "吴刚", "asked for a trial", "her mail", "Tender office", "it will be yours"):
        assert word in page, word
    assert "too heavy" in page
    assert "Load test" in page
    assert f"/accounts/{company.harbour.pk}/people/?opportunity={there.deal.pk}" in page
    assert f"/people/{there.zhou.pk}/?account={company.harbour.pk}" in page
    flags = page[page.index('id="signals"') :]
    assert ("only" if language == "en" else "只凭李梅一人的承诺") in flags or "alone" in flags
    assert "Tender office" in flags, "the tender changed hands"


@pytest.mark.parametrize("login", ["ops", "compliance", "cfo"])
def test_what_colleagues_think_is_not_for_the_whole_company(
    client: Client, company: Cast, there: People, login: str
) -> None:
    Promise.objects.create(
        account=company.harbour,
        opportunity=there.deal,
        person=there.li,
        text="secret promise",
        said_date=OBSERVED,
        author=company.fang,
        noted_at=NOW,
    )
    page = shown(client, getattr(company, login), f"/opportunities/{there.deal.pk}/")
    assert "周海" in page
    assert not any(word in page for word in ("asked for a trial", "secret promise", "visit in May", "Goes along"))
    assert 'value="view"' not in page
    assert 'value="promise"' not in page


def test_who_may_only_read_sees_no_form(client: Client, company: Cast, there: People) -> None:
    for url in (page_at(company), f"/opportunities/{there.deal.pk}/"):
        page = shown(client, company.compliance, url)
        assert "/notes/" not in page
        assert 'name="amount"' not in page


def test_the_roles_of_the_account_are_one_click_away(client: Client, company: Cast, there: People) -> None:
    page = shown(client, company.fang, f"/opportunities/{there.deal.pk}/")
    assert "孙立, here too" in page
    assert "周海, here too" not in page, "he is named already"
    write(client, company.fang, there.deal, "role", person=there.sun.pk, role="TECH_GATE")
    page = shown(client, company.fang, f"/opportunities/{there.deal.pk}/")
    assert title(page) == "Quay crane: 周海 signs"
    assert "4 of 4 filled" in page


def test_every_form_of_the_page_is_kept(client: Client, company: Cast, there: People) -> None:
    deal, day = there.deal, "2026-06-20"
    forms: list[tuple[str, dict[str, Any]]] = [
        ("change", {"name": "Two quay cranes", "amount": "3", "unit": "1000000", "currency": "EUR", "owner": ""}),
        ("role", {"person": there.sun.pk, "role": "TECH_GATE", "position": "deputy commander", "since": day}),
        ("end-role", {"person": there.wu.pk, "role": "USER"}),
        ("view", {"person": there.sun.pk, "influence": "HIGH", "mode": "EVEN_KEEL", "evidence": "e", "observed": day}),
        ("tender", {"person": there.li.pk, "source": "her mail", "since": day}),
        ("promise", {"person": there.li.pk, "text": "it is ours", "said": day}),
    ]
    for what, fields in forms:
        answer = write(client, company.fang, deal, what, seen=mark_of(deal), **fields)
        assert answer.status_code == 302, what
        assert client.get(answer["Location"].partition("#")[0]).status_code == 200
    promise = Promise.objects.get()
    confirmed = write(client, company.fang, deal, "confirm", promise=promise.pk, person=there.zhou.pk, confirmed=day)
    assert confirmed.status_code == 302
    deal.refresh_from_db()
    assert (deal.name, deal.amount_units, deal.currency, deal.owner) == (
        "Two quay cranes",
        30_000_000_000,
        "EUR",
        company.fang,
    )
    assert set(DealRole.objects.filter(until_date=None).values_list("role", flat=True)) == {
        *("DECIDER", "BUYER", "TECH_GATE")
    }
    assert DealView.objects.filter(person=there.sun, mode="EVEN_KEEL").exists()
    assert TenderOwner.objects.get().person == there.li
    assert AuditLine.objects.count() == len(forms) + 1


def test_a_form_that_is_refused_says_why_in_place(client: Client, company: Cast, there: People) -> None:
    before = database_digest()
    for what, fields in (
        ("role", {"person": "", "role": "USER"}),
        ("view", {"person": there.wu.pk, "evidence": "typed before"}),
        ("tender", {"source": "typed before"}),
        ("close", {"outcome": "OPEN"}),
        ("end-role", {"person": there.sun.pk, "role": "USER"}),
        ("reopen", {}),
        ("change", {"name": "", "seen": mark_of(there.deal)}),
    ):
        answer = write(client, company.fang, there.deal, what, **fields)
        assert answer.status_code == 422, what
        page = answer.content.decode()
        assert page.count('class="banner error"') == 1, what
        assert "typed before" not in str(fields) or "typed before" in page
    assert write(client, company.fang, there.deal, "no-such").status_code == 404
    assert database_digest() == before


def test_people_of_other_accounts_have_no_part_in_it(client: Client, company: Cast, there: People) -> None:
    note = {"name": "Stranger", "name_key": "stranger", "purpose": "p", "source": "s", "noticed_date": JOINED}
    stranger = Person.objects.create(**note, created_at=NOW)
    Employment.objects.create(account=company.steelworks, person=stranger, noted_at=NOW)
    for what, fields in (("role", {"role": "USER"}), ("promise", {"text": "t"}), ("view", {"mode": "GROWTH"})):
        answer = write(client, company.fang, there.deal, what, person=stranger.pk, evidence="e", **fields)
        assert answer.status_code == 404, what


def test_won_lost_or_stalled_and_open_again(client: Client, company: Cast, there: People) -> None:
    answer = write(client, company.fang, there.deal, "close", outcome="LOST", closed="2026-06-30", lowest="yes")
    review = f"/accounts/{company.harbour.pk}/log/deals/{there.deal.pk}/review/"
    assert answer["Location"] == review, "the causes are asked next"
    page = shown(client, company.fang, f"/opportunities/{there.deal.pk}/")
    assert title(page) == "Quay crane: lost on 30 Jun 2026"
    assert "Not reviewed yet" in page
    client.post(review, {"main": "SINGLE_CONTACT", "lesson": "meet the engineers"})
    assert "We relied on one person" in shown(client, company.fang, f"/opportunities/{there.deal.pk}/")
    assert title(shown(client, company.fang, page_at(company))) == "No opportunity is open; 1 lost"
    assert write(client, company.fang, there.deal, "reopen").status_code == 302
    deal = Opportunity.objects.get()
    assert (deal.outcome, deal.lowest_price_was_ours, deal.loss_causes) == ("OPEN", None, [])
    answer = write(client, company.fang, there.deal, "close", outcome="WON", lowest="yes")
    assert answer["Location"] == f"/opportunities/{there.deal.pk}/?done=close#close"
    assert Opportunity.objects.get().lowest_price_was_ours is None, "asked of a lost one only"


def test_an_entry_about_it_is_begun_with_it_chosen(client: Client, company: Cast, there: People) -> None:
    log = f"/accounts/{company.harbour.pk}/log/"
    chosen = f'<option value="{there.deal.pk}" selected>Quay crane</option>'
    assert chosen in shown(client, company.fang, f"{log}?opportunity={there.deal.pk}")
    assert chosen not in shown(client, company.fang, log)
    sent = {"text": "too heavy", "raised": "2026-06-20", "opportunity": there.deal.pk}
    assert client.post(f"{log}objections/", sent).status_code == 302
    assert Objection.objects.get().opportunity == there.deal
    assert client.post(f"{log}objections/", sent | {"opportunity": "999999"}).status_code == 404
    assert f'href="/opportunities/{there.deal.pk}/"' in shown(client, company.fang, f"{log}?source=DEALS")


def test_htmx_gets_the_part_that_changed(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.fang)
    at, head = f"/opportunities/{there.deal.pk}/notes/", {"HX-Request": "true"}
    done = client.post(at, {"what": "role", "person": there.sun.pk, "role": "TECH_GATE"}, headers=head)
    assert done.status_code == 200
    assert "<html" not in done.content.decode()
    assert title(done.content.decode()) == "Quay crane: 周海 signs"
    refused = client.post(at, {"what": "view", "person": there.wu.pk, "evidence": "typed"}, headers=head)
    assert refused.status_code == 200
    assert 'class="banner error"' in refused.content.decode()
    assert "typed" in refused.content.decode()
    closed = client.post(at, {"what": "close", "outcome": "STALLED"}, headers=head)
    assert closed["HX-Redirect"].endswith("/review/")


def test_a_fixed_number_of_queries(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.fang)
    urls = (page_at(company), f"/opportunities/{there.deal.pk}/")

    def counts() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    counts()
    few = counts()
    for number in range(12):
        note = {"name": f"P{number}", "name_key": f"p{number}", "purpose": "p", "source": "s", "noticed_date": JOINED}
        person = Person.objects.create(**note, created_at=NOW)
        at: dict[str, Any] = {"account": company.harbour, "person": person, "noted_at": NOW}
        Employment.objects.create(**at, title="Fitter", noted_by=company.fang)
        other = Opportunity.objects.create(
            account=company.harbour, name=f"D{number}", owner=company.wei, opened_date=JOINED, created_at=NOW
        )
        for deal in (there.deal, other):
            DealRole.objects.create(**at, opportunity=deal, role="USER", noted_by=company.fang)
            seen = {"evidence": "e", "observed_date": OBSERVED, "author": company.fang}
            DealView.objects.create(**at, **seen, opportunity=deal, mode="GROWTH")
            TenderOwner.objects.create(**at, opportunity=deal, source="s", since_date=date(2026, 2, 1))
            Promise.objects.create(**at, opportunity=deal, text="t", said_date=OBSERVED, author=company.fang)
    assert counts() == few


def test_noting_one_costs_few_queries_however_many_there_are(client: Client, company: Cast, there: People) -> None:
    client.force_login(company.fang)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.post(page_at(company), NEW).status_code == 302
        return len(asked)

    count()
    few = count()
    for number in range(20):
        Opportunity.objects.create(account=company.harbour, name=f"D{number}", opened_date=JOINED, created_at=NOW)
    assert count() == few <= 20
