"""Eight keys, eight kinds of records; each ticks its own and no other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import NOW, TODAY, Cast, as_viewer, cast

from openkam.records.activities.models import Activity
from openkam.records.archive.keys import Key, eight_keys
from openkam.records.archive.models import Document, Fact, RelationState
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity

pytestmark = pytest.mark.django_db


def held(company: Cast, *, earns: bool = False) -> set[Key]:
    """The keys held at harbour."""
    ticks = eight_keys(as_viewer(company.fang), company.harbour, earns_known=earns)
    assert [tick.key for tick in ticks] == list(Key)
    return {tick.key for tick in ticks if tick.is_held}


def entry(company: Cast, **rest: Any) -> Activity:
    """An entry of the log."""
    return Activity.objects.create(
        account=company.harbour, kind="CALL", happened_date=TODAY, subject="x", noted_at=NOW, **rest
    )


MAKERS: dict[Key, Callable[[Cast], object]] = {
    Key.KNOW: lambda company: Fact.objects.create(
        account=company.harbour, item="business.offer", value="x", source="y", noticed_date=TODAY, noted_at=NOW
    ),
    Key.RIVALS: lambda company: entry(company, rival="Other Ltd"),
    Key.PLAN: lambda company: Opportunity.objects.create(
        account=company.harbour, name="x", opened_date=TODAY, created_at=NOW
    ),
    Key.ARCHIVE: lambda company: Document.objects.create(
        account=company.harbour, name="x", kind="OTHER", media_type="x", size=1, sha256="0" * 64, added_at=NOW
    ),
    Key.PROCESS: lambda company: Objection.objects.create(
        account=company.harbour, text="x", answer="y", raised_date=TODAY, answered_date=TODAY, noted_at=NOW
    ),
    Key.WIN_WIN: lambda company: RelationState.objects.create(
        account=company.harbour, kind="QUALITY", value="LOOSE", evidence="x", since_date=TODAY, noted_at=NOW
    ),
    Key.PERSIST: entry,
}


def test_an_empty_account_holds_none() -> None:
    assert held(cast()) == set()


@pytest.mark.parametrize("key", MAKERS)
def test_each_kind_of_record_ticks_its_own_key_only(key: Key) -> None:
    company = cast()
    MAKERS[key](company)
    assert held(company) == {key}


def test_the_ledger_ticks_profit_only() -> None:
    assert held(cast(), earns=True) == {Key.PROFIT}


def test_an_old_entry_is_no_persistence() -> None:
    company = cast()
    entry(company)
    Activity.objects.update(happened_date=TODAY - timedelta(days=91))
    assert held(company) == set()
