"""Groups of any shape: the tree a viewer sees, and links that never close a circle."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, Cast, as_viewer, cast

from openkam.core.problem import Problem
from openkam.records.accounts.models import Account, GroupLink
from openkam.records.archive.actions.group import end_group_link, link_to_group
from openkam.records.archive.group import group_of, inherited, is_below, line_above, regions_of
from openkam.records.archive.models import Classification, Partnership

pytestmark = pytest.mark.django_db
COUNT = 5


def companies(company: Cast) -> list[Account]:
    """Some accounts of fang's."""
    return [
        Account.objects.create(name=f"n{place}", name_key=f"n{place}", owner=company.fang, created_at=NOW)
        for place in range(COUNT)
    ]


@pytest.fixture
def made() -> tuple[Cast, list[Account]]:
    """The company, once."""
    company = cast()
    return company, companies(company)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, COUNT - 1), st.one_of(st.none(), st.integers(0, COUNT - 1))), min_size=1, max_size=10
    )
)
def test_no_order_of_links_closes_a_circle(
    made: tuple[Cast, list[Account]], steps: list[tuple[int, int | None]]
) -> None:
    company, rows = made
    viewer = as_viewer(company.fang)
    with transaction.atomic():
        plain: dict[int, int | None] = dict.fromkeys(range(COUNT))
        for child, parent in steps:
            upper = rows[parent] if parent is not None else None
            with suppress(Problem):
                link_to_group(viewer=viewer, account=rows[child], parent=upper, source="x", now=NOW)
                plain[child] = parent
        stored = dict(Account.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "parent_id"))
        assert stored == {
            rows[child].pk: None if parent is None else rows[parent].pk for child, parent in plain.items()
        }
        for place in range(COUNT):
            line, at = [], plain[place]
            while at is not None:
                assert at != place
                line.append(at)
                at = plain[at]
            members = group_of(viewer, rows[place])
            top = line[-1] if line else place
            assert members[0].account == rows[top]
            assert [one.pk for one in line_above(members, rows[place].pk)] == [rows[one].pk for one in (place, *line)]
            assert {one for one in range(COUNT) if is_below(rows[place].pk, rows[one].pk)} == set(line)
        transaction.set_rollback(True)


def test_links_are_dated_and_follow_one_another() -> None:
    company = cast()
    viewer, rows = as_viewer(company.fang), companies(company)
    begin = TODAY - timedelta(days=100)
    link_to_group(viewer=viewer, account=rows[0], parent=rows[1], source="x", since_date=begin, now=NOW)
    later = TODAY - timedelta(days=10)
    link_to_group(viewer=viewer, account=rows[0], parent=rows[2], source="x", since_date=later, now=NOW)
    end_group_link(viewer=viewer, account=rows[0], until_date=TODAY - timedelta(days=3), now=NOW)
    spans = GroupLink.objects.filter(account=rows[0]).order_by("since_date")
    assert list(spans.values_list("parent", "since_date", "until_date")) == [
        (rows[1].pk, begin, later - timedelta(days=1)),
        (rows[2].pk, later, TODAY - timedelta(days=3)),
        (None, TODAY - timedelta(days=2), None),
    ]


def test_what_hangs_together_only_through_a_hidden_company_is_not_there() -> None:
    company = cast()
    top, between, below = company.harbour, company.steelworks, companies(company)[0]
    Account.objects.filter(pk=between.pk).update(parent=top)
    Account.objects.filter(pk=below.pk).update(parent=between)
    viewer = as_viewer(company.fang)
    assert [member.account for member in group_of(viewer, Account.objects.get(pk=top.pk))] == [top]
    assert [member.account for member in group_of(viewer, Account.objects.get(pk=below.pk))] == [below]
    assert len(group_of(as_viewer(company.ops), top)) == 3


def test_the_nearest_partner_above_counts_while_it_holds() -> None:
    company = cast()
    rows = companies(company)
    for lower, upper in ((1, 0), (2, 1)):
        Account.objects.filter(pk=rows[lower].pk).update(parent=rows[upper])
    common = {"scope": "NETWORK", "evidence": "x", "noted_at": NOW}
    Partnership.objects.create(account=rows[0], since_date=TODAY, **common)
    Partnership.objects.create(
        account=rows[1], since_date=TODAY - timedelta(days=9), until_date=TODAY - timedelta(days=1), **common
    )
    viewer = as_viewer(company.fang)
    found = inherited(viewer, group_of(viewer, Account.objects.get(pk=rows[2].pk)))
    assert {key: one.partner for key, one in found.items()} == {rows[place].pk: rows[0] for place in range(3)}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, COUNT - 1), st.one_of(st.none(), st.integers(0, COUNT - 1)), st.integers(0, 30)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 31),
)
def test_the_tree_of_a_day_is_what_the_links_of_that_day_say(
    made: tuple[Cast, list[Account]], steps: list[tuple[int, int | None, int]], ago: int
) -> None:
    company, rows = made
    viewer, day = as_viewer(company.fang), TODAY - timedelta(days=ago)
    with transaction.atomic():
        for child, parent, since in steps:
            upper = rows[parent] if parent is not None else None
            with suppress(Problem), transaction.atomic():
                begin = TODAY - timedelta(days=since)
                link_to_group(viewer=viewer, account=rows[child], parent=upper, source="x", since_date=begin, now=NOW)
        held = {
            link.account_id: link.parent_id
            for link in GroupLink.objects.all()
            if link.since_date <= day and (link.until_date is None or link.until_date >= day)
        }
        for row in rows:
            members = group_of(viewer, row, day)
            keys = [member.account.pk for member in members]
            assert row.pk in keys
            assert len(set(keys)) == len(keys)
            assert members[0].parent is None
            assert all(member.parent == held.get(member.account.pk) for member in members[1:])
            assert {one for one, above in held.items() if above in keys} <= set(keys)
        transaction.set_rollback(True)


def test_a_past_day_has_its_tree_and_its_key_accounts() -> None:
    company = cast()
    viewer, rows = as_viewer(company.fang), companies(company)
    begin, later = TODAY - timedelta(days=100), TODAY - timedelta(days=10)
    link_to_group(viewer=viewer, account=rows[0], parent=rows[1], source="x", since_date=begin, now=NOW)
    link_to_group(viewer=viewer, account=rows[0], parent=rows[2], source="x", since_date=later, now=NOW)
    Account.objects.filter(pk=rows[3].pk).update(parent=rows[0])
    Partnership.objects.create(
        account=rows[1], scope="NETWORK", evidence="x", since_date=begin, until_date=later, noted_at=NOW
    )
    own = Account.objects.get(pk=rows[3].pk)
    then = group_of(viewer, own, later - timedelta(days=1))
    assert [(member.account, member.is_dated) for member in then] == [
        (rows[1], False),
        (rows[0], True),
        (rows[3], False),
    ]
    assert inherited(viewer, then, later - timedelta(days=1))[own.pk].partner == rows[1]
    now = group_of(viewer, own)
    assert [member.account for member in now] == [rows[2], rows[0], rows[3]]
    assert inherited(viewer, now) == {}
    assert [member.account for member in group_of(viewer, own, TODAY + timedelta(days=9))] == [
        rows[2],
        rows[0],
        rows[3],
    ]
    before = group_of(viewer, rows[0], begin - timedelta(days=1))
    assert [member.account for member in before] == [rows[0], rows[3]]


def test_a_hidden_company_parts_the_tree_of_a_past_day_too() -> None:
    company = cast()
    top, between, below = company.harbour, company.steelworks, companies(company)[0]
    day = TODAY - timedelta(days=5)
    for lower, upper in ((between, top), (below, between)):
        GroupLink.objects.create(account=lower, parent=upper, since_date=day, source="x", noted_at=NOW)
    viewer = as_viewer(company.fang)
    assert [member.account for member in group_of(viewer, top, day)] == [top]
    assert [member.account for member in group_of(viewer, below, day)] == [below]
    assert len(group_of(as_viewer(company.ops), top, day)) == 3


@pytest.mark.parametrize("ago", [0, 5, 50, 500])
def test_a_dated_link_to_a_hidden_company_is_as_if_it_were_not_there(ago: int) -> None:
    """Today below one the viewer sees; once, and with days, below one he does not."""
    company = cast()
    top, (below, _, other, *_) = company.harbour, companies(company)
    viewer, day = as_viewer(company.fang), TODAY - timedelta(days=ago)
    Account.objects.filter(pk=below.pk).update(parent=top)
    GroupLink.objects.create(account=other, parent=below, since_date=TODAY - timedelta(days=80), noted_at=NOW)

    def told() -> list[list[tuple[int, int | None, bool]]]:
        groups = [group_of(viewer, one, day) for one in (top, below, other)]
        return [[(one.account.pk, one.parent, one.is_dated) for one in members] for members in groups]

    plain = told()
    assert (below.pk, top.pk, False) in plain[0]
    begin, end = TODAY - timedelta(days=100), TODAY - timedelta(days=10)
    link = GroupLink.objects.create(
        account=below, parent=company.steelworks, since_date=begin, until_date=end, noted_at=NOW
    )
    assert told() == plain
    GroupLink.objects.filter(pk=link.pk).update(parent=None)
    assert told() != plain, "that it belonged to no group is no secret"


def test_a_region_said_in_an_older_version_counts_as_the_one_that_follows_it() -> None:
    company = cast()
    viewer, account = as_viewer(company.fang), company.harbour
    row = Classification.objects.create(
        account=account, subject="REGION", version="GB/T 2260 (2018)", code="371202", noted_at=NOW
    )
    assert regions_of(viewer, [account]) == {account.pk: "370116"}
    for code, today in (("130502", "130502"), ("320583", "320583")):
        row.code = code
        row.save()
        assert regions_of(viewer, [account]) == {account.pk: today}
    Classification.objects.create(
        account=account, subject="REGION", version="GB/T 2260 (2026)", code="330100", noted_at=NOW
    )
    assert regions_of(viewer, [account]) == {account.pk: "330100"}
