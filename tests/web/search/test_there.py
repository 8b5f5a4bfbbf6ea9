"""What a search keeps in memory is as the latest act left it, and takes no more room than it may."""

import gc
from collections.abc import Iterator
from typing import Any
from weakref import ref

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import NOW, Cast, as_viewer, cast

from openkam.records.accounts.models import Account, SearchText
from openkam.records.accounts.search import search_text
from openkam.records.contacts.actions.people import note_person
from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.opportunities.actions import change_opportunity, close_opportunity, note_opportunity
from openkam.records.opportunities.seen import mark_of
from openkam.records.users.viewer import viewer_of
from openkam.web.search import there
from openkam.web.sight import seen

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[(500, 24_000_000), (500, 0), (0, 24_000_000), (0, 0)])
def company(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The company of the tests, every list long enough to be kept, with much room and little."""
    few, room = request.param
    monkeypatch.setattr(seen, "KEPT_FROM", 1)
    monkeypatch.setattr(there, "FEW", few)
    monkeypatch.setattr(there, "ROOM", room)
    seen.forget()
    yield cast(graded=True)
    seen.forget()


class Belonging:
    """Something that was computed of a list of accounts."""


def found(client: Client, user: Any, words: str) -> str:
    """The answer's text."""
    client.force_login(user)
    text = client.get("/search/", {"q": words}, headers={"HX-Request": "true"}).content.decode()
    return text.replace(f"“{words}”", "")


def test_what_was_done_a_moment_ago_is_found(company: Cast, client: Client) -> None:
    act: dict[str, Any] = {"viewer": as_viewer(company.fang), "now": NOW}
    for user in (company.fang, company.ops):
        assert "岸桥" not in found(client, user, "岸桥")
        assert "王伟明" not in found(client, user, "伟明")
        assert "海港机械有限公司" in found(client, user, "海港")
    first = note_opportunity(**act, account=company.harbour, name="岸桥升级")
    note_opportunity(**act, account=company.harbour, name="岸桥维保")
    person = PersonDetails("王伟明", purpose="selling", source="met")
    note_person(**act, account=company.harbour, details=person, post=PostDetails())
    for user in (company.fang, company.ops):
        text = found(client, user, "岸桥")
        assert text.index("岸桥维保") < text.index("岸桥升级")
        assert "王伟明" in found(client, user, "伟明")
    assert "岸桥" not in found(client, company.mei, "岸桥")
    first = change_opportunity(**act, opportunity=first, seen=mark_of(first), name="岸桥大修") or first
    for user in (company.fang, company.ops):
        assert "岸桥大修" in found(client, user, "大修")
        assert "岸桥升级" not in found(client, user, "岸桥")
    close_opportunity(**act, opportunity=first, outcome="WON")
    for user in (company.fang, company.ops):
        text = found(client, user, "岸桥")
        assert text.index("岸桥维保") < text.index("岸桥大修")


def test_a_whole_code_stands_before_many_names_that_begin_with_it_at_better_accounts(
    company: Cast, client: Client
) -> None:
    long_one = "其名甚长且与所查之词毫不相干的一家公司"
    for name, codes in [*((f"plan{number}", ()) for number in range(60)), (long_one, ("plan",))]:
        account = Account.objects.create(name=name, name_key=name, created_at=NOW, owner=company.fang)
        SearchText.objects.create(account=account, text=search_text(name, codes))
    seen.forget()
    for user in (company.fang, company.ops):
        text = found(client, user, "plan")
        assert text.index(long_one) < text.index("plan0")


def test_a_list_that_was_read_anew_leaves_nothing_behind(company: Cast, client: Client) -> None:
    found(client, company.fang, "海港")
    kept = seen.in_force(viewer_of(company.fang, timezone.localdate()))[1]
    assert "search-people" in kept.made
    belonging = kept.made["belonging"] = Belonging()
    known = ref(belonging)
    del kept, belonging
    seen.forget()
    found(client, company.fang, "海港")
    gc.collect()
    assert known() is None
