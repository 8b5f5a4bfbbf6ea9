"""What an account is known by is chosen: code, tax number, name, or name and region."""

import pytest

from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account, TaxNumber
from tests.cast import NOW, Cast
from tests.intake.contacts.importing import Begin, choose, codes, publish

pytestmark = pytest.mark.django_db
NUMBER = "91310115607378265U"


def test_each_key_finds_the_account_in_its_own_way(company: Cast, folder: DataFolder, begin: Begin) -> None:
    TaxNumber.objects.create(account=company.northwind, kind="cn.uscc", number=NUMBER, source="x", noted_at=NOW)
    text = f"客户编码,客户名称,统一社会信用代码,行业\nC-001,,{NUMBER},新行业\n"
    batch = begin(company.ops, text)
    for key, found in (("any", "harbour"), ("code", "harbour"), ("tax_number", "northwind")):
        assert choose(company.ops, folder, batch, account=key).counts == {"accounts": {"UPDATED": 1}}, key
        batch.refresh_from_db()
        assert found
    publish(company.ops, folder, batch)
    company.northwind.refresh_from_db()
    assert company.northwind.industry == "新行业"


def test_a_blank_key_is_told_and_makes_nothing(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = begin(company.ops, "客户编码,客户名称\n,新客户甲\nN-2,新客户乙\n")
    batch = choose(company.ops, folder, batch, account="code")
    assert codes(folder, batch) == [(2, "account_code", "no_key")]
    assert batch.counts == {"accounts": {"CREATED": 1, "REJECTED": 1}}


def test_name_and_region_tell_two_of_one_name_apart(company: Cast, folder: DataFolder, begin: Begin) -> None:
    north = Account.objects.create(
        name="海港机械有限公司", name_key=company.harbour.name_key, region="North", created_at=NOW
    )
    head = "客户名称,区域,姓名\n"
    batch = begin(
        company.ops, f"{head}海港机械有限公司,North,甲一\n海港机械有限公司,,乙二\n海港机械有限公司,South,丙三\n"
    )
    assert [code for _, _, code in codes(folder, batch)] == ["two_accounts"] * 3
    batch = choose(company.ops, folder, batch, account="name_region")
    assert [(row, code) for row, _, code in codes(folder, batch)] == [(3, "two_accounts"), (4, "unknown_account")]
    publish(company.ops, folder, batch)
    assert north.employments.get().person.name == "甲一"


def test_a_code_that_is_taken_is_not_given_to_another(company: Cast, folder: DataFolder, begin: Begin) -> None:
    batch = choose(company.ops, folder, begin(company.ops, "客户编码,客户名称\nC-001,全新客户公司\n"), account="name")
    assert codes(folder, batch) == [(2, "account_code", "two_accounts")]


def test_a_key_nobody_offered_is_refused(company: Cast, folder: DataFolder, begin: Begin) -> None:
    with pytest.raises(Problem):
        choose(company.ops, folder, begin(company.ops, "客户编码,客户名称\nC-001,\n"), account="moon")
