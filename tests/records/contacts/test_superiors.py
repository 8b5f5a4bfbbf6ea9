"""Taking back whom somebody reports to: only what nobody changed since, and then as if it had never been drawn."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import JOINED, NOW, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import database_digest

from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.contacts.actions.people import end_employment
from openkam.records.contacts.actions.superiors import LineChange, set_superior, take_back_superior
from openkam.records.contacts.models import Person, ReportingLine
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db

LATER = TODAY - timedelta(days=3)


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour: Wu reports to Sun since he joined."""
    return harbour_people(company)


def change(
    company: Cast, person: Person, superior: Person | None, since: date = LATER, by: User | None = None
) -> LineChange:
    """He reports to somebody else."""
    viewer, given = as_viewer(by or company.fang), {"person": person, "superior": superior}
    return set_superior(viewer=viewer, account=company.harbour, **given, since_date=since, now=NOW)


def take_back(company: Cast, done: LineChange, by: User | None = None) -> Person:
    """As whoever drew it, or somebody else."""
    return take_back_superior(viewer=as_viewer(by or company.fang), account=company.harbour, change=done, now=NOW)


def lines(person: Person) -> list[tuple[Any, ...]]:
    """His superiors with their days."""
    rows = ReportingLine.objects.filter(person=person).order_by("since_date", "pk")
    return list(rows.values_list("superior", "since_date", "until_date"))


def refused(company: Cast, done: LineChange, by: User | None = None) -> Problem:
    """Why it is not taken back; nothing is changed."""
    before = database_digest()
    with pytest.raises(Problem) as found:
        take_back(company, done, by)
    assert database_digest() == before
    return found.value


@pytest.mark.parametrize("superior", ["li", None])
@pytest.mark.parametrize("since", [LATER, JOINED, JOINED - timedelta(days=30)])
def test_everything_is_as_it_was_before(company: Cast, there: People, superior: str | None, since: date) -> None:
    before = lines(there.wu)
    done = change(company, there.wu, getattr(there, superior) if superior else None, since)
    assert lines(there.wu) != before
    assert take_back(company, done) == there.wu
    assert lines(there.wu) == before == [(there.sun.pk, JOINED, None)]
    assert [line.action for line in AuditLine.objects.order_by("pk")] == ["set_superior", "take_back_superior"]


def test_a_first_line_goes_and_leaves_nobody(company: Cast, there: People) -> None:
    ReportingLine.objects.filter(person=there.wu).delete()
    done = change(company, there.wu, there.li)
    take_back(company, done)
    assert lines(there.wu) == []


def test_whose_superior_stayed_unknown_has_nothing_to_take_back(company: Cast, there: People) -> None:
    ReportingLine.objects.filter(person=there.wu).delete()
    done = change(company, there.wu, None)
    assert not done.is_one
    assert refused(company, done).code == "changed-since"


def test_once_taken_back_it_is_not_taken_back_again(company: Cast, there: People) -> None:
    for superior in (there.li, None):
        done = change(company, there.wu, superior)
        take_back(company, done)
        assert refused(company, done).code == "changed-since"


def test_what_a_colleague_drew_since_stays(company: Cast, there: People) -> None:
    for superior in (there.li, None):
        done = change(company, there.wu, superior)
        change(company, there.wu, there.zhou, by=company.wei)
        problem = refused(company, done)
        assert problem.code == "changed-since"
        assert there.wu.name in problem.what.en


def test_what_was_drawn_and_ended_again_since_stays(company: Cast, there: People) -> None:
    done = change(company, there.wu, None)
    change(company, there.wu, there.zhou, LATER + timedelta(days=1), by=company.wei)
    change(company, there.wu, None, TODAY, by=company.wei)
    assert refused(company, done).code == "changed-since"


def test_who_drew_the_same_anew_keeps_it(company: Cast, there: People) -> None:
    done = change(company, there.wu, there.li)
    again = change(company, there.wu, there.li, by=company.wei)
    assert refused(company, done).code == "changed-since"
    take_back(company, again, by=company.wei)
    assert lines(there.wu)[-1] == (there.li.pk, LATER, None)


def test_nobody_reports_again_to_who_left_since(company: Cast, there: People) -> None:
    done = change(company, there.wu, there.li)
    end_employment(
        viewer=as_viewer(company.wei),
        account=company.harbour,
        person=there.sun,
        reason="retired",
        until_date=LATER,
        now=NOW,
    )
    assert there.sun.name in refused(company, done).what.en


def test_no_circle_comes_of_it(company: Cast, there: People) -> None:
    done = change(company, there.wu, None)
    change(company, there.sun, there.wu, by=company.wei)
    assert refused(company, done).what.en.startswith(there.sun.name)


def test_the_line_of_somebody_else_is_not_touched_by_its_key(company: Cast, there: People) -> None:
    line = ReportingLine.objects.get(person=there.wu, until_date=None)
    forged = LineChange(there.li.pk, JOINED, line.pk)
    assert refused(company, forged).code == "changed-since"
    unknown = LineChange(there.wu.pk, LATER, None, there.li.pk, JOINED)
    assert refused(company, unknown).code == "changed-since"


def test_no_line_is_drawn_from_a_day_ahead(company: Cast, there: People) -> None:
    done = change(company, there.wu, there.li)
    forged = replace(done, before=there.zhou.pk, before_since=TODAY + timedelta(days=1))
    assert refused(company, forged).what.en == "This day lies ahead."
