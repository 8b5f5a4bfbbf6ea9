"""The list of red flags and their limits: who sees what, narrowed and set by whom."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import check_litany

from openkam.core.audit.models import AuditLine
from openkam.insight.health.flags import red_flags
from openkam.records.accounts.models import Account, Share, TeamMember
from openkam.records.contacts.models import Coach, Employment, Person
from openkam.records.contacts.seals import Seal, closed
from openkam.records.reviews.actions import acknowledge_flag
from openkam.records.reviews.models import FlagLimit

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, graded, on a day that stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return cast(graded=True)


@pytest.fixture
def people(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def page(client: Client, user: Any, query: str = "", path: str = "/flags/") -> str:
    """A page as a user gets it, without tokens."""
    client.force_login(user)
    answer = client.get(f"{path}{query}")
    assert answer.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+|nonce="[^"]+"', "", answer.content.decode())


def title(shown: str) -> str:
    """Its finding."""
    found = re.search(r"<h1>(.*?)</h1>", shown)
    assert found is not None
    return found[1]


def test_every_address_keeps_the_litany(client: Client, company: Cast, people: People) -> None:
    for url in ("/flags/", "/flags/limits/"):
        check_litany(client, url, works_for=company.fang, no_right=company.root, wrong_verb="POST")
    form = {"SINGLE_THREAD:KEY": "60"}
    url = "/flags/limits/changes/"
    check_litany(client, url, works_for=company.ops, no_right=company.fang, method="POST", data=form, wrong_verb="GET")
    assert [(one.flag, one.tier, one.value) for one in FlagLimit.objects.all()] == [("SINGLE_THREAD", "KEY", 60)]
    assert AuditLine.objects.latest("seq").action == "set_flag_limit"


def test_a_seller_is_told_of_his_accounts_and_a_manager_of_his_team(
    client: Client, company: Cast, people: People
) -> None:
    mine, team = page(client, company.fang), page(client, company.wei)
    count = len(red_flags(as_viewer(company.fang), [company.harbour], TODAY)[company.harbour.pk])
    assert title(mine).startswith(f"{count} red flags on 1 account, ")
    assert "Northwind" not in mine
    assert "Northwind Traders GmbH" in team
    assert "钢城钢铁" not in team
    assert "钢城钢铁" not in page(client, company.ops), "of a lower tier, and nobody is known there"


def test_who_sees_no_account_is_told_so_and_not_that_nothing_warns(
    client: Client, company: Cast, people: People
) -> None:
    Account.objects.update(owner=None)
    TeamMember.objects.all().delete()
    Share.objects.all().delete()
    client.force_login(company.bo)
    assert "You see no account yet" in client.get("/flags/").content.decode()


def test_the_list_is_narrowed_by_severity_flag_owner_and_state(client: Client, company: Cast, people: People) -> None:
    viewer = as_viewer(company.fang)
    found = {one.code: one for one in red_flags(viewer, [company.harbour], TODAY)[company.harbour.pk]}
    grave = page(client, company.fang, "?severity=ALERT")
    assert found["DECIDER_UNMET"].sentence.en in grave
    assert found["NO_COACH"].sentence.en not in grave
    assert title(page(client, company.fang, "?flag=NO_COACH")).startswith("1 red flag on")
    assert title(page(client, company.wei, f"?owner={company.bo.pk}&flag=NOBODY_KNOWN")).startswith("1 red flag on")
    assert title(page(client, company.fang, "?owner=0")) == "No red flag fits"
    told = found["NO_COACH"]
    acknowledge_flag(
        viewer=viewer, account=company.harbour, flag=told.code, facts=told.facts, reason="new here", now=NOW
    )
    assert "new here" in page(client, company.fang, "?state=resting")
    assert title(page(client, company.fang, "?flag=NO_COACH")) == "No red flag fits"
    for odd in ("?severity=HUGE&flag=x&owner=y&state=z&page=w", "?page=99999999"):
        assert "red flags on" in title(page(client, company.fang, odd))


QUARTER = timedelta(days=120)


def test_a_coach_changes_nothing_on_the_list_of_others(client: Client, company: Cast, people: People) -> None:
    readers = (company.wei, company.lin, company.ops, company.compliance)
    before = [page(client, user) for user in readers]
    seal = closed(Seal(people.wu.pk, TODAY, None, {}, ()), company.harbour.pk)
    Coach.objects.create(account=company.harbour, sealed=seal, author=company.fang, noted_at=NOW - QUARTER)
    assert [page(client, user) for user in readers] == before
    assert "unproven" in page(client, company.fang)


def test_more_accounts_take_no_more_queries(client: Client, company: Cast, people: People) -> None:
    page(client, company.ops)
    with CaptureQueriesContext(connection) as few:
        page(client, company.ops)
    for number in range(60):
        account = Account.objects.create(name=f"A{number}", name_key=f"a{number}", created_at=NOW)
        kept = {"name": "X", "name_key": "x", "purpose": "p", "source": "s", "noticed_date": TODAY}
        person = Person.objects.create(**kept, created_at=NOW)
        Employment.objects.create(account=account, person=person, noted_at=NOW)
    with CaptureQueriesContext(connection) as many:
        shown = page(client, company.ops, "?page=2")
    assert 'rel="prev"' in shown
    assert len(many) <= len(few)


def test_limits_are_shown_to_readers_and_set_by_those_above(client: Client, company: Cast) -> None:
    readable = page(client, company.fang, path="/flags/limits/")
    assert "all limits as shipped" in title(readable)
    assert 'name="SINGLE_THREAD:KEY"' not in readable
    client.force_login(company.wei)
    sent = {"SINGLE_THREAD:KEY": "60", "SINGLE_THREAD:": "", "NO_USER:KEY": "1", "NO_SUCH:KEY": "3"}
    assert client.post("/flags/limits/changes/", sent)["Location"] == "/flags/limits/?done=1"
    assert {(one.flag, one.tier, one.value) for one in FlagLimit.objects.all()} == {
        ("SINGLE_THREAD", "KEY", 60),
        ("SINGLE_THREAD", "", None),
    }
    assert "2 limits set by this company" in title(page(client, company.wei, path="/flags/limits/"))


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "9999", "1.5", "１"])
def test_a_limit_that_is_none_changes_nothing(client: Client, company: Cast, wrong: str) -> None:
    client.force_login(company.ops)
    sent = {"SINGLE_THREAD:KEY": "60", "SILENT_CONTACT:KEY": wrong}
    assert client.post("/flags/limits/changes/", sent).status_code == 422
    assert not FlagLimit.objects.exists()
