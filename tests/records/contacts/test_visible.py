"""Who sees which person, opinion and coach: the rule once more in plain loops, on companies made at random."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import NOW, TODAY, as_viewer
from tests.records.accounts.test_visible import (
    ACCOUNTS,
    DAYS,
    PEOPLE,
    START,
    Company,
    companies,
    founded,
    holds,
    sees,
    stands_above,
)

from openkam.core.access import Role, Viewer
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import (
    Background,
    BadExperience,
    BuyingRole,
    Coach,
    CoachHolder,
    CoachReading,
    Employment,
    Motive,
    Opinion,
    Person,
    PersonHold,
    Relation,
    ReportingLine,
    Tie,
    TrustStep,
)
from openkam.records.contacts.queries import account_people
from openkam.records.contacts.seals import Seal, closed
from openkam.records.users.models import User

PERSONS = 4
CONTACT = (Employment, ReportingLine, BuyingRole, Relation)
INTEL = (Opinion, Tie, Motive, Background, BadExperience, TrustStep)
ODD_DAYS = (timedelta(days=-400), timedelta(days=0), timedelta(days=400))

person, account_number, user_number = (
    st.integers(0, PERSONS - 1),
    st.integers(0, ACCOUNTS - 1),
    st.integers(0, PEOPLE - 1),
)


@dataclass(frozen=True)
class House:
    """A company, and who works at its customers.

    posts    (person, account, days until he left or None)   gone  persons who were erased or merged
    coaches  (account, person, author, holders)
    """

    company: Company
    posts: list[tuple[int, int, int | None]]
    gone: set[int]
    coaches: list[tuple[int, int, int, set[int]]]


@st.composite
def houses(draw: st.DrawFn) -> House:
    """Small, but with everything in it."""
    post = st.tuples(person, account_number, st.none() | st.integers(0, 500))
    coach = st.tuples(account_number, person, user_number, st.sets(user_number, max_size=2))
    return House(
        company=draw(companies()),
        posts=draw(st.lists(post, min_size=1, max_size=6, unique_by=lambda row: row[:2])),
        gone=draw(st.sets(person, max_size=1)),
        coaches=draw(st.lists(coach, max_size=3)),
    )


def works_on(company: Company, viewer: int, account: int, day: int) -> bool:
    """The rule of opinions, from the access design: himself or somebody below him, by no share and no read level."""
    roles = company.roles[viewer]
    if not company.is_active[viewer] or not roles & {Role.SELLER, Role.MANAGER} or account in company.merged:
        return False
    close = {company.owners[account]} if company.owners[account] is not None else set()
    close |= {
        member for where, member, since, until, _ in company.team if where == account and holds(since, until, day)
    }
    return any(one == viewer or stands_above(company, viewer, one, day) for one in close if one is not None)


def peopled(house: House, users: list[User], accounts: list[Account]) -> tuple[list[Person], list[Coach]]:
    """The house in the database: one row of every kind for each post."""
    people = [
        Person.objects.create(
            name=f"p{n}", name_key=f"p{n}", purpose="x", source="x", noticed_date=START, created_at=NOW
        )
        for n in range(PERSONS)
    ]
    other = Person.objects.create(name="o", name_key="o", purpose="x", source="x", noticed_date=START, created_at=NOW)
    for who, where, left in house.posts:
        until = None if left is None else START + timedelta(days=left)
        place = {"account": accounts[where], "person": people[who], "noted_at": NOW}
        seen = {**place, "observed_date": START, "author": users[0]}
        Employment.objects.create(**place, until_date=until)
        ReportingLine.objects.create(**place, superior=other)
        BuyingRole.objects.create(**place, role="USER")
        Relation.objects.create(**place, colleague=users[0], level=1, observed_date=START, noted_by=users[0])
        Opinion.objects.create(**seen, kind="STANCE", value="5", evidence="x")
        Tie.objects.create(**place, other=other, kind="CONFLICT", evidence="x")
        Motive.objects.create(**seen, kind="CONCERN", text="x")
        Background.objects.create(**place, text="x", source="x", consent="x", noted_by=users[0])
        BadExperience.objects.create(**place, cause="x", repair_plan="x", happened_date=START, author=users[0])
        TrustStep.objects.create(**seen, item="RESPECT", evidence="x")
    coaches = []
    for where, who, author, holders in house.coaches:
        sealed = closed(Seal(person=people[who].pk, since_date=START), accounts[where].pk)
        note = {"account": accounts[where], "author": users[author]}
        coach = Coach.objects.create(**note, sealed=sealed, noted_at=NOW)
        for holder in holders:
            CoachHolder.objects.create(**note, coach=coach, user=users[holder], named_at=NOW)
            CoachReading.objects.create(account=accounts[where], coach=coach, reader=users[holder], read_at=NOW)
        coaches.append(coach)
    PersonHold.objects.create(person=people[0], reason="x", held_by=users[0], held_at=NOW)
    for number in house.gone:
        Person.objects.filter(pk=people[number].pk).update(erased_at=NOW)
    return people, coaches


class PeopleAreSeenByTheRule(TestCase):
    """Both directions: nobody sees more, nobody sees less, on any day."""

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(house=houses(), day=st.integers(0, DAYS))
    def test_the_querysets_are_the_rule(self, house: House, day: int) -> None:
        users, accounts = founded(house.company)
        people, coaches = peopled(house, users, accounts)
        for number, user in enumerate(users):
            viewer = as_viewer(user, START + timedelta(days=day))
            seen = {n for n in range(ACCOUNTS) if sees(house.company, number, n, day)}
            worked = {n for n in range(ACCOUNTS) if works_on(house.company, number, n, day)}
            at = {who for who, where, _ in house.posts if where in seen} - house.gone
            assert {row.pk for row in Person.objects.visible_to(viewer)} == {people[n].pk for n in at}
            for model in CONTACT:
                assert places(model, viewer) == posts_at(house, seen, accounts, people), model.__name__
            for model in INTEL:
                assert places(model, viewer) == posts_at(house, worked, accounts, people), model.__name__
            self.check_coaches(house, viewer, number, seen, coaches)
            protects = house.company.is_active[number] and Role.COMPLIANCE in house.company.roles[number]
            assert PersonHold.objects.visible_to(viewer).exists() == protects

    def check_coaches(self, house: House, viewer: Viewer, number: int, seen: set[int], coaches: list[Coach]) -> None:
        """By author and holder, while they see the account; readings are the author's."""
        held = {
            n
            for n, (where, _, author, holders) in enumerate(house.coaches)
            if where in seen and number in {author, *holders}
        }
        assert {row.pk for row in Coach.objects.visible_to(viewer)} == {coaches[n].pk for n in held}
        assert {row.coach_id for row in CoachHolder.objects.visible_to(viewer)} == {
            coaches[n].pk for n in held if house.coaches[n][3]
        }
        assert {row.coach_id for row in CoachReading.objects.visible_to(viewer)} == {
            coaches[n].pk for n in held if house.coaches[n][3] and house.coaches[n][2] == number
        }

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(house=houses(), ahead=st.sampled_from(ODD_DAYS))
    def test_the_picture_holds_exactly_the_visible_rows(self, house: House, ahead: timedelta) -> None:
        users, accounts = founded(house.company)
        people, _ = peopled(house, users, accounts)
        asked = START + ahead
        for number, user in enumerate(users):
            day = (TODAY - START).days
            viewer = as_viewer(user, TODAY)
            shown = account_people(viewer, accounts, asked)
            for n, account in enumerate(accounts):
                expected = {
                    people[who].pk
                    for who, where, left in house.posts
                    if where == n
                    and who not in house.gone
                    and sees(house.company, number, n, day)
                    and (left is None or START + timedelta(days=left) >= asked - timedelta(days=365))
                }
                chairs = shown[account.pk].chairs
                assert {chair.person for chair in chairs} == expected
                opinions = works_on(house.company, number, n, day) and asked >= START
                assert all(bool(chair.opinions) == opinions for chair in chairs)
                coached = {
                    people[who].pk
                    for where, who, author, holders in house.coaches
                    if where == n and number in {author, *holders} and asked >= START
                }
                assert {chair.person for chair in chairs if chair.is_coach} == coached & expected


def places(model: type, viewer: Viewer) -> set[tuple[int, int]]:
    """Account and person of the rows a viewer sees."""
    rows: set[tuple[int, int]] = set(model.objects.visible_to(viewer).values_list("account", "person"))
    return rows


def posts_at(house: House, where: set[int], accounts: list[Account], people: list[Person]) -> set[tuple[int, int]]:
    """Account and person of the posts at these accounts."""
    return {(accounts[place].pk, people[who].pk) for who, place, _ in house.posts if place in where}
