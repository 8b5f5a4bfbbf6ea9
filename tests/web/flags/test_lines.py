"""The kept list of red flags: always what would be derived now, whatever was done since, and who is looked at."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, TODAY, Cast, People, as_viewer, cast, harbour_people

from openkam.core.access import Viewer
from openkam.core.audit.since import Act
from openkam.insight.health.flags import red_flags
from openkam.insight.health.touched import NOTHING, OF_ACCOUNT, accounts_touched
from openkam.records.accounts.models import Account
from openkam.records.activities.actions import note_activity, remove_activity, restore_activity
from openkam.records.activities.entry import Entry
from openkam.records.opportunities.actions import close_opportunity, note_opportunity
from openkam.records.reviews.actions import acknowledge_flag
from openkam.web.flags import lines
from openkam.web.flags.lines import lines_of
from openkam.web.sight.seen import forget

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, graded, on a day that stands still; even the shortest list is kept."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr(lines, "KEPT_FROM", 1)
    forget()
    return cast(graded=True)


@pytest.fixture
def people(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def derived(viewer: Viewer) -> Any:
    """The list as it is when nothing is kept."""
    forget()
    return lines_of(viewer).every


def test_after_every_act_the_kept_list_is_the_one_that_would_be_derived(company: Cast, people: People) -> None:
    viewer = as_viewer(company.fang)
    entry = Entry(kind="MEETING", happened_date=TODAY, subject="visit", attendees=frozenset({people.sun.pk}))
    told: list[Any] = [lines_of(viewer).every]

    def told_anew() -> None:
        """The list changed with the act, and is the one that is derived."""
        told.append(lines_of(viewer).every)
        assert told[-1] != told[-2]
        assert told[-1] == derived(viewer)

    met = note_activity(viewer=viewer, account=company.harbour, entry=entry, now=NOW)
    told_anew()
    remove_activity(viewer=viewer, activity=met, now=NOW)
    told_anew()
    restore_activity(viewer=viewer, activity=met, now=NOW)
    told_anew()
    flag = red_flags(viewer, [company.harbour], TODAY)[company.harbour.pk][0]
    reason = {"flag": flag.code, "facts": flag.facts, "reason": "known"}
    acknowledge_flag(viewer=viewer, account=company.harbour, **reason, now=NOW)
    told_anew()


def test_nothing_done_asks_the_trail_and_nothing_else(company: Cast, people: People) -> None:
    viewer = as_viewer(company.wei)
    first = lines_of(viewer)
    with CaptureQueriesContext(connection) as asked:
        assert lines_of(viewer).every is first.every
    assert len(asked) == 1


def test_of_more_accounts_than_are_looked_at_the_best_are_and_of_an_owner_all(
    company: Cast, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = as_viewer(company.wei)
    everything = lines_of(viewer)
    assert not everything.is_cut
    forget()
    monkeypatch.setattr(lines, "MOST_ACCOUNTS", 1)
    best = lines_of(viewer)
    assert best.is_cut
    assert len(best.accounts) == 1
    places = {line.account: line.place for line in everything.every}
    assert set(best.accounts) == {min(places, key=lambda key: (places[key] if places[key] is not None else 99, key))}
    assert set(lines_of(viewer, company.bo.pk).accounts) <= set(
        Account.objects.filter(owner=company.bo).values_list("pk", flat=True)
    )


def test_a_cut_list_looks_at_whom_it_would_after_deals_come_and_go(
    company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of fang's accounts are looked at; whichever he works on, the kept list is the derived one."""
    viewer, rows = as_viewer(company.fang), _accounts(company, 5)
    base = len(lines_of(viewer).accounts)
    monkeypatch.setattr(lines, "MOST_ACCOUNTS", base + 2)
    forget()

    def told(count: int, *, is_cut: bool) -> None:
        kept = lines_of(viewer)
        forget()
        anew = lines_of(viewer)
        assert (kept.accounts, kept.every, kept.is_cut) == (anew.accounts, anew.every, is_cut)
        assert anew.is_cut is is_cut
        assert len(anew.accounts) == base + count

    told(0, is_cut=False)
    deals = []
    for row, count, is_cut in ((rows[2], 1, False), (rows[3], 2, False), (rows[4], 2, True), (rows[0], 2, True)):
        deals.append(note_opportunity(viewer=viewer, account=row, name="Crane", now=NOW))
        told(count, is_cut=is_cut)
    note_opportunity(viewer=viewer, account=rows[0], name="Another crane", now=NOW)
    told(2, is_cut=True)
    for deal, count, is_cut in ((deals[1], 2, True), (deals[2], 2, False), (deals[0], 1, False)):
        close_opportunity(viewer=viewer, opportunity=deal, outcome="LOST", now=NOW)
        told(count, is_cut=is_cut)


def test_where_the_best_tiers_alone_are_too_many_no_deal_elsewhere_is_asked_about(
    company: Cast, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, rows = as_viewer(company.wei), _accounts(company, 1)
    assert not lines_of(viewer).is_full
    monkeypatch.setattr(lines, "MOST_ACCOUNTS", 1)
    forget()
    before = lines_of(viewer)
    assert before.is_full
    note_opportunity(viewer=as_viewer(company.fang), account=rows[0], name="Crane", now=NOW)
    assert lines_of(viewer).accounts is before.accounts
    entry = Entry(kind="MEETING", happened_date=TODAY, subject="visit", attendees=frozenset({people.sun.pk}))
    note_activity(viewer=as_viewer(company.fang), account=company.harbour, entry=entry, now=NOW)
    assert lines_of(viewer).every == derived(viewer) != before.every


def test_acts_of_one_moment_make_the_list_grow_over_its_length(company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer, rows = as_viewer(company.fang), _accounts(company, 4)
    monkeypatch.setattr(lines, "MOST_ACCOUNTS", len(lines_of(viewer).accounts) + 1)
    forget()
    assert not lines_of(viewer).is_cut
    for row in rows:
        note_opportunity(viewer=viewer, account=row, name="Crane", now=NOW)
    kept = lines_of(viewer)
    assert kept.is_cut
    assert len(kept.accounts) == lines.MOST_ACCOUNTS
    assert kept.every == derived(viewer)


def test_an_act_on_one_of_a_cut_list_derives_him_alone(
    company: Cast, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, rows = as_viewer(company.fang), _accounts(company, 2)
    for row in rows:
        note_opportunity(viewer=viewer, account=row, name="Crane", now=NOW)
    monkeypatch.setattr(lines, "MOST_ACCOUNTS", len(lines_of(viewer).accounts) - 1)
    forget()
    before = lines_of(viewer)
    assert before.is_cut
    entry = Entry(kind="MEETING", happened_date=TODAY, subject="visit", attendees=frozenset({people.sun.pk}))
    note_activity(viewer=viewer, account=company.harbour, entry=entry, now=NOW)
    after = lines_of(viewer)
    assert {key for key in after.accounts if after.accounts[key] is not before.accounts[key]} == {company.harbour.pk}
    assert after.every == derived(viewer)


def _accounts(company: Cast, count: int) -> list[Account]:
    """Some more of fang's, nobody at work there."""
    return [
        Account.objects.create(name=f"n{one}", name_key=f"n{one}", owner=company.fang, created_at=NOW)
        for one in range(count)
    ]


def test_an_act_that_is_not_named_may_change_any_account(company: Cast, people: People) -> None:
    assert not NOTHING & OF_ACCOUNT
    assert accounts_touched([Act("sign_in", "user", "1")]) == frozenset()
    assert accounts_touched([Act("note_fact", "account", str(company.harbour.pk))]) == {company.harbour.pk}
    assert accounts_touched([Act("note_person", "person", str(people.sun.pk))]) == {company.harbour.pk}
    for act in (
        Act("publish_run", "run", "1"),
        Act("assign_owner", "account", str(company.harbour.pk)),
        Act("note_activity", "activity", "999999"),
        Act("note_activity", "nothing", "1"),
    ):
        assert accounts_touched([act]) is None
