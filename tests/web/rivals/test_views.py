"""The list of rivals: who at which account is for whom, for those who work there and for nobody else."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import JOINED, NOW, Cast, People, as_viewer, cast, harbour_people
from tests.web.crawl import ask
from tests.web.litany import check_litany

from openkam.records.activities.models import Activity
from openkam.records.contacts.actions.opinions import note_opinion
from openkam.records.contacts.actions.people import end_employment
from openkam.records.contacts.models import Employment, Opinion, Person
from openkam.records.contacts.rivals import rival_supporters

HERE = "/rivals/"


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Its people at harbour."""
    return harbour_people(company)


def backs(company: Cast, person: Person, rival: str, kind: str = "BACKS", day: date = date(2026, 6, 2)) -> None:
    """Fang writes whom he is for."""
    fang = as_viewer(company.fang)
    note_opinion(
        viewer=fang,
        account=company.harbour,
        person=person,
        kind=kind,
        value=rival,
        evidence="praised their pumps",
        observed_date=day,
        now=NOW,
    )


def test_the_list_keeps_the_litany(client: Client, company: Cast, people: People) -> None:
    check_litany(client, HERE, works_for=company.fang, no_right=company.root)


def test_people_stand_under_the_rival_they_are_for_with_role_stance_and_character(
    client: Client, company: Cast, people: People
) -> None:
    backs(company, people.sun, "Atlas GmbH")
    backs(company, people.zhou, "ATLAS")
    backs(company, people.li, "Borealis")
    backs(company, people.sun, "wants proof for everything", "CHARACTER")
    Activity.objects.create(
        account=company.harbour, kind="RIVAL_VISIT", rival="atlas", happened_date=date(2026, 5, 4), noted_at=NOW
    )
    client.force_login(company.fang)
    html = client.get(HERE).content.decode()
    assert "<h1>3 people are for 2 rivals at 1 account; one of them decides</h1>" in html
    first, second = html.split('<h2 class="rival">')[1:]
    assert "2 people" in first
    assert "seen with a customer once in a year" in first
    assert first.index("周海") < first.index("孙立"), "who decides comes first"
    for words in ("Technical gatekeeper", "wants proof for everything", "praised their pumps", "方芳"):
        assert words in first
    assert '<span class="shape" aria-hidden="true">▼</span>−3 Mildly negative' in first
    assert '<span class="shape" aria-hidden="true">▲</span>+1 Goes along' in first
    assert "李梅" in second
    only = client.get(f"{HERE}?rival=Atlas").content.decode()
    assert "李梅" not in only
    assert "<h1>2 people are for a rival at 1 account; one of them decides</h1>" in only
    visit = client.get(f"/accounts/{company.harbour.pk}/visit/").content.decode()
    assert "Borealis" in visit


def test_the_latest_word_holds_and_who_left_or_is_for_nobody_is_not_told(company: Cast, people: People) -> None:
    fang, harbour = as_viewer(company.fang), company.harbour
    backs(company, people.sun, "Atlas", day=date(2026, 5, 1))
    backs(company, people.sun, "Borealis", day=date(2026, 6, 1))
    backs(company, people.li, "无")
    backs(company, people.wu, "Atlas")
    assert {(one.name, one.rival) for one in rival_supporters(fang, fang.today)} == {
        ("孙立", "Borealis"),
        ("吴刚", "Atlas"),
    }
    assert [one.rival for one in rival_supporters(fang, date(2026, 5, 2), harbour)] == ["Atlas"]
    end_employment(viewer=fang, account=harbour, person=people.wu, reason="left", now=NOW, until_date=date(2026, 6, 20))
    assert [one.name for one in rival_supporters(fang, fang.today)] == ["孙立"]
    assert rival_supporters(fang, fang.today, company.northwind) == []


@pytest.mark.parametrize("login", ["mei", "ops", "cfo", "compliance"])
def test_who_does_not_work_on_the_account_gets_the_same_list_with_and_without_it(
    client: Client, company: Cast, people: People, login: str
) -> None:
    client.force_login(getattr(company, login))
    without = ask(client, HERE)
    backs(company, people.sun, "Atlas")
    assert ask(client, HERE) == without
    assert client.get(f"{HERE}?rival=Atlas").status_code == 200
    assert "Atlas" not in client.get(f"/accounts/{company.harbour.pk}/visit/").content.decode()


def test_a_manager_reads_it_and_more_people_take_no_more_queries(client: Client, company: Cast, people: People) -> None:
    backs(company, people.sun, "Atlas")
    client.force_login(company.wei)
    client.get(HERE)
    with CaptureQueriesContext(connection) as few:
        assert "孙立" in client.get(HERE).content.decode()
    for number in range(60):
        person = Person.objects.create(
            name=f"P{number:02}",
            name_key=f"p{number:02}",
            purpose="x",
            source="x",
            noticed_date=JOINED,
            created_at=NOW,
        )
        Employment.objects.create(account=company.harbour, person=person, noted_at=NOW)
        Opinion.objects.create(
            account=company.harbour,
            person=person,
            kind="BACKS",
            value=f"Rival {number % 7}",
            evidence="said so",
            observed_date=JOINED,
            author=company.fang,
            noted_at=NOW,
        )
    with CaptureQueriesContext(connection) as many:
        html = client.get(HERE).content.decode()
    assert len(few) == len(many)
    assert "61" in html.split('class="pager-where"')[1][:60]
    assert client.get(f"{HERE}?page=2").status_code == 200
