"""The course of trust at an account: the lowest and the middle rating of those in post."""

from datetime import date

import pytest
from tests.cast import NOW, Cast, People, as_viewer, cast, harbour_people

from openkam.records.contacts.actions.opinions import note_opinion
from openkam.records.contacts.actions.people import end_employment
from openkam.records.contacts.models import Person
from openkam.records.contacts.trust import TrustDay, trust_course


@pytest.fixture
def company(db: None) -> Cast:
    """The company."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Its people at harbour."""
    return harbour_people(company)


def rated(company: Cast, person: Person, value: int, day: date) -> None:
    """Fang rates his trust."""
    note_opinion(
        viewer=as_viewer(company.fang),
        account=company.harbour,
        person=person,
        kind="TRUST",
        value=str(value),
        evidence="kept his word",
        observed_date=day,
        now=NOW,
    )


def test_lowest_and_middle_change_with_each_rating_and_with_who_leaves(company: Cast, people: People) -> None:
    fang = as_viewer(company.fang)
    assert trust_course(fang, company.harbour, fang.today) == []
    rated(company, people.li, 4, date(2026, 1, 5))
    rated(company, people.wu, 7, date(2026, 2, 5))
    rated(company, people.zhou, 1, date(2026, 3, 5))
    rated(company, people.li, 8, date(2026, 4, 5))
    end_employment(
        viewer=fang, account=company.harbour, person=people.zhou, reason="left", now=NOW, until_date=date(2026, 5, 31)
    )
    assert trust_course(fang, company.harbour, fang.today) == [
        TrustDay(date(2026, 1, 5), 4, "李梅", 4, 1),
        TrustDay(date(2026, 2, 5), 4, "李梅", 5.5, 2),
        TrustDay(date(2026, 3, 5), 1, "周海", 4, 3),
        TrustDay(date(2026, 4, 5), 1, "周海", 7, 3),
        TrustDay(date(2026, 6, 1), 7, "吴刚", 7.5, 2),
    ]
    assert [one.people for one in trust_course(fang, company.harbour, date(2026, 2, 10))] == [1, 2]


@pytest.mark.parametrize("login", ["ops", "mei", "compliance"])
def test_who_does_not_work_on_the_account_learns_no_rating(company: Cast, people: People, login: str) -> None:
    rated(company, people.li, 4, date(2026, 1, 5))
    other = as_viewer(getattr(company, login))
    assert trust_course(other, company.harbour, other.today) == []
