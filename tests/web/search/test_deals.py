"""Opportunities and reviews of lost deals are found, by whoever may open them."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.cast import JOINED, NOW, TODAY, Cast, as_viewer, cast

from openkam.records.accounts.models import Account
from openkam.records.needs.actions import review_loss
from openkam.records.needs.models import ReviewText
from openkam.records.opportunities.actions import (
    change_opportunity,
    close_opportunity,
    note_opportunity,
    reopen_opportunity,
)
from openkam.records.opportunities.models import DealText, Opportunity
from openkam.records.opportunities.search import write_deal_texts
from openkam.records.opportunities.seen import mark_of
from openkam.web.search import ranking, there

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The company of the tests, graded."""
    return cast(graded=True)


def found(client: Client, user: Any, words: str, *, in_palette: bool = True) -> str:
    """The answer's text."""
    client.force_login(user)
    headers = {"HX-Request": "true"} if in_palette else {}
    return client.get("/search/", {"q": words}, headers=headers).content.decode()


def noted(company: Cast, name: str = "岸桥升级改造", **rest: Any) -> Opportunity:
    """An opportunity at harbour."""
    return note_opportunity(viewer=as_viewer(company.fang), account=company.harbour, name=name, now=NOW, **rest)


def reviewed(company: Cast, lesson: str = "要更早拜访总工程师，先进入技术标准") -> Opportunity:
    """One that was lost, with what we learned."""
    deal, act = noted(company), {"viewer": as_viewer(company.fang), "now": NOW}
    close_opportunity(**act, opportunity=deal, outcome="LOST")
    review_loss(**act, opportunity=deal, causes=["SINGLE_CONTACT"], lesson=lesson)
    return deal


def many(account: Account, count: int, name: str = "年度框架", **rest: Any) -> None:
    """So many opportunities of one name."""
    rows = [Opportunity(account=account, name=name, opened_date=JOINED, created_at=NOW, **rest) for _ in range(count)]
    Opportunity.objects.bulk_create(rows)
    write_deal_texts(rows)


@pytest.mark.parametrize("words", ["岸桥", "升级", "aqsjgz", "anqiao", "起重设备", "qzsb"])
def test_an_opportunity_is_found_by_any_part_of_its_name_or_category(company: Cast, client: Client, words: str) -> None:
    deal = noted(company, category="起重设备")
    for in_palette in (True, False):
        text = found(client, company.fang, words, in_palette=in_palette)
        assert f'href="/opportunities/{deal.pk}/"' in text
        assert "海港机械有限公司" in text
    assert found(client, company.mei, words) == found(client, company.mei, "zzzz").replace("zzzz", words)


@pytest.mark.parametrize("count", [1, 70])
def test_a_company_form_in_the_query_leaves_the_name_to_be_found(company: Cast, client: Client, count: int) -> None:
    many(company.harbour, count, "Crane")
    many(company.harbour, count, "Crane Ltd 2026")
    text = found(client, company.fang, "Crane Ltd")
    assert "Crane</" in text
    assert count > 1 or "Crane Ltd 2026</" in text


def test_after_a_change_the_new_name_is_found_and_the_old_one_no_more(company: Cast, client: Client) -> None:
    deal = noted(company)
    change_opportunity(viewer=as_viewer(company.fang), opportunity=deal, seen=mark_of(deal), name="堆取料机", now=NOW)
    assert "堆取料机" in found(client, company.fang, "取料")
    assert "堆取料机" not in found(client, company.fang, "岸桥")


def test_open_ones_come_first_and_closed_ones_say_how_they_ended(company: Cast, client: Client) -> None:
    close_opportunity(viewer=as_viewer(company.fang), opportunity=noted(company, "岸桥甲"), outcome="WON", now=NOW)
    noted(company, "岸桥乙")
    text = found(client, company.fang, "岸桥")
    assert text.index("岸桥乙") < text.index("岸桥甲") < text.index("Won")


def test_a_review_is_found_by_its_lesson_with_the_words_around_the_hit(company: Cast, client: Client) -> None:
    deal = reviewed(company)
    place = f'href="/accounts/{company.harbour.pk}/log/deals/{deal.pk}/review/"'
    for in_palette in (True, False):
        text = found(client, company.fang, "技术标准", in_palette=in_palette)
        assert place in text
        assert "先进入技术标准" in text
    assert place not in found(client, company.fang, "准技术")
    for stranger in (company.mei, company.cfo, company.compliance):
        assert "总工程师，" not in found(client, stranger, "技术标准"), "who cannot open the review does not find it"
    assert "岸桥" in found(client, company.cfo, "岸桥")


def test_of_a_deal_the_latest_review_is_found_and_none_once_it_was_opened_again(company: Cast, client: Client) -> None:
    deal, act = reviewed(company, "先报价是错的"), {"viewer": as_viewer(company.fang), "now": NOW}
    review_loss(**act, opportunity=deal, causes=["SINGLE_CONTACT"], lesson="再次复盘：先报价太早")
    text = found(client, company.fang, "先报价")
    assert "再次复盘" in text
    assert text.count("/review/") == 1
    reopen_opportunity(**act, opportunity=deal)
    assert "/review/" not in found(client, company.fang, "先报价")


@pytest.mark.parametrize("fetched", [60, 1])
def test_the_middle_of_a_word_is_not_found_however_many_reviews_hold_it(
    company: Cast, client: Client, fetched: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "REVIEWS_FETCHED", fetched)
    reviewed(company, "the minicrane came late")
    reviewed(company, "the crane came late")
    text = found(client, company.fang, "crane")
    assert text.count("/review/") == 1
    assert "minicrane" not in text


@pytest.mark.parametrize("few", [500, 0])
def test_hidden_ones_of_the_same_name_change_nothing(
    company: Cast, client: Client, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two worlds: more hidden opportunities and reviews than are fetched."""
    monkeypatch.setattr(there, "FEW", few)
    monkeypatch.setattr(ranking, "REVIEWS_FETCHED", 1)
    many(company.harbour, 2)
    reviewed(company)
    words = ("年度框架", "框架", "ndkj", "技术标准")
    before = [found(client, company.fang, one) for one in words]
    assert all("/opportunities/" in text for text in before[:3])
    assert "/review/" in before[3]
    many(company.steelworks, ranking.DEAL_KIND.fetched + 5)
    hidden = Opportunity.objects.create(
        account=company.steelworks, name="X", opened_date=JOINED, created_at=NOW, outcome="LOST", closed_date=TODAY
    )
    review_loss(
        viewer=as_viewer(company.ops), opportunity=hidden, causes=["SINGLE_CONTACT"], lesson="技术标准", now=NOW
    )
    assert [found(client, company.fang, one) for one in words] == before


def test_whoever_sees_few_accounts_finds_his_closed_ones_among_any_number(company: Cast, client: Client) -> None:
    many(company.steelworks, ranking.DEAL_KIND.fetched + 5)
    many(company.harbour, 1, "年度框架海港", outcome="WON", closed_date=TODAY)
    assert "年度框架海港" in found(client, company.fang, "框架")


def test_the_number_of_queries_does_not_grow(company: Cast, client: Client, django_assert_max_num_queries: Any) -> None:
    many(company.harbour, 1)
    found(client, company.ops, "x")  # what is kept in memory is kept
    counts = []
    for count in (1, 40):
        many(company.harbour, count)
        with django_assert_max_num_queries(16) as asked:
            client.get("/search/", {"q": "框架"}, headers={"HX-Request": "true"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_was_written_before_there_was_a_search_is_found_after_the_migration(company: Cast, client: Client) -> None:
    reviewed(company)
    DealText.objects.all().delete()
    ReviewText.objects.all().delete()
    assert "/opportunities/" not in found(client, company.fang, "岸桥")
    for room, name in (("opportunities", "0003_earlier_ones_are_found"), ("needs", "0003_earlier_reviews_are_found")):
        import_module(f"openkam.records.{room}.migrations.{name}").write_pieces(apps, None)
    assert "/opportunities/" in found(client, company.fang, "岸桥")
    assert "/review/" in found(client, company.fang, "技术标准")
