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
from openkam.records.archive.group import group_of, inherited, is_below, line_above
from openkam.records.archive.models import Partnership

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
