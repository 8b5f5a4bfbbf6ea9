"""What people write into the log: who may, what it keeps, what it leaves behind, and what it refuses whole."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, Cast, as_viewer, cast
from tests.web.litany import database_digest

from openkam.core.access import Denied, Right
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account, TeamMember
from openkam.records.activities import actions
from openkam.records.activities.entry import Entry
from openkam.records.activities.kinds import Kind, Method, Precision
from openkam.records.activities.models import Activity, Aim, Attendee, Companion, EarlierWording, Signal
from openkam.records.contacts.models import Employment, Person

pytestmark = pytest.mark.django_db
MEETING = Entry(kind=Kind.MEETING, happened_date=TODAY, said="We look for a second source.", our_view="He is worried.")


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def person_at(account: Account, name: str = "王强") -> Person:
    """Somebody who works there."""
    person = Person.objects.create(
        name=name, name_key=name, purpose="sales", source="card", noticed_date=TODAY, created_at=NOW
    )
    Employment.objects.create(person=person, account=account, noted_at=NOW)
    return person


def noted(company: Cast, entry: Entry = MEETING, by: str = "fang", **rest: Any) -> Activity:
    """An entry at harbour."""
    words = {"account": company.harbour, "now": NOW} | rest
    return actions.note_activity(viewer=as_viewer(getattr(company, by)), entry=entry, **words)


def test_an_entry_keeps_who_was_there_what_was_said_and_what_comes_next(company: Cast) -> None:
    wang, li = person_at(company.harbour), person_at(company.harbour, "李娜")
    entry = replace(
        MEETING,
        attendees=frozenset({wang.pk}),
        companions=frozenset({company.wei.pk}),
        signals={wang.pk: "looked at the clock"},
        aims=("Contract content", "First shops"),
        next_step="Send the offer",
        next_step_date=TODAY + timedelta(days=7),
        referred=li.pk,
        self_check=(True, True, True, True, False),
    )
    made = Activity.objects.get(pk=noted(company, entry).pk)
    assert (made.said, made.our_view, made.author_id) == (MEETING.said, MEETING.our_view, company.fang.pk)
    assert (made.next_step, made.referred_id, made.self_check) == ("Send the offer", li.pk, [True] * 4 + [False])
    assert [row.person_id for row in Attendee.objects.filter(activity=made)] == [wang.pk]
    assert [row.user_id for row in Companion.objects.filter(activity=made)] == [company.wei.pk]
    assert Signal.objects.get(activity=made).text == "looked at the clock"
    assert [aim.text for aim in made.aims.order_by("place")] == ["Contract content", "First shops"]


def test_the_trail_keeps_one_line_and_no_word_of_what_was_said(company: Cast) -> None:
    noted(company)
    line = AuditLine.objects.get(action="note_activity")
    assert "second source" not in str(line.change)
    assert "worried" not in str(line.change)
    assert line.change["kind"] == [None, "MEETING"]


def test_an_unknown_day_stands_as_the_first_of_its_month(company: Cast) -> None:
    made = noted(company, replace(MEETING, happened_date=date(2026, 6, 17), precision=Precision.MONTH))
    assert (made.happened_date, made.precision) == (date(2026, 6, 1), "MONTH")


def test_the_same_key_of_a_file_again_is_the_same_entry(company: Cast) -> None:
    first = noted(company, replace(MEETING, source_key="Y-1", written_by="周强"))
    assert noted(company, replace(MEETING, source_key="Y-1", said="other")).pk == first.pk
    assert Activity.objects.get().written_by == "周强"
    assert AuditLine.objects.filter(action="note_activity").count() == 1


REFUSED = {
    "nothing said": replace(MEETING, said="", our_view=""),
    "in the future": replace(MEETING, happened_date=TODAY + timedelta(days=1)),
    "an unknown kind": replace(MEETING, kind="SEANCE"),
    "a day without a step": replace(MEETING, next_step_date=TODAY),
    "a step due before": replace(MEETING, next_step="call", next_step_date=MEETING.happened_date - timedelta(days=1)),
    "a stranger": replace(MEETING, attendees=frozenset({999})),
    "a colleague nobody knows": replace(MEETING, companions=frozenset({999})),
    "a deal of nobody": replace(MEETING, opportunity=999),
    "a mobile number": replace(MEETING, our_view="call 13912345678"),
    "a kickback": replace(MEETING, next_step="给回扣"),
    "a study without method": replace(MEETING, kind=Kind.MARKET_STUDY),
    "a self-check of three": replace(MEETING, self_check=(True, True, True)),
    "too long": replace(MEETING, said="x" * 4001),
    "pretext": replace(MEETING, kind=Kind.MARKET_STUDY, method=Method.PRETEXT),
    "pretext in a call": replace(MEETING, kind=Kind.CALL, method=Method.PRETEXT),
    "pretext in words": replace(MEETING, kind=Kind.MARKET_STUDY, method=Method.ASKED, result="假扮客户打电话"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_may_not_be_kept_changes_nothing(company: Cast, why: str) -> None:
    before = database_digest()
    with pytest.raises(Problem) as refused:
        noted(company, REFUSED[why])
    assert refused.value.remedy.zh
    assert database_digest() == before
    assert (refused.value.code == "PRETEXT") == why.startswith("pretext")


def test_of_a_past_day_a_step_may_be_due_on_a_past_day(company: Cast) -> None:
    past = TODAY - timedelta(days=30)
    for due in (past, TODAY - timedelta(days=9)):
        made = noted(company, replace(MEETING, happened_date=past, next_step="call", next_step_date=due))
        assert made.next_step_date == due


def test_a_person_of_another_account_is_a_stranger(company: Cast) -> None:
    with pytest.raises(Problem):
        noted(company, replace(MEETING, attendees=frozenset({person_at(company.northwind).pk})))


def test_only_who_may_change_the_account_writes(company: Cast) -> None:
    for who in ("mei", "cfo", "bo"):
        with pytest.raises((Problem, Denied)):
            noted(company, by=who)
    assert not Activity.objects.exists()


def test_a_change_keeps_what_was_said_before(company: Cast) -> None:
    made, viewer = noted(company), as_viewer(company.wei)
    entry = replace(MEETING, said="We look for a third source.", our_view="He is calm.")
    actions.change_activity(viewer=viewer, activity=made, entry=entry, now=NOW)
    now = Activity.objects.get()
    assert (now.said, now.author_id) == (entry.said, company.fang.pk)
    kept = EarlierWording.objects.get()
    assert (kept.content["said"], kept.our_view, kept.replaced_by_id) == (
        MEETING.said,
        "He is worried.",
        company.wei.pk,
    )
    actions.change_activity(viewer=viewer, activity=made, entry=entry, now=NOW)
    assert EarlierWording.objects.count() == 1  # nothing changed, nothing kept


def test_a_change_of_signals_alone_is_on_record_and_leaves_no_wording(company: Cast) -> None:
    wang, viewer = person_at(company.harbour), as_viewer(company.fang)
    entry = replace(MEETING, attendees=frozenset({wang.pk}), signals={wang.pk: "calm"})
    made = noted(company, entry)
    actions.change_activity(viewer=viewer, activity=made, entry=replace(entry, signals={wang.pk: "nervous"}), now=NOW)
    line = AuditLine.objects.get(action="change_activity")
    assert set(line.change) == {"signals"}
    assert "nervous" not in str(line.change), "a digest, as of our view"
    assert not EarlierWording.objects.exists()
    both = replace(entry, signals={}, our_view="He is calm.")
    actions.change_activity(viewer=viewer, activity=made, entry=both, now=NOW)
    assert set(AuditLine.objects.filter(action="change_activity").latest("pk").change) == {"signals", "our_view"}
    assert EarlierWording.objects.get().content["is_view_only"], "told to nobody who may not read it"


def test_who_does_not_read_our_view_cannot_wipe_it_out(company: Cast) -> None:
    wang = person_at(company.harbour)
    made = noted(company, replace(MEETING, attendees=frozenset({wang.pk}), signals={wang.pk: "calm"}))
    entry = replace(MEETING, said="Typed by operations.", our_view="", attendees=frozenset({wang.pk}))
    actions.change_activity(viewer=as_viewer(company.ops), activity=made, entry=entry, now=NOW)
    now = Activity.objects.get()
    assert (now.said, now.our_view) == ("Typed by operations.", "He is worried.")
    assert Signal.objects.count() == 1


def test_a_removed_entry_is_gone_for_all_and_can_be_taken_back_for_thirty_days(company: Cast) -> None:
    made, viewer = noted(company), as_viewer(company.fang)
    actions.remove_activity(viewer=viewer, activity=made, now=NOW)
    assert not Activity.objects.visible_to(viewer).exists()
    assert not Activity.objects.with_views_for(viewer).exists()
    with pytest.raises(Problem):
        actions.restore_activity(viewer=as_viewer(company.mei), activity=made, now=NOW)
    actions.restore_activity(viewer=viewer, activity=made, now=NOW + timedelta(days=30))
    assert Activity.objects.visible_to(viewer).exists()
    actions.remove_activity(viewer=viewer, activity=made, now=NOW)
    with pytest.raises(Problem):
        actions.restore_activity(viewer=viewer, activity=made, now=NOW + timedelta(days=31))


def test_what_was_removed_long_ago_goes_for_good(company: Cast) -> None:
    old, fresh = noted(company), noted(company)
    fang = as_viewer(company.fang)
    actions.remove_activity(viewer=fang, activity=old, now=NOW - timedelta(days=31))
    actions.remove_activity(viewer=fang, activity=fresh, now=NOW)
    assert actions.forget_removed_activities(viewer=as_viewer(company.ops), now=NOW) == 1
    assert list(Activity.objects.values_list("pk", flat=True)) == [fresh.pk]
    with pytest.raises(Denied):
        actions.forget_removed_activities(viewer=fang, now=NOW)


def test_a_next_step_is_done_and_a_new_one_is_open_again(company: Cast) -> None:
    viewer = as_viewer(company.fang)
    made = noted(company, replace(MEETING, next_step="Send the offer"))
    actions.finish_next_step(viewer=viewer, activity=made, day=TODAY, now=NOW)
    entry = replace(MEETING, next_step="Send the offer")
    actions.change_activity(viewer=viewer, activity=made, entry=replace(entry, result="sent"), now=NOW)
    assert Activity.objects.get().next_step_done_date == TODAY
    actions.change_activity(viewer=viewer, activity=made, entry=replace(entry, next_step="Call him"), now=NOW)
    assert Activity.objects.get().next_step_done_date is None
    with pytest.raises(Problem):
        actions.finish_next_step(viewer=viewer, activity=made, day=TODAY + timedelta(days=1), now=NOW)


def test_an_aim_is_reached_and_stays_so_when_the_entry_is_changed(company: Cast) -> None:
    viewer = as_viewer(company.fang)
    made = noted(company, replace(MEETING, aims=("Contract", "Leaflet")))
    actions.reach_aim(viewer=viewer, aim=Aim.objects.get(text="Leaflet"), day=TODAY, now=NOW)
    entry = replace(MEETING, aims=("Leaflet", "First shops"))
    actions.change_activity(viewer=viewer, activity=made, entry=entry, now=NOW)
    assert list(Aim.objects.order_by("place").values_list("text", "reached_date")) == [
        ("Leaflet", TODAY),
        ("First shops", None),
    ]


def test_our_view_is_read_by_those_who_work_on_the_account_only(company: Cast) -> None:
    noted(company)
    for who, reads in {"fang": True, "wei": True, "lin": True, "ops": False, "cfo": False, "mei": False}.items():
        viewer = as_viewer(getattr(company, who))
        assert Activity.objects.with_views_for(viewer).exists() == reads, who
    TeamMember.objects.create(account=company.harbour, user=company.mei, since_date=TODAY)
    assert Activity.objects.with_views_for(as_viewer(company.mei)).exists()


def test_the_right_is_asked_before_anything_else(company: Cast) -> None:
    made = noted(company)
    cfo = as_viewer(company.cfo)
    acts = [
        lambda: actions.change_activity(viewer=cfo, activity=made, entry=MEETING, now=NOW),
        lambda: actions.remove_activity(viewer=cfo, activity=made, now=NOW),
        lambda: actions.restore_activity(viewer=cfo, activity=made, now=NOW),
        lambda: actions.finish_next_step(viewer=cfo, activity=made, day=TODAY, now=NOW),
    ]
    for act in acts:
        with pytest.raises(Denied) as denied:
            act()
        assert denied.value.right is Right.RECORD_CUSTOMERS
