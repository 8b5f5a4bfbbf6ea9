"""Who was in touch and when: one meaning, and of a month whose day nobody knows the latest it can be."""

from datetime import date

import pytest
from tests.cast import NOW, Cast, People, as_viewer, cast, harbour_people

from openkam.analysis.words import Text
from openkam.insight.health.flags import red_flags
from openkam.insight.health.meetings import told_of, touches_of
from openkam.insight.health.touch import ago_text, contact_text, latest_day, month_end, since_text
from openkam.records.activities.models import Activity, Attendee

MARCH = date(2026, 3, 1)


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Its people at harbour."""
    return harbour_people(company)


def test_an_unknown_day_is_the_latest_of_its_month_that_has_come() -> None:
    assert latest_day(MARCH, "MONTH", date(2026, 7, 1)) == date(2026, 3, 31)
    assert latest_day(MARCH, "MONTH", date(2026, 3, 9)) == date(2026, 3, 9)
    assert latest_day(MARCH, "DAY", date(2026, 7, 1)) == MARCH


def test_days_and_months_are_told_as_they_are_known() -> None:
    today = date(2026, 7, 1)
    assert since_text(MARCH, is_month=True) == Text("since Mar 2026", "自2026年3月起")
    assert since_text(MARCH, is_month=False) == Text("since 1 Mar 2026", "自2026年3月1日起")
    assert ago_text(MARCH, is_month=True, today=today) == Text("in Mar 2026", "2026年3月")
    assert [ago_text(date(2026, *day), is_month=False, today=today).en for day in ((7, 1), (6, 30), (6, 1))] == [
        "today",
        "yesterday",
        "30 days ago",
    ]
    assert contact_text(None, None) == Text("never in touch", "从未往来")
    assert contact_text(Text("today", "今天"), Text("x", "x")) == Text("met today", "今天见面")


def test_an_entry_of_a_month_counts_as_late_as_it_can_have_been(company: Cast, people: People) -> None:
    fang, harbour = as_viewer(company.fang), company.harbour
    row = {"account": harbour, "happened_date": MARCH, "precision": "MONTH", "author": company.fang, "noted_at": NOW}
    visit = Activity.objects.create(kind="MEETING", **row)
    Attendee.objects.create(account=harbour, activity=visit, person=people.li)
    Activity.objects.create(kind="RIVAL_VISIT", rival="Atlas", **row)
    touches = touches_of(fang, [harbour.pk], fang.today)[(harbour.pk, people.li.pk)]
    assert (touches.latest, touches.met) == (date(2026, 3, 31), date(2026, 3, 31))
    assert (touches.by_month, touches.met_by_month) == (True, True)
    assert touches.by == {company.fang.pk: date(2026, 3, 31)}
    seen = told_of(fang, [harbour.pk], fang.today)[harbour.pk].rival_visits
    assert [(one.day, one.by_month) for one in seen] == [(date(2026, 3, 31), True)]
    later = Activity.objects.create(**row | {"precision": "DAY", "happened_date": date(2026, 3, 20)}, kind="CALL")
    Attendee.objects.create(account=harbour, activity=later, person=people.li)
    touches = touches_of(fang, [harbour.pk], fang.today)[(harbour.pk, people.li.pk)]
    assert (touches.latest, touches.by_month) == (date(2026, 3, 31), True)

    def silent(day: date) -> bool:
        return any(one.code == "SILENT_CONTACT" for one in red_flags(fang, [harbour], day)[harbour.pk])

    assert [silent(date(2026, 9, day)) for day in (27, 28)] == [False, True], "180 days after the end of March"


def test_a_month_has_an_end_up_to_the_last_year_there_is() -> None:
    assert [month_end(date(year, month, 1)).day for year, month in ((2026, 2), (2028, 2), (9999, 12))] == [28, 29, 31]
