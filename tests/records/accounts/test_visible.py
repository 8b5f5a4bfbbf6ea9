"""Who sees which account: the rule once more in plain loops, against the queryset, on companies made at random."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cast import NOW, TODAY, as_viewer, cast

from openkam.core.access import Role
from openkam.records.accounts.models import (
    Account,
    AccountCode,
    MergeProposal,
    Rating,
    SavedView,
    Share,
    TeamMember,
    TierOverride,
)
from openkam.records.users.chain import rebuild_chain
from openkam.records.users.models import ManagerLink, ReadLevel, RoleGrant, User

PEOPLE, ACCOUNTS, DAYS = 6, 5, 8
START = TODAY - timedelta(days=DAYS // 2)


@dataclass(frozen=True)
class Company:
    """A company as plain figures: people and accounts by number, days counted from START; None is no end, or nobody.

    managers (user, manager, since, until)   team (account, user, since, until, writes)   shares (account, user, until)
    merged   account → the account that took it over
    """

    roles: list[set[Role]]
    is_active: list[bool]
    owners: list[int | None]
    merged: dict[int, int]
    managers: list[tuple[int, int, int, int | None]]
    team: list[tuple[int, int, int, int | None, bool]]
    shares: list[tuple[int, int, int]]
    open_to_company: bool
    views: list[tuple[int, bool]] = field(default_factory=list)


BUSINESS = {Role.SELLER, Role.MANAGER, Role.SALES_OPERATIONS, Role.FINANCE, Role.COMPLIANCE}
WHOLE_COMPANY = {Role.SALES_OPERATIONS, Role.FINANCE, Role.COMPLIANCE}


def holds(since: int, until: int | None, day: int) -> bool:
    """Both ends count."""
    return since <= day and (until is None or day <= until)


def stands_above(company: Company, above: int, below: int, day: int) -> bool:
    """Whether somebody manages somebody on a day, directly or through others."""
    reached, waiting = set(), [below]
    while waiting:
        one = waiting.pop()
        for user, manager, since, until in company.managers:
            if user == one and holds(since, until, day) and manager not in reached:
                reached.add(manager)
                waiting.append(manager)
    return above in reached


def sees(company: Company, viewer: int, account: int, day: int, *, to_write: bool = False) -> bool:
    """The rule, read from the access design and not from the code."""
    if not company.is_active[viewer] or not company.roles[viewer] & BUSINESS or account in company.merged:
        return False
    if to_write and Role.SALES_OPERATIONS in company.roles[viewer]:
        return True
    if not to_write and (company.roles[viewer] & WHOLE_COMPANY or company.open_to_company):
        return True
    close = {company.owners[account]} if company.owners[account] is not None else set()
    for where, member, since, until, writes in company.team:
        if where == account and holds(since, until, day) and (writes or not to_write):
            close.add(member)
    if any(one == viewer or stands_above(company, viewer, one, day) for one in close if one is not None):
        return True
    return not to_write and any(
        where == account and user == viewer and day <= until for where, user, until in company.shares
    )


person, account_number, day_number = st.integers(0, PEOPLE - 1), st.integers(0, ACCOUNTS - 1), st.integers(0, DAYS)


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Small, but with everything in it; managers have higher numbers than those they manage on no particular day."""
    managers = draw(
        st.lists(
            st.tuples(person, person, day_number, st.none() | day_number).filter(
                lambda link: link[0] < link[1] and (link[3] is None or link[3] >= link[2])
            ),
            max_size=8,
            unique_by=lambda link: (link[0], link[3]),
        )
    )
    team = st.tuples(account_number, person, day_number, st.none() | day_number, st.booleans())
    whole = {0: 1} if draw(st.integers(0, 3)) == 0 else {}
    return Company(
        roles=draw(st.lists(st.sets(st.sampled_from(list(Role)), max_size=2), min_size=PEOPLE, max_size=PEOPLE)),
        is_active=draw(st.lists(st.integers(0, 9).map(bool), min_size=PEOPLE, max_size=PEOPLE)),
        owners=draw(st.lists(st.none() | person, min_size=ACCOUNTS, max_size=ACCOUNTS)),
        merged=whole,
        managers=managers,
        team=draw(st.lists(team.filter(lambda row: row[3] is None or row[3] >= row[2]), max_size=5)),
        shares=draw(st.lists(st.tuples(account_number, person, day_number), max_size=4)),
        open_to_company=draw(st.integers(0, 7)) == 0,
        views=draw(st.lists(st.tuples(person, st.booleans()), max_size=4)),
    )


def day_of(number: int | None) -> date | None:
    return None if number is None else START + timedelta(days=number)


def founded(company: Company) -> tuple[list[User], list[Account]]:
    """The company in the database."""
    users = [
        User.objects.create(login=f"u{n}", name=f"u{n}", created_at=NOW, is_active=company.is_active[n])
        for n in range(PEOPLE)
    ]
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role) for user, roles in zip(users, company.roles, strict=True) for role in roles
    )
    accounts = [
        Account.objects.create(
            name=f"a{n}", name_key=f"a{n}", owner=None if owner is None else users[owner], created_at=NOW
        )
        for n, owner in enumerate(company.owners)
    ]
    for taken, by in company.merged.items():
        Account.objects.filter(pk=accounts[taken].pk).update(merged_into=accounts[by])
    ManagerLink.objects.bulk_create(
        ManagerLink(user=users[user], manager=users[manager], since_date=day_of(since), until_date=day_of(until))
        for user, manager, since, until in company.managers
    )
    rebuild_chain()
    TeamMember.objects.bulk_create(
        TeamMember(
            account=accounts[where],
            user=users[who],
            since_date=day_of(since),
            until_date=day_of(until),
            may_write=writes,
        )
        for where, who, since, until, writes in company.team
    )
    Share.objects.bulk_create(
        Share(
            account=accounts[where],
            user=users[who],
            reason="x",
            expires_date=day_of(until),
            shared_by=users[0],
            shared_at=NOW,
        )
        for where, who, until in company.shares
    )
    if company.open_to_company:
        ReadLevel.objects.create(kind="account", level=ReadLevel.Level.COMPANY)
    for account in accounts:
        AccountCode.objects.create(code=f"c-{account.pk}", account=account, source="erp", added_at=NOW)
        Rating.objects.create(
            account=account,
            measure="need_match",
            value=5,
            evidence="x",
            rated_date=TODAY,
            rated_by=users[0],
            rated_at=NOW,
        )
    return users, accounts


class AccountsAreSeenByTheRule(TestCase):
    """Both directions: nobody sees more, nobody sees less, on any day."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(company=companies(), day=day_number)
    def test_the_queryset_is_the_rule(self, company: Company, day: int) -> None:
        users, accounts = founded(company)
        today = START + timedelta(days=day)
        for number, user in enumerate(users):
            viewer = as_viewer(user, today)
            expected = {accounts[n].pk for n in range(ACCOUNTS) if sees(company, number, n, day)}
            written = {accounts[n].pk for n in range(ACCOUNTS) if sees(company, number, n, day, to_write=True)}
            assert keys(Account.objects.visible_to(viewer)) == expected
            assert keys(Account.objects.writable_by(viewer)) == written
            for child in (AccountCode, TeamMember, Share, Rating, TierOverride):
                seen = {row.account_id for row in child.objects.visible_to(viewer)}
                there = set(child.objects.values_list("account", flat=True))
                assert seen == there & expected, child.__name__

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(company=companies(), day=day_number)
    def test_saved_views_are_ones_own_and_those_from_above(self, company: Company, day: int) -> None:
        users, _ = founded(company)
        for n, (owner, for_team) in enumerate(company.views):
            SavedView.objects.create(owner=users[owner], name=str(n), query="", for_team=for_team)
        for number, user in enumerate(users):
            allowed = company.is_active[number] and company.roles[number] & BUSINESS
            expected = {
                str(n)
                for n, (owner, for_team) in enumerate(company.views)
                if allowed and (owner == number or (for_team and stands_above(company, owner, number, day)))
            }
            viewer = as_viewer(user, START + timedelta(days=day))
            assert set(SavedView.objects.visible_to(viewer).values_list("name", flat=True)) == expected


def keys(rows: Iterable[Account]) -> set[int]:
    return {row.pk for row in rows}


@pytest.mark.django_db
def test_the_cast_sees_what_the_tests_say_it_sees() -> None:
    company = cast()
    names = {
        account.pk: name
        for name in ("harbour", "northwind", "steelworks", "orphan")
        for account in [getattr(company, name)]
    }
    seen = {
        user.login: {names[pk] for pk in keys(Account.objects.visible_to(as_viewer(user)))} for user in company.users
    }
    everything = set(names.values())
    assert seen == {
        "lin": {"harbour", "northwind"},
        "wei": {"harbour", "northwind"},
        "tang": {"steelworks"},
        "fang": {"harbour"},
        "bo": {"northwind"},
        "mei": {"steelworks"},
        "ops": everything,
        "cfo": everything,
        "compliance": everything,
        "root": set(),
    }


@pytest.mark.django_db
def test_merge_proposals_are_for_those_who_decide_them() -> None:
    company = cast()
    MergeProposal.objects.create(kept=company.harbour, absorbed=company.orphan, likeness=0.9, proposed_at=NOW)
    seers = {user.login for user in company.users if MergeProposal.objects.visible_to(as_viewer(user)).exists()}
    assert seers == {"ops"}
