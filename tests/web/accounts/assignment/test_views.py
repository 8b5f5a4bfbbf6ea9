"""Giving many accounts to somebody at once."""

import pytest
from django.test import Client
from tests.cast import Cast
from tests.web.litany import check_litany

from openkam.records.accounts.models import TeamMember


def test_the_litany(client: Client, company: Cast) -> None:
    address = f"/accounts/assignment/?account={company.harbour.pk}"
    answer = check_litany(client, address, works_for=company.wei, no_right=company.fang)
    assert "1 account will be assigned" in answer.content.decode()
    data = {"account": [company.harbour.pk], "user": company.bo.pk, "as": "owner"}
    check_litany(
        client, "/accounts/assignment/", works_for=company.wei, no_right=company.fang, method="POST", data=data
    )
    company.harbour.refresh_from_db()
    assert company.harbour.owner == company.bo


def test_everything_that_matches_is_counted_before_it_is_given(client: Client, company: Cast) -> None:
    client.force_login(company.ops)
    shown = client.get("/accounts/assignment/?of=all&query=region%3DEast").content.decode()
    assert "2 accounts will be assigned" in shown
    assert company.fang.name in shown
    given = {"of": "all", "query": "region=East", "user": company.mei.pk, "as": "owner"}
    back = client.post("/accounts/assignment/", given, follow=True)
    assert back.redirect_chain[0][0] == "/accounts/?region=East&assigned=2"
    assert "2 accounts are assigned." in back.content.decode()
    assert "are assigned" not in client.get("/accounts/?assigned=many").content.decode()
    company.orphan.refresh_from_db()
    company.northwind.refresh_from_db()
    assert (company.orphan.owner, company.northwind.owner) == (company.mei, company.bo)


def test_accounts_out_of_sight_are_not_chosen(client: Client, company: Cast) -> None:
    client.force_login(company.wei)
    answer = client.get(f"/accounts/assignment/?account={company.steelworks.pk}")
    assert answer.status_code == 422
    data = {"account": [company.steelworks.pk], "user": company.bo.pk, "as": "owner"}
    assert client.post("/accounts/assignment/", data).status_code == 422
    company.steelworks.refresh_from_db()
    assert company.steelworks.owner == company.mei


def test_a_member_joins_the_team_of_all(client: Client, company: Cast) -> None:
    client.force_login(company.wei)
    data = {"account": [company.harbour.pk], "user": company.bo.pk, "as": "team", "may_write": "on"}
    shown = client.post("/accounts/assignment/", data, follow=True).content.decode()
    assert "1 account has a new team member." in shown
    assert "assigned" not in shown  # its owner stays
    assert TeamMember.objects.get().may_write
    assert client.post("/accounts/assignment/", data | {"user": ""}).status_code == 422


def test_an_account_may_be_left_to_nobody(client: Client, company: Cast) -> None:
    client.force_login(company.wei)
    client.post("/accounts/assignment/", {"account": [company.harbour.pk], "user": "none", "as": "owner"})
    company.harbour.refresh_from_db()
    assert company.harbour.owner is None


def test_of_many_owners_the_first_are_named_and_the_form_stays_in_sight(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openkam.web.accounts.assignment.pages.MOST_OWNERS", 1)
    client.force_login(company.ops)
    keys = "&".join(f"account={one.pk}" for one in (company.harbour, company.northwind, company.steelworks))
    shown = client.get(f"/accounts/assignment/?{keys}").content.decode()
    assert "and 2 more owners" in shown
    assert shown.index("and 2 more owners") < shown.index("<select")
