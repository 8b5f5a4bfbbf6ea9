"""The people of an account as one picture: few queries, the day, the deal, and what each viewer may read."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import JOINED, LEFT, NOW, OBSERVED, TODAY, Cast, People, as_viewer, cast, harbour_people

from openkam.records.accounts.models import Share
from openkam.records.contacts.models import Coach, CoachHolder, Employment, Opinion, Person, Tie
from openkam.records.contacts.queries import AccountPeople, Chair, account_people
from openkam.records.contacts.seals import Proof, Seal, closed
from openkam.records.opportunities.models import DealRole
from openkam.records.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def people(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def picture(company: Cast, user: User, day: date = TODAY, opportunity: int | None = None) -> AccountPeople:
    """What a user sees at harbour."""
    viewer = as_viewer(user)
    return account_people(viewer, [company.harbour], day, opportunity=opportunity)[company.harbour.pk]


def chair_of(shown: AccountPeople, person: Person) -> Chair:
    """One person in it."""
    return next(one for one in shown.chairs if one.person == person.pk)


def test_the_owner_sees_posts_lines_roles_opinions_relations_and_ties(company: Cast, people: People) -> None:
    shown = picture(company, company.fang)
    assert [one.name for one in shown.chairs][-1] == "钱友", "who left stands after the others"
    assert len(shown.chairs) == 7
    sun = chair_of(shown, people.sun)
    assert (sun.department, sun.level, sun.superior, sun.roles) == (
        "Engineering",
        "MANAGEMENT",
        people.zhou.pk,
        frozenset({"TECH_GATE"}),
    )
    assert (sun.opinions["STANCE"].value, sun.opinions["STANCE"].author) == ("-3", "方芳")
    assert [(one.name, one.level, one.wanted) for one in sun.known_by] == [("方芳", 0, 1)]
    assert {(one.person, one.other, one.kind) for one in shown.ties} == {
        (people.sun.pk, people.zhou.pk, "INFLUENCES"),
        (people.li.pk, people.sun.pk, "CONFLICT"),
    }
    assert chair_of(shown, people.chair).is_placeholder
    assert chair_of(shown, people.qian).has_left(TODAY)


def test_on_an_earlier_day_the_picture_is_that_of_the_day(company: Cast, people: People) -> None:
    before = picture(company, company.fang, LEFT)
    assert not chair_of(before, people.qian).has_left(LEFT)
    assert chair_of(before, people.qian).superior == people.zhou.pk
    assert chair_of(before, people.sun).opinions == {}, "the opinion was formed later"
    assert picture(company, company.fang, JOINED - timedelta(days=1)).chairs == ()


def test_who_left_longer_than_a_year_ago_is_not_shown(company: Cast, people: People) -> None:
    year = LEFT + timedelta(days=366)
    assert people.qian.pk not in {one.person for one in picture(company, company.fang, year).chairs}


def test_of_two_posts_of_a_person_the_one_he_holds_is_shown(company: Cast, people: People) -> None:
    Employment.objects.filter(person=people.li).update(until_date=LEFT)
    Employment.objects.create(
        account=company.harbour, person=people.li, title="Head of finance", since_date=LEFT, noted_at=NOW
    )
    shown = picture(company, company.fang)
    assert [one.title for one in shown.chairs if one.person == people.li.pk] == ["Head of finance"]


def test_the_latest_opinion_of_a_kind_holds(company: Cast, people: People) -> None:
    later = {"evidence": "trial went well", "observed_date": OBSERVED + timedelta(days=9), "noted_at": NOW}
    Opinion.objects.create(
        account=company.harbour, person=people.sun, kind="STANCE", value="1", author=company.wei, **later
    )
    held = chair_of(picture(company, company.fang), people.sun).opinions["STANCE"]
    assert (held.value, held.author) == ("1", "魏强")


def test_roles_and_views_of_a_deal_go_before_those_of_the_account(company: Cast, people: People) -> None:
    DealRole.objects.filter(person=people.wu).update(role="INFLUENCER")
    shown = picture(company, company.fang, opportunity=people.deal.pk)
    wu, sun = chair_of(shown, people.wu), chair_of(shown, people.sun)
    assert wu.roles == frozenset({"INFLUENCER"})
    assert (wu.opinions["MODE"].value, wu.opinions["STANCE"].value) == ("GROWTH", "4")
    assert sun.roles == frozenset({"TECH_GATE"}), "who has no role in the deal keeps that of the account"


@pytest.mark.parametrize("login", ["ops", "compliance", "bo"])
def test_who_does_not_work_on_the_account_reads_no_opinion_and_no_tie(
    company: Cast, people: People, login: str
) -> None:
    user = getattr(company, login)
    if login == "bo":
        share = {"reason": "holiday", "expires_date": TODAY, "shared_by": company.fang, "shared_at": NOW}
        Share.objects.create(account=company.harbour, user=user, **share)
    shown = picture(company, user)
    assert len(shown.chairs) == 7
    assert chair_of(shown, people.sun).roles == frozenset({"TECH_GATE"})
    assert not shown.ties
    assert not any(one.opinions for one in shown.chairs)


def test_a_stranger_sees_nobody(company: Cast, people: People) -> None:
    assert picture(company, company.mei).chairs == ()


def test_merged_and_erased_people_are_gone(company: Cast, people: People) -> None:
    Person.objects.filter(pk=people.li.pk).update(erased_at=NOW)
    Person.objects.filter(pk=people.sun.pk).update(merged_into=people.wu)
    shown = picture(company, company.fang)
    assert {people.li.pk, people.sun.pk}.isdisjoint({one.person for one in shown.chairs})
    assert not shown.ties
    assert chair_of(shown, people.wu).superior is None, "nobody hidden is named as superior"


def test_the_coach_shows_to_author_and_holder_only(company: Cast, people: People) -> None:
    plain = {login: picture(company, getattr(company, login)) for login in ("fang", "wei", "lin", "ops")}
    proof = Proof("WARNS", "told us of the rival's price", OBSERVED, "方芳")
    seal = Seal(person=people.wu.pk, since_date=JOINED, proofs=(proof,))
    note = {"account": company.harbour, "noted_at": NOW, "author": company.fang}
    coach = Coach.objects.create(sealed=closed(seal, company.harbour.pk), **note)
    assert chair_of(picture(company, company.fang), people.wu).is_coach
    assert chair_of(picture(company, company.fang), people.wu).coach_proven_date == OBSERVED
    for login in ("wei", "lin", "ops"):
        assert picture(company, getattr(company, login)) == plain[login]
    CoachHolder.objects.create(
        account=company.harbour, coach=coach, user=company.wei, author=company.fang, named_at=NOW
    )
    assert chair_of(picture(company, company.wei), people.wu).is_coach
    assert picture(company, company.lin) == plain["lin"]


def test_the_number_of_queries_does_not_grow(company: Cast, people: People) -> None:
    viewer = as_viewer(company.fang)
    with CaptureQueriesContext(connection) as few:
        account_people(viewer, [company.harbour], TODAY)
    for number in range(30):
        person = Person.objects.create(
            name=f"P{number}", name_key=f"p{number}", purpose="x", source="x", noticed_date=JOINED, created_at=NOW
        )
        Employment.objects.create(account=company.harbour, person=person, noted_at=NOW)
        Tie.objects.create(
            account=company.harbour, person=person, other=people.wu, kind="CONFLICT", evidence="x", noted_at=NOW
        )
    company.northwind.owner = company.fang
    company.northwind.save()
    with CaptureQueriesContext(connection) as many:
        found = account_people(viewer, [company.harbour, company.northwind], TODAY)
    assert len(found[company.harbour.pk].chairs) == 37
    assert len(found[company.harbour.pk].ties) == 32
    assert found[company.northwind.pk].chairs == ()
    assert len(few) == len(many) == 7
    with CaptureQueriesContext(connection) as with_deal:
        account_people(viewer, [company.harbour], TODAY, opportunity=people.deal.pk)
    assert len(with_deal) == 9
