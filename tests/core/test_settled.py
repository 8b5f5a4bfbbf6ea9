"""A settled condition keeps its text and never its rows."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openkam.core.settled import settled
from openkam.records.users.models import ChainLink, User
from openkam.records.users.rows import people_below

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_whoever_comes_below_later_is_found_by_the_text_that_was_kept() -> None:
    manager, seller = (User.objects.create(login=name, name=name, created_at=NOW) for name in ("wei", "fang"))

    def found() -> list[User]:
        return list(User.objects.filter(pk__in=settled(people_below, manager.pk, TODAY)))

    assert found() == []
    ChainLink.objects.create(manager=manager, user=seller, depth=1, since_date=TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert found() == [seller]
    assert len(asked) == 1
    assert not User.objects.filter(pk__in=settled(people_below, seller.pk, TODAY)).exists()
    assert not User.objects.filter(pk__in=settled(people_below, manager.pk, date(2026, 6, 30))).exists()
