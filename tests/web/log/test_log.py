"""The log of an account in the browser: what it shows whom, how an entry is written, changed, removed, taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import NOW, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import check_litany

from openkam.insight.grading.models import Run
from openkam.records.accounts.models import Share
from openkam.records.activities.actions import change_activity, note_activity, remove_activity
from openkam.records.activities.entry import Entry
from openkam.records.activities.kinds import Kind, Precision
from openkam.records.activities.models import Activity, Aim, Attendee, EarlierWording
from openkam.records.archive.models import Document
from openkam.records.contacts.models import Employment, Person
from openkam.records.needs.actions import note_objection
from openkam.records.needs.models import LossReview, Objection
from openkam.web.log.timeline.sources import documents, grades

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def company() -> Cast:
    """The company, graded."""
    return cast(graded=True)


@pytest.fixture
def people(company: Cast) -> People:
    """The people at harbour."""
    return harbour_people(company)


def noted(company: Cast, people: People, **rest: Any) -> Activity:
    """A meeting with Zhou."""
    entry = Entry(
        kind=Kind.MEETING,
        happened_date=TODAY,
        said="We look for a second source.",
        our_view="He is under pressure.",
        attendees=frozenset({people.zhou.pk}),
        next_step="Send the offer",
        next_step_date=TODAY + timedelta(days=3),
    )
    return note_activity(viewer=as_viewer(company.fang), account=company.harbour, entry=replace(entry, **rest), now=NOW)


def shown(client: Client, company: Cast, by: str = "fang", query: str = "") -> str:
    """The page as somebody sees it."""
    client.force_login(getattr(company, by))
    answer = client.get(f"/accounts/{company.harbour.pk}/log/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_address_keeps_the_litany(client: Client, company: Cast, people: People) -> None:
    entry = noted(company, people, aims=("First shops",))
    objection = note_objection(
        viewer=as_viewer(company.fang), account=company.harbour, text="Too slow", raised_date=TODAY, now=NOW
    )
    people.deal.outcome, people.deal.closed_date = "LOST", TODAY
    people.deal.save()
    gone = noted(company, people, source_key="gone")
    remove_activity(viewer=as_viewer(company.fang), activity=gone, now=NOW)
    here = f"/accounts/{company.harbour.pk}/log/"
    says = {"works_for": company.fang, "stranger": company.mei, "no_right": company.root}
    check_litany(client, here, **says)
    check_litany(client, f"{here}replay/?day=2026-05-31", **says)
    check_litany(client, f"{here}{entry.pk}/", **says)
    check_litany(client, f"{here}deals/{people.deal.pk}/review/", **says)
    check_litany(client, "/accounts/compare/", works_for=company.fang, no_right=company.root)
    posts: dict[str, dict[str, Any]] = {
        f"{here}new/": {"kind": "CALL", "said": "Yes."},
        f"{here}{entry.pk}/": {"kind": "CALL", "said": "Yes.", "aims": "First shops"},
        f"{here}{entry.pk}/step/": {"open": "1"},
        f"{here}aims/{Aim.objects.get(activity=entry).pk}/": {},
        f"{here}objections/": {"text": "Too dear"},
        f"{here}objections/{objection.pk}/": {"answer": "Faster now."},
        f"{here}{gone.pk}/restoration/": {},
        f"{here}{entry.pk}/removal/": {},
        f"{here}deals/{people.deal.pk}/review/": {"main": "RIVAL", "lesson": "Be there first."},
    }
    for url, data in posts.items():
        if "/step/" in url:
            Activity.objects.filter(pk=entry.pk).update(next_step="Send the offer")
        key = Aim.objects.filter(activity=entry).values_list("pk", flat=True).first()
        check_litany(client, f"{here}aims/{key}/" if "/aims/" in url else url, **says, method="POST", data=data)


def test_a_quick_entry_needs_a_kind_and_some_words_only(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    answer = client.post(
        f"/accounts/{company.harbour.pk}/log/new/",
        {
            "kind": "CALL",
            "attendees": [str(people.zhou.pk)],
            "said": "Send me a sample.",
            "next_step": "Sample",
            "next_step_date": "2026-07-08",
        },
    )
    assert answer.status_code == 302
    made = Activity.objects.get()
    assert (made.kind, made.happened_date, made.said, made.next_step) == ("CALL", TODAY, "Send me a sample.", "Sample")
    assert made.author == company.fang
    page = shown(client, company)
    assert "Call with" in page
    assert "Send me a sample." in page
    assert "Last in touch today" in page


def test_what_is_refused_is_shown_with_what_was_typed(client: Client, company: Cast, people: People) -> None:
    client.force_login(company.fang)
    answer = client.post(
        f"/accounts/{company.harbour.pk}/log/new/",
        {"kind": "MARKET_STUDY", "method": "PRETEXT", "said": "Prices of the rival", "attendees": [people.zhou.pk]},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "under another name" in page
    assert "Our policy" in page
    assert "Prices of the rival" in page
    assert not Activity.objects.exists()


def test_the_customers_words_and_our_view_stand_apart_and_views_are_for_the_team(
    client: Client, company: Cast, people: People
) -> None:
    noted(company, people, signals={people.zhou.pk: "looked away"})
    Share.objects.create(
        account=company.harbour,
        user=company.mei,
        shared_by=company.fang,
        reason="help",
        expires_date=TODAY,
        shared_at=NOW,
    )
    for who, reads in {"fang": True, "wei": True, "mei": False, "cfo": False, "ops": False}.items():
        page = shown(client, company, who)
        assert "<blockquote><p>We look for a second source.</p></blockquote>" in page
        assert ("He is under pressure." in page) == reads, who
        assert ("looked away" in page) == reads, who


def test_an_entry_of_an_unknown_day_shows_its_month(client: Client, company: Cast, people: People) -> None:
    noted(company, people, happened_date=date(2026, 3, 9), precision=Precision.MONTH)
    page = shown(client, company)
    assert "March 2026" in page
    assert "day unknown" in page
    assert ">1 Mar 2026" not in page


def test_the_timeline_tells_of_people_deals_and_grades(client: Client, company: Cast, people: People) -> None:
    noted(company, people)
    note_objection(viewer=as_viewer(company.fang), account=company.harbour, text="Too slow", raised_date=TODAY, now=NOW)
    page = shown(client, company)
    for words in ("钱友 left", "Quay crane", "Objection: Too slow", "Graded:", "Stance"):
        assert words in page, words
    assert "version 1, ledger version" in page
    only = shown(client, company, query="?source=objections")
    assert "Objection: Too slow" in only
    assert "We look for a second source." not in only
    of_sun = shown(client, company, query=f"?person={people.sun.pk}")
    assert "We look for a second source." not in of_sun
    assert "孙立" in of_sun


def test_a_file_and_a_grade_late_in_the_day_are_of_the_day_it_is_where_the_house_stands(company: Cast) -> None:
    late = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    Run.objects.update(published_at=late)
    Document.objects.create(
        account=company.harbour, name="a.pdf", kind="OTHER", media_type="application/pdf", size=1, added_at=late
    )
    viewer = as_viewer(company.fang)
    for source in (documents, grades):
        for zone, day in (("Asia/Shanghai", date(2026, 3, 2)), ("UTC", date(2026, 3, 1))):
            with timezone.override(zone):
                assert [one.day for one in source(viewer, company.harbour, most=9)] == [day]


def test_filters_by_kind_count_what_there_is(client: Client, company: Cast, people: People) -> None:
    noted(company, people)
    noted(company, people, kind=Kind.CALL, said="A call.")
    noted(company, people, kind=Kind.CALL, said="Another call.")
    page = shown(client, company, query="?kind=CALL")
    assert 'Call <span class="count">2</span>' in page
    assert "Another call." in page
    assert "We look for a second source." not in page


def test_a_change_keeps_its_history_and_a_removed_entry_comes_back(
    client: Client, company: Cast, people: People
) -> None:
    made = noted(company, people)
    here = f"/accounts/{company.harbour.pk}/log/{made.pk}/"
    client.force_login(company.fang)
    sent = {"kind": "MEETING", "day": "2026-06-30", "said": "We look for a third source."}
    assert client.post(here, sent).status_code == 302
    assert EarlierWording.objects.get().content["said"] == "We look for a second source."
    page = client.get(here).content.decode()
    assert "We look for a second source." in page
    assert "We look for a third source." in page
    assert client.post(f"{here}removal/").status_code == 302
    assert "third source" in shown(client, company, query="?done=removed")  # among the removed ones
    assert client.get(here).status_code == 404
    assert client.post(f"{here}restoration/").status_code == 302
    assert client.get(here).status_code == 200


def test_that_only_our_view_was_changed_is_told_to_nobody_who_may_not_read_it(
    client: Client, company: Cast, people: People
) -> None:
    expires = TODAY + timedelta(days=90)
    given = {"reason": "deputy", "expires_date": expires, "shared_by": company.fang, "shared_at": NOW}
    Share.objects.create(account=company.harbour, user=company.mei, **given)
    entry = noted(company, people)
    given = {"viewer": as_viewer(company.fang), "activity": entry, "now": NOW}
    same = Entry(
        kind=Kind.MEETING,
        happened_date=TODAY,
        said=entry.said,
        attendees=frozenset({people.zhou.pk}),
        next_step=entry.next_step,
        next_step_date=entry.next_step_date,
    )
    before = {login: shown(client, company, login) for login in ("mei", "ops", "cfo")}
    change_activity(entry=replace(same, our_view="He is at ease."), **given)
    assert {login: shown(client, company, login).count("changed</span>") for login in before} == dict.fromkeys(
        before, 0
    )
    assert shown(client, company).count("changed</span>") == 1
    address = f"/accounts/{company.harbour.pk}/log/{entry.pk}/"
    client.force_login(company.ops)
    assert "He is under pressure" not in client.get(address).content.decode()
    assert not EarlierWording.objects.visible_to(as_viewer(company.ops)).exists()
    assert EarlierWording.objects.visible_to(as_viewer(company.wei)).count() == 1
    change_activity(entry=replace(same, said="Something else", our_view="He is at ease."), **given)
    assert EarlierWording.objects.visible_to(as_viewer(company.ops)).count() == 1


def test_nobody_forges_views_he_cannot_read(client: Client, company: Cast, people: People) -> None:
    made = noted(company, people)
    client.force_login(company.ops)
    here = f"/accounts/{company.harbour.pk}/log/{made.pk}/"
    assert "under pressure" not in client.get(here).content.decode()
    assert client.post(here, {"kind": "MEETING", "said": "x", "our_view": "forged"}).status_code == 302
    made.refresh_from_db()
    assert made.our_view == "He is under pressure."


def test_steps_aims_and_objections_are_ticked_off(client: Client, company: Cast, people: People) -> None:
    past = {"happened_date": TODAY - timedelta(days=9), "next_step_date": TODAY - timedelta(days=2)}
    made = noted(company, people, aims=("First shops",), **past)
    here = f"/accounts/{company.harbour.pk}/log/"
    assert "one next step is overdue" in shown(client, company)
    client.post(f"{here}{made.pk}/step/")
    client.post(f"{here}aims/{Aim.objects.get().pk}/")
    client.post(f"{here}objections/", {"text": "Too slow", "person": people.li.pk, "raised": "2026-06-01"})
    client.post(f"{here}objections/{Objection.objects.get().pk}/", {"answer": "New line.", "resolved": "on"})
    page = shown(client, company)
    assert "overdue" not in page
    assert "Objection answered: Too slow" in page
    assert Objection.objects.get().person == people.li


def test_the_review_asks_before_it_shows_and_offers_no_price(client: Client, company: Cast, people: People) -> None:
    deal = people.deal
    deal.outcome, deal.closed_date, deal.lowest_price_was_ours = "LOST", TODAY, True
    deal.save()
    here = f"/accounts/{company.harbour.pk}/log/deals/{deal.pk}/review/"
    client.force_login(company.fang)
    asked = client.get(here).content.decode()
    assert 'value="PRICE"' not in asked
    assert "What weighed most?" in asked
    assert 'class="missed"' not in asked
    assert client.post(here, {"main": "PRICE", "lesson": "x"}).status_code == 422
    sent = {"main": "SINGLE_CONTACT", "causes": ["RIVAL"], "lesson": "Meet the engineers."}
    assert client.post(here, sent).status_code == 302
    told = client.get(here).content.decode()
    assert LossReview.objects.get().causes == ["SINGLE_CONTACT", "RIVAL"]
    assert 'class="missed"' in told
    assert "Meet the engineers." in told
    deal.outcome = "WON"
    deal.save()
    assert client.get(here).status_code == 404


def test_two_accounts_are_compared_only_by_who_sees_both(client: Client, company: Cast, people: People) -> None:
    noted(company, people)
    client.force_login(company.wei)
    pair = f"/accounts/compare/?a={company.harbour.pk}&b={company.northwind.pk}"
    page = client.get(pair).content.decode()
    assert "is ahead in" in page
    assert "Decision level" in page
    client.force_login(company.fang)
    assert client.get(pair).status_code == 404


def test_the_page_asks_as_many_queries_for_a_hundred_entries_as_for_one(
    client: Client, company: Cast, people: People
) -> None:
    noted(company, people, aims=("One",), companions=frozenset({company.wei.pk}))
    counts = []
    for more in (0, 30):
        for number in range(more):
            noted(company, people, said=f"Entry {number}", companions=frozenset({company.wei.pk}))
        client.force_login(company.fang)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/accounts/{company.harbour.pk}/log/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 60


def test_it_speaks_chinese(client: Client, company: Cast, people: People) -> None:
    noted(company, people)
    company.fang.language = "zh"
    company.fang.save()
    page = shown(client, company)
    for words in ("最近一次往来：今天", "写一条记录", "我方看法", "与周海：面谈"):
        assert words in page, words


def test_an_entry_of_a_month_is_told_by_its_month(client: Client, company: Cast, people: People) -> None:
    entry = Entry("MEETING", date(2026, 5, 1), precision="MONTH", subject="spring talk")
    Activity.objects.filter(account=company.harbour).delete()
    note_activity(viewer=as_viewer(company.fang), account=company.harbour, entry=entry, now=NOW)
    client.force_login(company.fang)
    shown = client.get(f"/accounts/{company.harbour.pk}/log/").content.decode()
    assert "Last in touch in May 2026" in shown
    assert "days ago" not in shown.split("<h1", 1)[1].split("</h1>")[0]


def test_the_flags_of_a_past_day_are_shown_with_what_came_up_since_the_month_before(
    client: Client, company: Cast, people: People
) -> None:
    note_objection(
        viewer=as_viewer(company.fang), account=company.harbour, text="Too slow", raised_date=date(2026, 4, 20), now=NOW
    )
    client.force_login(company.fang)
    here = f"/accounts/{company.harbour.pk}/log/replay/"
    may = client.get(f"{here}?day=2026-05-31").content.decode()
    assert "Objection not answered" in may
    assert "new</span>" in may
    assert "Objection not answered" not in client.get(f"{here}?day=2026-03-31").content.decode()
    assert "day=2026-04-30" in may
    assert client.get(f"{here}?day=2999-01-01").status_code == 200
    assert client.get(f"{here}?day=nonsense").status_code == 200, "as the map answers"
    long_ago = client.get(f"{here}?day=2001-05-31").content.decode()
    assert "Nothing was recorded yet" in long_ago
    assert "red flag" not in long_ago.split("<h1", 1)[1].split("</h1>")[0]
    assert "Nothing was recorded yet" not in may


def test_a_replay_counts_nobody_before_he_was_noted(client: Client, company: Cast, people: People) -> None:
    Employment.objects.filter(account=company.harbour).update(since_date=date(2010, 1, 1))
    Person.objects.exclude(pk=people.li.pk).update(noticed_date=date(2026, 5, 1))
    Person.objects.filter(pk=people.li.pk).update(noticed_date=date(2026, 3, 10))
    talk = Activity.objects.create(
        account=company.harbour, kind="CALL", happened_date=date(2026, 4, 2), author=company.fang, noted_at=NOW
    )
    Attendee.objects.create(account=company.harbour, activity=talk, person=people.sun)
    client.force_login(company.fang)
    here = f"/accounts/{company.harbour.pk}/log/replay/?day="
    assert "Nothing was recorded yet" in client.get(f"{here}2015-05-31").content.decode(), "posts are no notes"
    march = client.get(f"{here}2026-03-31").content.decode()
    assert "Their people: 1; entries of the log: 0" in march
    assert "the earliest of 10 Mar 2026" in march
    assert "周海" not in march.split("<main", 1)[1]
    april = client.get(f"{here}2026-04-30").content.decode()
    assert "Their people: 2; entries of the log: 1" in april, "who took part in a talk was known by then"
    may = client.get(f"{here}2026-05-31").content.decode()
    assert "Their people: 5; entries of the log: 1" in may
