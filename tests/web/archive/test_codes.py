"""Codes of public lists on the page of identity: found while typed, told with their version and what became of them."""

import pytest
from django.test import Client

from openkam.records.accounts.models import Account
from openkam.records.archive.models import Classification
from openkam.records.users.models import User
from tests.cast import NOW, Cast
from tests.web.litany import check_litany


@pytest.fixture
def signed_in(client: Client, company: Cast) -> Client:
    """Harbour's owner."""
    client.force_login(company.fang)
    return client


def place(account: Account, part: str = "") -> str:
    """An address of the page."""
    return f"/accounts/{account.pk}/archive/identity/{part}"


def seen(client: Client, address: str, language: str = "en") -> str:
    """A page as text."""
    User.objects.update(language=language)
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def code(account: Account, subject: str, version: str, value: str) -> None:
    """A code a person gave."""
    Classification.objects.create(account=account, subject=subject, version=version, code=value, noted_at=NOW)


def test_the_codes_offered_owe_the_litany(client: Client, company: Cast) -> None:
    address = place(company.harbour, "codes/?subject=REGION&words=ks")
    check_litany(client, address, works_for=company.fang, stranger=company.mei, no_right=company.root)


def test_codes_are_offered_while_one_types_and_the_picked_one_is_kept(signed_in: Client, company: Cast) -> None:
    offered = seen(
        signed_in, place(company.harbour, "codes/?subject=REGION&words=%E8%8B%8F%E5%B7%9E+%E6%98%86%E5%B1%B1")
    )
    assert 'value="320583" checked' in offered
    assert "Jiangsu" in offered
    assert '<span lang="zh-Hans">昆山市</span>' in offered
    given = {"subject": "REGION", "words": "昆山 或别的", "picked": "320583", "version": "GB/T 2260 (2026)"}
    assert signed_in.post(place(company.harbour, "lists/"), given).status_code == 302
    assert Classification.objects.get().code == "320583"
    assert "昆山市" in seen(signed_in, place(company.harbour))


def test_at_most_a_dozen_codes_are_offered_and_none_for_nothing(signed_in: Client, company: Cast) -> None:
    many = seen(signed_in, place(company.harbour, "codes/?subject=INDUSTRY&words=zz"))
    assert many.count('name="picked"') == 12
    assert "Type more" in many
    assert 'name="picked"' not in seen(signed_in, place(company.harbour, "codes/?subject=INDUSTRY&words="))
    assert "No code fits" in seen(signed_in, place(company.harbour, "codes/?subject=REGION&words=xyzxyz"))
    old = "codes/?subject=REGION&version=GB/T+2260+(2018)&words=371202"
    assert "莱城区" in seen(signed_in, place(company.harbour, old))
    assert "No code fits" in seen(signed_in, place(company.harbour, "codes/?subject=REGION&words=3799&version=?"))


def test_a_code_of_an_older_version_says_what_became_of_it(signed_in: Client, company: Cast) -> None:
    code(company.harbour, "REGION", "GB/T 2260 (2018)", "371202")
    code(company.harbour, "INDUSTRY", "GB/T 4754-2011", "C3130")
    told = seen(signed_in, place(company.harbour))
    assert "GB/T 2260 (2018)" in told
    assert "GB/T 2260 (2026) has no such code any more." in told
    assert '<span class="code">370116</span> <span lang="zh-Hans">莱芜区</span>' in told
    assert 'In GB/T 4754-2017 this code stands for <span lang="zh-Hans">钢压延加工</span>' in told
    assert "C3391" in told
    chinese = seen(signed_in, place(company.harbour), "zh")
    assert "GB/T 2260 (2026)中已无此代码。" in chinese


def test_a_code_the_list_lost_is_shown_as_it_is(signed_in: Client, company: Cast) -> None:
    code(company.harbour, "REGION", "GB/T 2260 (2026)", "133100")
    told = seen(signed_in, place(company.harbour))
    assert "133100" in told
    assert "is no code of this list" in told
    assert "130600" in told


def test_in_english_a_chinese_name_is_marked_and_the_title_takes_the_level_that_has_one(
    signed_in: Client, company: Cast
) -> None:
    code(company.harbour, "INDUSTRY", "GB/T 4754-2017", "C3421")
    told = seen(signed_in, place(company.harbour))
    assert '<span class="code">C3421</span> <span lang="zh-Hans">金属切削机床制造</span>' in told
    title = told.partition("<h1>")[2].partition("</h1>")[0]
    assert "机床" not in title
    assert (
        "金属切削机床制造" in seen(signed_in, place(company.harbour), "zh").partition("<h1>")[2].partition("</h1>")[0]
    )
