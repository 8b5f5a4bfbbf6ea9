"""Each act on opportunities: it works and leaves one line, is denied without the right, and refused to strangers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, OBSERVED, TODAY, Cast, People, as_viewer, cast, harbour_people
from tests.web.litany import database_digest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.contacts.kinds import RoleCode
from openkam.records.opportunities.actions import (
    change_opportunity,
    close_opportunity,
    confirm_promise,
    end_deal_role,
    note_deal_role,
    note_deal_view,
    note_opportunity,
    note_promise,
    reopen_opportunity,
    set_tender_owner,
)
from openkam.records.opportunities.models import DealRole, Opportunity, Promise, TenderOwner
from openkam.records.opportunities.seen import mark_of

pytestmark = pytest.mark.django_db

Given = Callable[[Cast, People], dict[str, Any]]
ACTS: dict[str, tuple[Callable[..., Any], Given, bool]] = {
    "note_opportunity": (
        note_opportunity,
        lambda c, p: {"account": c.harbour, "name": "Second crane", "amount_units": 10_000, "currency": "人民币"},
        False,
    ),
    "change_opportunity": (
        change_opportunity,
        lambda c, p: {"opportunity": p.deal, "seen": mark_of(p.deal), "name": "Two quay cranes"},
        False,
    ),
    "close_opportunity": (
        close_opportunity,
        lambda c, p: {"opportunity": p.deal, "outcome": "LOST", "lowest_price_was_ours": True},
        False,
    ),
    "note_deal_role": (
        note_deal_role,
        lambda c, p: {"opportunity": p.deal, "person": p.sun, "role": "TECH_GATE", "position": "deputy commander"},
        False,
    ),
    "end_deal_role": (end_deal_role, lambda c, p: {"opportunity": p.deal, "person": p.wu, "role": "USER"}, False),
    "note_deal_view": (
        note_deal_view,
        lambda c, p: {"opportunity": p.deal, "person": p.sun, "influence": "HIGH", "evidence": "wrote the standard"},
        True,
    ),
    "set_tender_owner": (
        set_tender_owner,
        lambda c, p: {"opportunity": p.deal, "person": p.li, "source": "her mail", "since_date": OBSERVED},
        False,
    ),
    "note_promise": (note_promise, lambda c, p: {"opportunity": p.deal, "person": p.li, "text": "it is ours"}, True),
}


@pytest.fixture
def company() -> Cast:
    """The cast."""
    return cast()


@pytest.fixture
def there(company: Cast) -> People:
    """Those at harbour."""
    return harbour_people(company)


def do(name: str, company: Cast, there: People, login: str = "fang", **more: Any) -> Any:
    """An act as somebody."""
    function, given, _ = ACTS[name]
    return function(viewer=as_viewer(getattr(company, login)), now=NOW, **given(company, there) | more)


@pytest.mark.parametrize("name", ACTS)
def test_the_owner_may_and_leaves_one_line(company: Cast, there: People, name: str) -> None:
    before = database_digest()
    do(name, company, there)
    assert database_digest() != before
    line = AuditLine.objects.get()
    assert (line.action, line.actor) == (name, company.fang.pk)
    assert not any(word in str(line.change) for word in ("wrote the standard", "it is ours", "TECH_GATE", "HIGH"))


@pytest.mark.parametrize("name", ACTS)
def test_nobody_without_the_right_or_the_account_may(company: Cast, there: People, name: str) -> None:
    before = database_digest()
    for login in ("root", "compliance"):
        with pytest.raises(Denied):
            do(name, company, there, login)
    for login in ("mei", "ops") if ACTS[name][2] else ("mei",):
        with pytest.raises(Problem):
            do(name, company, there, login)
    assert database_digest() == before
    assert not AuditLine.objects.exists()


def test_an_amount_has_its_currency_by_code(company: Cast, there: People) -> None:
    assert do("note_opportunity", company, there).currency == "CNY"
    for bad in ({"amount_units": -1}, {"currency": ""}, {"currency": "money"}):
        with pytest.raises(Problem):
            do("note_opportunity", company, there, **bad)
    assert do("note_opportunity", company, there, amount_units=None, currency="CNY").currency == ""


def test_a_closed_opportunity_is_opened_again_first(company: Cast, there: People) -> None:
    fang = as_viewer(company.fang)
    with pytest.raises(Problem):
        reopen_opportunity(viewer=fang, opportunity=there.deal, now=NOW)
    do("close_opportunity", company, there)
    deal = Opportunity.objects.get()
    assert (deal.outcome, deal.closed_date, deal.lowest_price_was_ours) == ("LOST", TODAY, True)
    with pytest.raises(Problem):
        do("close_opportunity", company, there)
    reopen_opportunity(viewer=fang, opportunity=there.deal, now=NOW)
    assert Opportunity.objects.get().closed_date is None
    for bad in ({"outcome": "OPEN"}, {"closed_date": date(2020, 1, 1)}, {"closed_date": TODAY + timedelta(days=1)}):
        with pytest.raises(Problem):
            do("close_opportunity", company, there, **bad)


def test_two_may_share_a_post_of_the_project(company: Cast, there: People) -> None:
    """Source: R194."""
    do("note_deal_role", company, there)
    do("note_deal_role", company, there, person=there.li, role=RoleCode.BUYER)
    shared = DealRole.objects.filter(position="deputy commander").values_list("person__name", flat=True)
    assert set(shared) == {"孙立", "李梅"}
    assert DealRole.objects.filter(person=there.li).count() == 1, "the role he had gets its post"


def test_who_runs_the_purchase_is_a_person_or_a_department(company: Cast, there: People) -> None:
    do("set_tender_owner", company, there)
    do("set_tender_owner", company, there, person=None, department="Tender office", since_date=TODAY)
    assert TenderOwner.objects.order_by("since_date").last() == TenderOwner.objects.get(department="Tender office")
    with pytest.raises(Problem):
        do("set_tender_owner", company, there, person=None)


def test_a_view_says_something(company: Cast, there: People) -> None:
    with pytest.raises(Problem):
        do("note_deal_view", company, there, influence="")


def test_another_confirms_a_promise(company: Cast, there: People) -> None:
    promise = do("note_promise", company, there)
    fang = as_viewer(company.fang)
    for viewer, person in (
        (fang, there.li),
        (as_viewer(company.ops), there.zhou),
        (as_viewer(company.mei), there.zhou),
    ):
        with pytest.raises(Problem):
            confirm_promise(viewer=viewer, promise=promise, person=person, now=NOW)
    confirm_promise(viewer=fang, promise=promise, person=there.zhou, now=NOW)
    assert Promise.objects.get().confirmed_by == there.zhou
    with pytest.raises(Problem):
        confirm_promise(viewer=fang, promise=promise, person=there.zhou, now=NOW)
