"""A prepared query keeps its text, never its values or rows, and finds what Django would."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast, as_viewer, cast

from openkam.core.access import FieldClass, Role, Viewer
from openkam.core.prepared import Prepared, among, planned_cursor
from openkam.records.accounts.models import Account, TeamMember

DAY = date(2026, 7, 1)
pytestmark = pytest.mark.django_db


def of_viewer(viewer: Viewer, keys: list[int]) -> Any:
    return Account.objects.visible_to(viewer).filter(pk__in=keys).select_related("owner").order_by("name")


def on_day(account: int, day: date, words: str) -> Any:
    return TeamMember.objects.filter(account=account, since_date__lte=day, account__name=words).values_list("pk")


def nothing(viewer: Viewer) -> Any:
    return Account.objects.none()


@pytest.fixture
def company() -> Cast:
    return cast()


def named(keys: list[int]) -> Any:
    """As many questions do: so many keys are no condition any more."""
    return Account.objects.all() if len(keys) > 1_000 else Account.objects.filter(pk__in=keys).order_by("pk")


def with_word(word: str) -> Any:
    """A condition that puts signs around its word."""
    return Account.objects.filter(name__contains=word)


def test_everybody_finds_what_django_would_find_for_him(company: Cast) -> None:
    prepared: Prepared[Account] = Prepared(of_viewer)
    every = list(Account.objects.values_list("pk", flat=True))
    people = [company.fang, company.lin, company.wei, company.tang, company.ops]
    for _ in range(2):
        for user in people:
            viewer = as_viewer(user)
            for keys in (every, every[:2], every[:1], []):
                rows = prepared(viewer, keys)
                assert [one.pk for one in rows] == [one.pk for one in of_viewer(viewer, keys)]
                assert all(one.owner is None or one.owner.login for one in rows)


def test_a_call_is_one_query_and_sees_what_was_written_since(company: Cast) -> None:
    prepared: Prepared[tuple[int]] = Prepared(on_day)
    account = Account.objects.order_by("pk").first()
    assert account is not None
    assert prepared(account.pk, DAY, account.name) == []
    member = TeamMember.objects.create(account=account, user=company.tang, since_date=DAY)
    with CaptureQueriesContext(connection) as asked:
        assert (member.pk,) in prepared(account.pk, DAY, account.name)
        assert (member.pk,) not in prepared(account.pk, date(2026, 6, 30), account.name)
        assert prepared(account.pk, DAY, "somebody else") == []
    assert len(asked) == 3


def test_a_viewer_without_rights_and_a_query_for_nothing_find_nothing() -> None:
    stranger = Viewer(1, "", frozenset({Role.ADMINISTRATOR}), frozenset({FieldClass.COMPANY}), DAY)
    assert Prepared(of_viewer)(stranger, [1]) == []
    assert Prepared(nothing)(stranger) == []


def test_the_rights_of_one_never_serve_another(company: Cast) -> None:
    prepared: Prepared[Account] = Prepared(of_viewer)
    keys = list(Account.objects.values_list("pk", flat=True))
    assert len(prepared(as_viewer(company.ops), keys)) > len(prepared(as_viewer(company.fang), keys))
    stranger = Viewer(company.ops.pk, "", frozenset(), frozenset(), datetime(2026, 7, 1, tzinfo=UTC).date())
    assert prepared(stranger, keys) == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_keys_in_a_text_by_hand_find_those_rows(company: Cast, count: int) -> None:
    keys = list(Account.objects.order_by("pk").values_list("pk", flat=True))[:count]
    those, values = among(keys)
    with planned_cursor() as cursor:
        cursor.execute(f"SELECT id FROM accounts_account WHERE id {those} ORDER BY id", values)
        assert [key for (key,) in cursor.fetchall()] == keys


@pytest.mark.parametrize("count", [1, 3, 100, 101, 1_001])
def test_a_list_of_any_length_finds_what_django_would_find(company: Cast, count: int) -> None:
    prepared: Prepared[Account] = Prepared(named)
    first = Account.objects.order_by("pk").values_list("pk", flat=True)[0]
    keys = [first + place for place in range(count)]
    for _ in range(2):
        assert {one.pk for one in prepared(keys)} == {one.pk for one in named(keys)}


def test_few_keys_of_any_number_are_one_text_for_the_other_database(company: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite takes no list as one value")
    prepared: Prepared[Account] = Prepared(named)
    for count in (1, 2, 7, 50, 3, 9):
        prepared(list(range(1, count + 1)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%ANY($1::bigint[])%%'")
        assert cursor.fetchall() == [(1,)]


def test_the_other_database_plans_a_prepared_query_once_a_connection_whatever_the_values(company: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("run on a server of its own by tests/records/accounts/test_search.py")
    prepared: Prepared[tuple[int]] = Prepared(on_day)
    for account in (1, 40_000, 5_000_000_000, 2, 3):
        prepared(account, DAY, "a word")
    with connection.cursor() as cursor:
        cursor.execute("SELECT custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%teammember%%'")
        assert cursor.fetchall() == [(0,)]


def test_a_word_that_a_condition_changes_is_refused_instead_of_kept() -> None:
    prepared: Prepared[Account] = Prepared(with_word)
    with pytest.raises(ValueError, match="as they are"):
        prepared("port")
