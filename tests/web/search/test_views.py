"""One box finds accounts, people and screens, as far as the viewer may know of them."""

from typing import Any

import pytest
from django.test import Client
from tests.cast import NOW, Cast, as_viewer, cast
from tests.web.litany import check_litany

from openkam.records.accounts.models import Account, SearchText, TierOverride
from openkam.records.accounts.search import search_text
from openkam.records.activities.models import Activity
from openkam.records.activities.search import write_note_texts
from openkam.records.contacts.actions.people import change_person, note_person
from openkam.records.contacts.details import PersonDetails, PostDetails
from openkam.records.contacts.models import Employment, Person
from openkam.records.contacts.search import write_person_texts
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
    answer = client.get("/search/", {"q": words}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_signed_in_may_search(company: Cast, client: Client) -> None:
    check_litany(client, "/search/?q=x", works_for=company.root, wrong_verb="POST")


@pytest.mark.parametrize("words", ["海港", "hgjx", "haigang", "c-001", "001", "机械"])
def test_an_account_is_found_with_its_tier_and_owner(company: Cast, client: Client, words: str) -> None:
    text = found(client, company.fang, words)
    assert "海港机械有限公司" in text
    assert f'href="/accounts/{company.harbour.pk}/"' in text
    assert "方芳" in text
    assert 'class="tier t0"' in text
    assert text.count('role="option"') == 1


def test_what_is_hidden_leaves_no_trace(company: Cast, client: Client) -> None:
    assert found(client, company.fang, "钢城") == found(client, company.fang, "没有").replace("没有", "钢城")
    assert "钢城" in found(client, company.mei, "钢城钢铁")
    assert "海港" not in found(client, company.root, "机械").replace("“机械”", "")


def test_better_tiers_come_first_among_equal_matches(company: Cast, client: Client) -> None:
    for account, name in (
        (company.steelworks, "宝山甲"),
        (company.northwind, "宝山乙乙"),
        (company.harbour, "上海宝山"),
    ):
        Account.objects.filter(pk=account.pk).update(name=name)
        SearchText.objects.filter(account=account).update(text=search_text(name))
    text = found(client, company.ops, "宝山")
    places = [text.index(name) for name in ("宝山乙乙", "宝山甲", "上海宝山")]
    assert places == sorted(places)


def test_a_standing_override_is_what_the_chip_shows(company: Cast, client: Client) -> None:
    TierOverride.objects.create(
        account=company.harbour,
        tier="GENERAL",
        reason="x",
        decided_by=company.wei,
        decided_at=NOW,
        since_date="2020-01-01",
        expires_date="2099-01-01",
    )
    text = found(client, company.fang, "海港")
    assert 'class="tier t0"' not in text


@pytest.mark.parametrize("words", ["harb", "Harbour", "宝", "0", "钢", "k", "公司", "nothing at all"])
def test_who_sees_many_accounts_finds_what_who_sees_few_does(
    company: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    fill(60)
    people = (company.fang, company.lin, company.wei, company.ops)
    among_few = [found(client, user, words) for user in people]
    monkeypatch.setattr(there, "FEW", 0)
    for looked_through in (1, 7, 30, 1000):
        monkeypatch.setattr(there, "LOOKED_THROUGH", looked_through)
        assert [found(client, user, words) for user in people] == among_few
    monkeypatch.setattr(ranking, "FETCHED", 1)
    assert [found(client, user, words) for user in people] == among_few


def test_people_lead_to_their_accounts_or_to_their_page(company: Cast, client: Client) -> None:
    assert f'href="/accounts/?owner={company.bo.pk}"' in found(client, company.fang, "薄远")
    assert f'href="/users/{company.bo.pk}/"' in found(client, company.root, "bo")
    assert "薄远" not in found(client, company.fang, "bo")  # logins are for those who manage users


def test_screens_are_found_in_both_languages_and_by_initials(company: Cast, client: Client) -> None:
    for words in ("accou", "客户", "kh", "kehu"):
        assert 'href="/accounts/"' in found(client, company.fang, words)
    assert 'href="/users/"' not in found(client, company.fang, "users")
    assert 'href="/users/"' in found(client, company.root, "yonghu")
    assert 'href="/accounts/"' in found(client, company.fang, "")


def test_nothing_found_says_what_to_try_and_echoes_safely(company: Cast, client: Client) -> None:
    text = found(client, company.fang, "<script>'\" OR *")
    assert "<script>" not in text
    assert "Nothing found" in text
    assert found(client, company.fang, "\x00 NEAR(  ( ^")


def test_the_page_without_the_palette_shows_the_same(company: Cast, client: Client) -> None:
    text = found(client, company.fang, "海港", in_palette=False)
    assert text.lstrip().startswith("<!doctype html>")
    assert f'href="/accounts/{company.harbour.pk}/"' in text


def test_more_than_fit_lead_to_the_list(company: Cast, client: Client) -> None:
    fill(9)
    text = found(client, company.ops, "批量")
    assert text.count('role="option"') == 9
    assert 'href="/accounts/?q=%E6%89%B9%E9%87%8F"' in text


def test_the_number_of_queries_does_not_grow(company: Cast, client: Client, django_assert_max_num_queries: Any) -> None:
    fill(3)
    found(client, company.ops, "x")  # what is kept in memory is kept
    counts = []
    for count in (0, 40):
        fill(count)
        with django_assert_max_num_queries(15) as asked:
            client.get("/search/", {"q": "批量"}, headers={"HX-Request": "true"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def fill(count: int) -> None:
    """So many accounts of one kind of name."""
    for number in range(count):
        name = f"批量{number}"
        account = Account.objects.create(name=name, name_key=name, created_at=NOW)
        SearchText.objects.create(account=account, text=search_text(name))


def test_people_at_customers_are_found_by_whoever_sees_their_account(company: Cast, client: Client) -> None:
    wang = person_at(company.harbour, "王伟明", phone="13912344711", email="wwm@harbour.example", aliases="William")
    for words in ("伟明", "wangwm"[:4], "wwm", "william", "4711", "wwm@harbour.example"):
        for user in (company.fang, company.wei, company.ops):
            text = found(client, user, words)
            assert "王伟明" in text, (words, user)
            assert "海港机械有限公司" in text
        hidden = found(client, company.mei, words)
        assert hidden == found(client, company.mei, "zzzz").replace("zzzz", words), words
    wang.erased_at = NOW
    wang.save()
    assert "王伟明" not in found(client, company.ops, "伟明")


def test_a_person_noted_or_renamed_a_moment_ago_is_found_by_any_part_of_his_name(
    company: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(there, "FEW", 0)
    monkeypatch.setattr(
        ranking, "PEOPLE_KIND", ranking.PEOPLE_KIND._replace(spare=0)
    )  # what stands in memory is enough
    assert "王伟明" not in found(client, company.fang, "伟明")
    wang = note_person(
        viewer=as_viewer(company.fang),
        account=company.harbour,
        details=PersonDetails("王伟明", purpose="selling", source="met"),
        post=PostDetails(),
        now=NOW,
    )
    assert "王伟明" in found(client, company.fang, "伟明")
    change_person(
        viewer=as_viewer(company.fang),
        account=company.harbour,
        person=wang,
        details=PersonDetails("王卫民", purpose="selling", source="met"),
        now=NOW,
    )
    assert "王卫民" in found(client, company.fang, "卫民")


def test_entries_are_found_by_what_was_said_and_never_by_our_view(company: Cast, client: Client) -> None:
    entry = Activity.objects.create(
        account=company.harbour,
        kind="VISIT",
        happened_date="2026-05-01",
        subject="拜访采购部",
        said="对方希望缩短交货期",
        our_view="此人摇摆不定",
        noted_at=NOW,
    )
    write_note_texts([entry])
    assert "拜访采购部" in found(client, company.fang, "交货期")
    assert "拜访采购部" not in found(client, company.fang, "摇摆不定")
    assert "拜访采购部" not in found(client, company.mei, "交货期")
    entry.removed_at = NOW
    entry.save()
    assert "拜访采购部" not in found(client, company.fang, "交货期")


def test_what_is_hidden_changes_nothing_that_is_found(company: Cast, client: Client) -> None:
    """Two worlds: hidden people and entries, more than are fetched, leave every answer as it was."""
    person_at(company.harbour, "王小明")
    queries = ("王", "wang", "王小明", "139", "交货")
    before = [found(client, company.fang, words) for words in queries]
    for number in range(160):
        person_at(company.steelworks, f"王{chr(0x4E00 + number)}", phone=f"1390000{number:04d}")
    note = Activity.objects.create(
        account=company.steelworks, kind="VISIT", happened_date="2026-05-01", subject="交货", noted_at=NOW
    )
    write_note_texts([note])
    assert [found(client, company.fang, words) for words in queries] == before


def person_at(account: Account, name: str, phone: str = "", email: str = "", aliases: str = "") -> Person:
    """Somebody who works there."""
    fields: dict[str, Any] = {"purpose": "x", "source": "x", "noticed_date": NOW.date(), "created_at": NOW}
    made = Person.objects.create(name=name, name_key=name, phone=phone, phone_key=phone, email=email, **fields)
    if aliases:
        made.aliases = aliases
        made.save()
    Employment.objects.create(person=made, account=account, noted_at=NOW)
    write_person_texts([made])
    return made
