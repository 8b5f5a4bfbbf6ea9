"""What makes a company's name its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.records.accounts.naming import likeness, name_key

SAME = [
    ("宝山钢铁股份有限公司", "宝山钢铁"),
    ("宝山钢铁(集团)有限责任公司", "宝山钢铁（中国）有限公司"),
    ("寶鋼集團有限責任公司", "寶鋼"),
    ("Harbour Steel Co., Ltd.", "HARBOUR  STEEL"),
    ("Harbour Steel L.L.C.", "Ｈａｒｂｏｕｒ Steel, Inc"),
    ("Müller & Söhne GmbH & Co. KG", "muller und sohne AG"),
    ("Quarry Stone G.m.b.H.", "Quarry Stone mbH"),
    ("Dupont et Cie S.A.R.L.", "Dupont Cie SAS"),
    ("Rossi S.p.A.", "ROSSI SRL"),
    ("Gómez y Hijos, S.L.", "Gomez Hijos S.A."),
    ("Nordisk A/S", "Nordisk ApS"),
    ("東海重工株式会社", "東海重工"),
    ("Tokai K.K.", "TOKAI Co Ltd"),
    ("Wisła Sp. z o.o.", "Wisła"),
    ("British Quarry P L C", "British Quarry plc"),
]
APART = [
    ("上海宝钢有限公司", "武汉宝钢有限公司"),
    ("宝钢股份有限公司上海分公司", "宝钢股份有限公司武汉分公司"),
    ("宝钢股份有限公司", "宝钢股份有限公司上海分公司"),
    ("华为（上海）技术有限公司", "华为（北京）技术有限公司"),
    ("海南中联重科工程机械有限公司", "湖南中联重科工程机械有限公司"),
    ("上海第一机床厂", "上海第二机床厂"),
    ("Store 12", "Store 13"),
    ("Harbour Steel Ltd", "Quarry Steel Ltd"),
]
FORMS = ["有限公司", "股份有限公司", "集团有限公司", " Co., Ltd.", " Inc.", " GmbH", " AG", " S.A.", " S.p.A.", " PLC"]
NAMES = (
    st.text(st.sampled_from("宝钢恒达机械重庆银行harbouwxyz7 "), min_size=2, max_size=20).map(str.strip).filter(bool)
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_legal_form_case_width_accents_and_marks_are_put_aside(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert likeness(one, other) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_place_branch_and_number_make_another_company(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert likeness(one, other) < 0.9


@pytest.mark.parametrize("name", ["The Company Ltd", "集团有限公司", "Inc.", "公司", "AG"])
def test_a_name_that_is_nothing_but_legal_form_keeps_something(name: str) -> None:
    assert name_key(name)


def test_a_name_without_a_letter_has_no_key_and_is_like_nothing() -> None:
    assert name_key(" … ") == ""
    assert likeness("…", "！") == 0


def test_kana_keep_their_voicing() -> None:
    assert name_key("カキ商会") != name_key("ガキ商会")


@given(NAMES, st.sampled_from(FORMS))
def test_another_legal_form_behind_the_name_changes_nothing(name: str, form: str) -> None:
    assert name_key("恒" + name + form) == name_key("恒" + name)


@given(NAMES)
def test_the_key_of_a_key_is_itself_and_width_and_case_do_not_matter(name: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    assert name_key(wide.upper()) == name_key(name)


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_both_ways_and_lies_between_0_and_1(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
