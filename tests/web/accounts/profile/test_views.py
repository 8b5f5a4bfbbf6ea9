"""The page of one account, and every act on it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import NOW, Cast
from tests.web.litany import check_litany

from openkam.insight.grading.models import Grade, Run
from openkam.ledger.tables import open_ledger
from openkam.records.accounts.models import Account, AccountCode, Rating, Share, TeamMember, TierOverride
from openkam.web.accounts.profile import products

TODAY = timezone.localdate()
SOON = (TODAY + timedelta(days=90)).isoformat()


def page(client: Client, user: Any, account: Account) -> str:
    client.force_login(user)
    answer = client.get(f"/accounts/{account.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("rest", ["", "products/"])
def test_the_litany_of_reading(client: Client, company: Cast, rest: str) -> None:
    address = f"/accounts/{company.harbour.pk}/{rest}"
    check_litany(client, address, works_for=company.fang, stranger=company.mei, no_right=company.root)


def test_a_mix_of_a_newer_ledger_than_the_grades_says_so(
    client: Client, company: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(company.fang)
    address = f"/accounts/{company.harbour.pk}/products/"
    assert "an older one until" not in client.get(address).content.decode()
    monkeypatch.setattr(products, "open_ledger", lambda folder: replace(open_ledger(folder), version=2))
    assert "an older one until" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("rest", "data"),
    [
        ("override/", {"tier": "SMALL", "reason": "They build a plant here.", "expires": SOON}),
        ("name/", {"name": "Harbour"}),
    ],
)
def test_the_litany_of_a_manager(client: Client, company: Cast, rest: str, data: dict[str, Any]) -> None:
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/{rest}",
        works_for=company.wei,
        stranger=company.tang,
        no_right=company.fang,
        method="POST",
        data=data,
        wrong_verb="GET",
    )


def test_the_litany_of_rating(client: Client, company: Cast) -> None:
    data = {"measure": "potential", "value": "7.5", "evidence": "New plant next year.", "rated": TODAY.isoformat()}
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/ratings/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.cfo,
        method="POST",
        data=data,
        wrong_verb="GET",
    )
    assert Rating.objects.get().value == Decimal("7.5")
    assert "New plant next year." in page(client, company.fang, company.harbour)


def test_the_litany_of_sharing(client: Client, company: Cast) -> None:
    data = {"user": company.mei.pk, "reason": "Same group", "expires": SOON}
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/shares/",
        works_for=company.fang,
        stranger=company.mei,
        no_right=company.root,
        method="POST",
        data=data,
        wrong_verb="GET",
    )
    share = Share.objects.get()
    assert company.harbour.name in page(client, company.mei, company.harbour)
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/shares/{share.pk}/end/",
        works_for=company.fang,
        stranger=company.tang,
        no_right=company.root,
        method="POST",
        wrong_verb="GET",
    )
    assert client.get(f"/accounts/{company.harbour.pk}/").status_code == 200
    client.force_login(company.mei)
    assert client.get(f"/accounts/{company.harbour.pk}/").status_code == 404


def test_the_litany_of_leaving_a_team(client: Client, company: Cast) -> None:
    member = TeamMember.objects.create(account=company.harbour, user=company.bo, since_date=NOW.date())
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/team/{member.pk}/end/",
        works_for=company.wei,
        stranger=company.tang,
        no_right=company.fang,
        method="POST",
        wrong_verb="GET",
    )
    member.refresh_from_db()
    assert member.until_date is not None


def test_the_litany_of_withdrawing(client: Client, company: Cast) -> None:
    _override(company)
    check_litany(
        client,
        f"/accounts/{company.harbour.pk}/override/withdrawal/",
        works_for=company.wei,
        stranger=company.tang,
        no_right=company.fang,
        method="POST",
        wrong_verb="GET",
    )
    assert TierOverride.objects.get().withdrawn_at is not None


def test_the_tier_the_scheme_gives_is_no_override(client: Client, company: Cast) -> None:
    graded = Grade.objects.get(account=company.harbour).tier
    assert f'<option value="{graded}"' not in page(client, company.wei, company.harbour)
    data = {"tier": graded, "reason": "They build a plant here.", "expires": SOON}
    answer = client.post(f"/accounts/{company.harbour.pk}/override/", data)
    assert answer.status_code == 422
    assert "The scheme gives this tier already." in answer.content.decode()
    assert not TierOverride.objects.exists()


def test_the_head_tells_profit_wallet_and_years(client: Client, company: Cast) -> None:
    shown = page(client, company.fang, company.harbour)
    for words in ("Gross profit, 12 months", "300k", "Share of wallet", "How much does it spend", "Years with us"):
        assert words in shown


def test_nothing_of_prices_is_on_the_page_of_who_may_not_read_them(client: Client, company: Cast) -> None:
    shown = page(client, company.mei, company.steelworks)
    for words in ("rofit", "argin", "45k", "Future value", "Money at risk", ">Score<"):
        assert words not in shown
    assert "General" in shown


def test_an_override_is_told_with_author_reason_and_end(client: Client, company: Cast) -> None:
    _override(company)
    shown = page(client, company.fang, company.harbour)
    assert company.wei.name in shown
    assert "They stop in spring." in shown
    assert "The scheme says: Key account." in shown


def test_an_override_that_ran_out_is_told_and_holds_no_more(client: Client, company: Cast) -> None:
    _override(company, days=-1)
    shown = page(client, company.fang, company.harbour)
    assert "ran out" in shown


def test_what_was_refused_is_told_with_what_was_typed(client: Client, company: Cast) -> None:
    client.force_login(company.fang)
    data = {"measure": "potential", "value": "70", "evidence": "A new plant.", "rated": TODAY.isoformat()}
    answer = client.post(f"/accounts/{company.harbour.pk}/ratings/", data)
    assert answer.status_code == 422
    assert "A rating lies between 0 and 10" in answer.content.decode()
    assert "A new plant." in answer.content.decode()
    for wrong in ({"value": "x"}, {"rated": "yesterday"}):
        assert client.post(f"/accounts/{company.harbour.pk}/ratings/", data | wrong).status_code == 422
    assert not Rating.objects.exists()


def test_a_group_shows_only_what_the_viewer_sees(client: Client, company: Cast) -> None:
    Account.objects.filter(pk=company.harbour.pk).update(parent=company.steelworks)
    assert company.steelworks.name not in page(client, company.fang, company.harbour)
    assert company.harbour.name not in page(client, company.mei, company.steelworks)
    assert company.steelworks.name in page(client, company.ops, company.harbour)


def test_a_reader_is_offered_no_act(client: Client, company: Cast) -> None:
    shown = page(client, company.cfo, company.harbour)
    assert '<form method="post" action="/accounts/' not in shown


def test_an_account_without_a_grade_says_so(client: Client, company: Cast) -> None:
    new = Account.objects.create(name="New one", name_key="new one", created_at=NOW, owner=company.fang)
    assert "Not graded yet" in page(client, company.fang, new)


def test_peers_are_at_least_five(client: Client, company: Cast) -> None:
    assert "Beside its peers" not in page(client, company.ops, company.harbour)


def test_codes_merged_since_the_grading_are_told_until_the_next_one(client: Client, company: Cast) -> None:
    words, link = "that is not in its grade yet", "Grade again"
    assert words not in page(client, company.ops, company.harbour)
    AccountCode.objects.create(account=company.harbour, code="C-077", is_main=False, source="erp", added_at=NOW)
    shown = page(client, company.ops, company.harbour)
    assert words in shown
    assert link in shown
    assert link not in page(client, company.fang, company.harbour)
    assert words not in page(client, company.ops, company.northwind)
    Run.objects.update(merged={"C-077": "C-001"})
    assert words not in page(client, company.ops, company.harbour)


def test_the_margin_says_its_period(client: Client, company: Cast) -> None:
    assert "Margin, whole period" in page(client, company.fang, company.harbour)


def test_queries_do_not_grow(client: Client, company: Cast) -> None:
    _more(company, 0)
    few = _queries(client, company)
    for number in range(1, 20):
        _more(company, number)
    assert _queries(client, company) == few <= 22


def _more(company: Cast, number: int) -> None:
    Rating.objects.create(
        account=company.harbour,
        measure="potential",
        value=5,
        evidence=str(number),
        rated_date=NOW.date(),
        rated_by=company.fang,
        rated_at=NOW,
    )
    TeamMember.objects.create(account=company.harbour, user=company.bo, since_date=NOW.date())
    Account.objects.create(name=f"Sub {number}", name_key=str(number), created_at=NOW, parent=company.harbour)


def _queries(client: Client, company: Cast) -> int:
    client.force_login(company.ops)
    client.get(f"/accounts/{company.harbour.pk}/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/accounts/{company.harbour.pk}/").status_code == 200
    return len(captured)


def _override(company: Cast, *, days: int = 30) -> None:
    TierOverride.objects.create(
        account=company.harbour,
        tier="IMPORTANT",
        reason="They stop in spring.",
        decided_by=company.wei,
        decided_at=NOW,
        since_date=TODAY - timedelta(days=60),
        expires_date=TODAY + timedelta(days=days),
    )
