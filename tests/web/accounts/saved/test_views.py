"""Lists under names of one's own."""

from django.test import Client
from tests.cast import Cast
from tests.web.litany import check_litany

from openkam.records.accounts.models import SavedView


def test_the_litany(client: Client, company: Cast) -> None:
    check_litany(client, "/accounts/views/", works_for=company.fang, no_right=company.root)
    data = {"name": "Key ones", "query": "tier=KEY&sort=-margin"}
    check_litany(client, "/accounts/views/", works_for=company.fang, no_right=company.root, method="POST", data=data)
    view = SavedView.objects.get()
    assert view.query == "tier=KEY&sort=-margin"
    assert "Key ones" in client.get("/accounts/").content.decode()
    check_litany(
        client,
        f"/accounts/views/{view.pk}/removal/",
        works_for=company.fang,
        stranger=company.bo,
        no_right=company.root,
        method="POST",
        wrong_verb="GET",
    )
    assert not SavedView.objects.exists()


def test_a_manager_keeps_a_view_for_his_team(client: Client, company: Cast) -> None:
    client.force_login(company.wei)
    client.post("/accounts/views/", {"name": "East", "query": "region=East", "for_team": "on"})
    client.force_login(company.fang)
    assert "East" in client.get("/accounts/views/").content.decode()
    client.force_login(company.mei)
    assert "East" not in client.get("/accounts/views/").content.decode()


def test_a_seller_keeps_none_for_others(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    client.post("/accounts/views/", {"name": "Mine", "query": "region=East", "for_team": "on"})
    assert not SavedView.objects.get().for_team


def test_a_view_that_asks_for_prices_answers_readers_of_prices_only(client: Client, company: Cast) -> None:
    client.force_login(company.mei)
    assert client.post("/accounts/views/", {"name": "M", "query": "sort=-margin"}).status_code == 422
