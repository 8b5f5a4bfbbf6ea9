"""The group as it was on a day: its tree, its key accounts, its people; figures summed up that tree."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openkam.records.accounts.models import Account, GroupLink
from openkam.records.archive.models import Partnership
from openkam.web.archive.group import group_page
from tests.cast import NOW, TODAY, Cast, as_viewer
from tests.web.litany import check_litany

LATER = TODAY - timedelta(days=10)
BEFORE = LATER - timedelta(days=1)


@pytest.fixture
def moved(client: Client, company: Cast) -> Client:
    """Harbour belonged to one company of fang's, a partner of ours, and belongs to another now."""
    client.force_login(company.fang)
    old, new = (
        Account.objects.create(name=name, name_key=name, owner=company.fang, created_at=NOW)
        for name in ("Old Holding", "New Holding")
    )
    links = {"account": company.harbour, "source": "register", "noted_at": NOW}
    begin = TODAY - timedelta(days=100)
    GroupLink.objects.create(**links, parent=old, since_date=begin, until_date=BEFORE)
    GroupLink.objects.create(**links, parent=new, since_date=LATER)
    Account.objects.filter(pk=company.harbour.pk).update(parent=new)
    Partnership.objects.create(account=old, scope="NETWORK", evidence="sealed paper", since_date=begin, noted_at=NOW)
    return client


def seen(client: Client, account: Account, query: str = "") -> str:
    """The page as text."""
    answer = client.get(f"/accounts/{account.pk}/archive/group/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def tree(told: str) -> str:
    """The table of the group."""
    return told.partition('<section id="tree">')[2].partition("</section>")[0]


def test_the_day_owes_the_litany(client: Client, company: Cast) -> None:
    address = f"/accounts/{company.harbour.pk}/archive/group/?day={BEFORE.isoformat()}"
    check_litany(client, address, works_for=company.fang, stranger=company.mei, no_right=company.root)


def test_a_past_day_shows_its_tree_and_who_was_a_key_account(moved: Client, company: Cast) -> None:
    then = seen(moved, company.harbour, f"?day={BEFORE.isoformat()}")
    assert "Old Holding" in tree(then)
    assert "New Holding" not in tree(then)
    assert "Key account, because Old Holding is our partner" in then
    assert "The group as it was on" in then
    assert "Set the parent" not in then
    now = seen(moved, company.harbour)
    assert "New Holding" in tree(now)
    assert "Old Holding" not in tree(now)
    assert "because Old Holding" not in now
    assert f"?day={LATER.isoformat()}" in now
    assert "Set the parent" in now


@pytest.mark.parametrize("query", ["?day=", "?day=never", "?day=9999-12-31", "?day=0001-01-01", "?day=2026-02-30"])
def test_a_day_that_is_none_or_to_come_is_today(moved: Client, company: Cast, query: str) -> None:
    told = seen(moved, company.harbour, query)
    assert "New Holding" in tree(told)
    assert "Set the parent" in told


def test_a_hidden_holding_leaves_no_trace_on_any_day(moved: Client, company: Cast) -> None:
    Account.objects.filter(name__in=["Old Holding", "New Holding"]).update(owner=company.mei)
    for query in ("", f"?day={BEFORE.isoformat()}"):
        told = seen(moved, company.harbour, query)
        assert "Holding" not in told
        assert "sealed paper" not in told
        assert "Stands alone" in told
        assert "It changed on" not in told


def test_a_day_costs_as_many_queries_however_large_the_group(moved: Client, company: Cast) -> None:
    viewer, counts = as_viewer(company.fang), []
    for size in (0, 12):
        for place in range(size):
            Account.objects.create(
                name=f"n{place}", name_key=f"n{place}", owner=company.fang, created_at=NOW, parent=company.harbour
            )
        with CaptureQueriesContext(connection) as found:
            assert len(group_page(viewer, company.harbour.pk, day=BEFORE).rows) == size + 2
        counts.append(len(found))
    assert counts[0] == counts[1]
