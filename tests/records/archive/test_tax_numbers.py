"""Tax numbers: the Chinese code by the rule of its standard, the others by the optional part, and honest without it."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.core.problem import Problem
from openkam.records.archive.credit_code import ALPHABET, check_sign, fault_of
from openkam.records.archive.tax_numbers import OWN, REGISTERS, checked, doubt_of

COMPANIES = {
    "华为技术有限公司": "914403001922038216",
    "比亚迪股份有限公司": "91440300192317458F",
    "珠海格力电器股份有限公司": "91440400192548256N",
    "美的集团股份有限公司": "91440606722473344C",
    "中兴通讯股份有限公司": "9144030027939873X7",
    "小米科技有限责任公司": "91110108551385082Q",
    "招商银行股份有限公司": "9144030010001686XA",
    "中国工商银行股份有限公司": "91100000100003962T",
    "中国建设银行股份有限公司": "911100001000044477",
    "中国石油天然气股份有限公司": "91110000710925462X",
    "中国石油化工股份有限公司": "91110000710926094P",
    "中国人寿保险股份有限公司": "9110000071092841XX",
}
FIRST_SEVENTEEN = st.builds(
    "".join,
    st.tuples(
        st.text(ALPHABET, min_size=2, max_size=2),
        st.text("0123456789", min_size=6, max_size=6),
        st.text(ALPHABET, min_size=9, max_size=9),
    ),
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the optional part."""
    monkeypatch.setitem(sys.modules, "stdnum", None)


def organisation_sign(code: str) -> str:
    """The last sign of the organisation code inside, by GB 11714: a second witness that a code is a true one."""
    values = [int(sign, 36) for sign in code[8:16]]
    rest = 11 - sum(value * weight for value, weight in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


@pytest.mark.parametrize("name", COMPANIES)
def test_codes_of_public_companies_are_right_and_no_other_check_sign_is(name: str) -> None:
    code = COMPANIES[name]
    assert organisation_sign(code) == code[16]
    assert [sign for sign in ALPHABET if fault_of(code[:-1] + sign) is None] == [code[-1]]


@given(FIRST_SEVENTEEN, st.data())
def test_one_wrong_sign_or_two_changed_places_never_pass(signs: str, data: st.DataObject) -> None:
    code = signs + check_sign(signs)
    assert fault_of(code) is None
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert fault_of(code[:place] + other + code[place + 1 :]) is not None
    swap = data.draw(st.integers(0, 16))
    if code[swap] != code[swap + 1]:
        assert fault_of(code[:swap] + code[swap + 1] + code[swap] + code[swap + 2 :]) is not None


def test_the_rule_agrees_with_that_of_the_library() -> None:
    from stdnum.cn import uscc

    for code in COMPANIES.values():
        for place in range(18):
            other = code[:place] + ALPHABET[(ALPHABET.index(code[place]) + 7) % 31] + code[place + 1 :]
            assert uscc.is_valid(other) == (fault_of(other) is None)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91440300192203821", "17 signs"),
        ("9144O3001922O38216", "O does not occur"),
        ("91A40300192203821X", "six digits"),
        ("914403001922038217", "check digit"),
        ("", "no such number"),
        ("９１４４", "4 signs"),
        ("9144030019220382१6", "no such number"),
    ],
)
def test_what_is_wrong_is_said(code: str, why: str) -> None:
    with pytest.raises(Problem) as problem:
        checked("cn.uscc", code)
    assert why in problem.value.what.en


def test_a_collective_of_a_village_begins_with_a_letter() -> None:
    signs = "N2340523MF1234567"
    assert checked("cn.uscc", signs + check_sign(signs)) == signs + check_sign(signs)


def test_blanks_and_wide_signs_do_not_matter() -> None:
    assert checked("cn.uscc", " 9144 0300-1922 0382 16 ") == COMPANIES["华为技术有限公司"]
    assert checked("cn.uscc", "９１４４０３００１９２３１７４５８ｆ") == COMPANIES["比亚迪股份有限公司"]


@pytest.mark.parametrize("kind", REGISTERS)
def test_every_example_is_right_and_kept_alike_with_and_without_the_part(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = checked(kind, REGISTERS[kind].example)
    assert number.isalnum()
    assert checked(kind, number) == number
    assert doubt_of(kind, number) is None
    with pytest.raises(Problem):
        checked(kind, number[:-1])
    monkeypatch.setitem(sys.modules, "stdnum", None)
    assert checked(kind, REGISTERS[kind].example) == number


@pytest.mark.usefixtures("bare")
def test_without_the_part_a_number_is_kept_and_said_to_be_unchecked() -> None:
    assert checked("eu.vat", "DE 136695978") == "DE136695978"
    doubt = doubt_of("eu.vat", "DE136695978")
    assert doubt is not None
    assert doubt.en.startswith("not checked: ")
    assert "openkam[tax]" in doubt.en
    assert "openkam[tax]" in doubt.zh
    with pytest.raises(Problem):
        checked("eu.vat", "<b>")
    assert doubt_of("cn.uscc", COMPANIES["华为技术有限公司"]) is None, "the Chinese code needs no part"
    with pytest.raises(Problem):
        checked("cn.uscc", "914403001922038217")


def test_a_number_kept_unchecked_is_told_wrong_once_the_part_is_there() -> None:
    doubt = doubt_of("eu.vat", "DE136695978")
    assert doubt is not None
    assert doubt.en.startswith("cannot be right: ")
    assert set(OWN) == {"cn.uscc"}
