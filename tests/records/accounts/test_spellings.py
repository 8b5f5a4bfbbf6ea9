"""The same customer under several spellings."""

import pytest

from openkam.records.accounts.naming import name_key
from openkam.records.accounts.spellings import same_customers


@pytest.mark.parametrize(
    "names",
    [
        ["Harbour Steel Co., Ltd.", "HARBOUR STEEL", "ｈａｒｂｏｕｒ　ｓｔｅｅｌ Inc"],
        ["宝山钢铁股份有限公司", "宝山钢铁（集团）有限公司", "宝山 钢铁（中国）有限责任公司"],
        ["Acme Corporation", "ACME Corp.", "Ácme L.L.C."],
        ["Quarry Stone GmbH & Co. KG", "Quarry Stone AG"],
        ["GTX Pro", "GTXPro Pty Ltd"],
        ["S.A. Dupont et Cie", "Dupont et Cie SA"],
    ],
)
def test_legal_form_case_width_and_marks_do_not_make_another_customer(names: list[str]) -> None:
    [group] = same_customers(names)
    assert group.accounts == tuple(range(len(names)))
    assert group.exact


def test_a_slip_of_the_pen_is_near_and_says_so() -> None:
    [group] = same_customers(["Harbour Steel Ltd", "Harbor Steel", "Quarry"])
    assert group.accounts == (0, 1)
    assert not group.exact
    assert 0.9 <= group.similarity < 1


@pytest.mark.parametrize(
    "names",
    [
        ["Store 12", "Store 13"],
        ["上海第一机床厂有限公司", "上海第二机床厂有限公司"],
        ["中国石化", "中国石油"],
        ["Customer AB", "Customer AC"],
        ["Alfreds Futterkiste", "Antonio Moreno"],
        ["", ""],
    ],
)
def test_other_digits_or_another_word_make_another_customer(names: list[str]) -> None:
    assert same_customers(names) == []


def test_a_name_that_is_nothing_but_legal_form_keeps_it() -> None:
    assert name_key("The Company Ltd") == "thecompanyltd"
