"""From words to codes of public lists, and how codes roll up."""

import pytest

from openkam.records.archive.code_lists import (
    VERSIONS,
    current_version,
    entries,
    exact,
    lies_within,
    rolled_up,
    spoken,
)
from openkam.records.archive.code_search import MOST, codes_like
from openkam.records.archive.coding import industry_code, region_code
from openkam.records.archive.kinds import Subject
from openkam.records.archive.succession import succession

OLD = "GB/T 4754-2011"


@pytest.mark.parametrize(("version", "counts"), [("GB/T 4754-2017", (20, 97, 473, 1381)), (OLD, (20, 96, 432, 1094))])
def test_industries_are_as_many_as_was_announced_at_every_level(version: str, counts: tuple[int, ...]) -> None:
    codes = list(entries(Subject.INDUSTRY, version))
    assert tuple(sum(len(code) == length for code in codes) for length in (1, 3, 4, 5)) == counts
    assert [code for code in codes if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRST")
    assert sorted(code[1:] for code in codes if len(code) == 3) == [f"{n:02}" for n in range(1, counts[1] + 1)]
    assert codes == sorted(codes)


@pytest.mark.parametrize("version", VERSIONS[Subject.INDUSTRY])
def test_a_group_without_parts_is_one_class_of_the_same_name(version: str) -> None:
    known = entries(Subject.INDUSTRY, version)
    for group in [code for code in known if len(code) == 4]:
        parts = [code for code in known if len(code) == 5 and code.startswith(group)]
        assert parts == [group + "0"] or (len(parts) > 1 and group + "0" not in parts)
        if parts == [group + "0"]:
            assert known[parts[0]].name == known[group].name
    names = [entry.name.zh for code, entry in known.items() if len(code) == 5]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("version", "counts"), [("GB/T 2260 (2026)", (34, 333, 2847)), ("GB/T 2260 (2018)", (34, 334, 2851))]
)
def test_regions_are_as_many_as_the_ministry_lists(version: str, counts: tuple[int, ...]) -> None:
    codes = list(entries(Subject.REGION, version))
    wide = [code for code in codes if code.endswith("00")]
    provinces = [code for code in wide if code.endswith("0000")]
    assert (len(provinces), len(wide) - len(provinces), len(codes) - len(wide)) == counts
    assert codes == sorted(codes)
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_every_county_has_its_prefecture_or_answers_to_its_province() -> None:
    for version in VERSIONS[Subject.REGION]:
        known = entries(Subject.REGION, version)
        alone = {code for code in known if code[4:] != "00" and code[:4] + "00" not in known}
        assert {code[:2] for code in alone if code[2:4] != "90"} == {"11", "12", "31", "50"}


@pytest.mark.parametrize("subject", list(Subject))
def test_every_code_rolls_up_to_its_top(subject: Subject) -> None:
    for version in VERSIONS[subject]:
        for code in entries(subject, version):
            line = [one.code for one in rolled_up(subject, version, code)]
            assert line[-1] == code
            assert len(line[0]) == 1 or line[0].endswith("0000")
            assert len(line) == (len(code) - 1 if len(code) > 2 else 1) or subject is Subject.REGION
            assert all(code.startswith(one) for one in line) or subject is Subject.REGION


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("C34", "C34"),
        ("34", "C34"),
        ("c3412", "C3412"),
        ("通用设备制造业", "C34"),
        ("通用设备制造", "C34"),
        ("C34 通用设备制造业", "C34"),
        ("工程机械", "C351"),
        ("C3429 其他金属加工机械制造", "C3429"),
        ("轮胎", "C2911"),
        ("造纸", "C222"),
        ("C3418", ""),
        ("教育", "P"),
        ("Mining", "B"),
        ("制造业", "C"),
        ("Machinery", ""),
        ("贸易", ""),
        ("", ""),
        ("3", ""),
        ("X99", ""),
    ],
)
def test_an_industry_has_a_code_only_where_it_is_clear(words: str, code: str) -> None:
    assert industry_code(words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("320500", "320500"),
        ("320506", "320506"),
        ("320507 相城区", "320507"),
        ("320599", "320500"),
        ("昆山", "320583"),
        ("昆山市", "320583"),
        ("江苏省苏州市昆山市", "320583"),
        ("苏州 昆山", "320583"),
        ("江苏昆山", "320583"),
        ("南部县", "511321"),
        ("鼓楼区", ""),
        ("南京鼓楼", "320106"),
        ("北京市朝阳区", "110105"),
        ("朝阳", "211300"),
        ("仙桃", "429004"),
        ("江南区", ""),
        ("中原", ""),
        ("东区", ""),
        ("南部", ""),
        ("东方", ""),
        ("南宁江南区", "450105"),
        ("32", "320000"),
        ("江苏", "320000"),
        ("江苏省苏州市", "320500"),
        ("江苏 苏州", "320500"),
        ("苏州", "320500"),
        ("上海市", "310000"),
        ("Jiangsu", "320000"),
        ("内蒙古", "150000"),
        ("吉林省", "220000"),
        ("吉林市", "220200"),
        ("吉林", ""),
        ("江苏杭州", ""),
        ("East", ""),
        ("华东", ""),
        ("", ""),
    ],
)
def test_a_region_has_a_code_only_where_it_is_clear(words: str, code: str) -> None:
    assert region_code(words) == code


def test_versions_stand_side_by_side() -> None:
    assert industry_code("教育", OLD) == "P"
    assert industry_code("P82", OLD) == "P82"
    assert industry_code("P82") == ""
    assert region_code("莱芜", "GB/T 2260 (2018)") == "371200"
    assert region_code("莱芜") == ""
    assert region_code("济南莱芜") == "370116"


def test_a_part_lies_within_its_area() -> None:
    assert lies_within("320500", "320000")
    assert lies_within("320500", "320500")
    assert lies_within("320583", "320500")
    assert lies_within("320583", "320583")
    assert not lies_within("320500", "320583")
    assert not lies_within("320584", "320583")
    assert not lies_within("320000", "320500")
    assert not lies_within("330100", "320000")


def test_what_became_of_a_code_is_told() -> None:
    gone = succession(Subject.REGION, "GB/T 2260 (2018)", "371202")
    assert gone is not None
    assert gone.is_gone
    assert gone.successor is not None
    assert gone.successor.name.zh == "莱芜区"
    renamed = succession(Subject.REGION, "GB/T 2260 (2018)", "130502")
    assert renamed is not None
    assert renamed.meaning is not None
    assert renamed.meaning.name.zh == "襄都区"
    given_away = succession(Subject.INDUSTRY, OLD, "C3130")
    assert given_away is not None
    assert given_away.meaning is not None
    assert given_away.meaning.name.zh == "钢压延加工"
    assert given_away.successor is not None
    assert given_away.successor.code == "C3391"
    assert succession(Subject.INDUSTRY, OLD, "C3421") is None
    assert succession(Subject.REGION, current_version(Subject.REGION), "320500") is None
    never = succession(Subject.REGION, current_version(Subject.REGION), "999999")
    assert never is not None
    assert never.is_gone
    assert never.successor is None


def test_every_region_that_is_gone_has_a_successor_of_today() -> None:
    for code in entries(Subject.REGION, "GB/T 2260 (2018)"):
        found = succession(Subject.REGION, "GB/T 2260 (2018)", code)
        assert found is None or not found.is_gone or found.successor is not None


def test_a_code_is_told_in_both_languages_without_losing_it() -> None:
    line = rolled_up(Subject.INDUSTRY, current_version(Subject.INDUSTRY), "C3421")
    assert [one.code for one in line] == ["C", "C34", "C342", "C3421"]
    assert (spoken(line).en, spoken(line).zh) == (line[1].name.en, "金属切削机床制造")
    assert exact(line).en == f"{line[1].name.en} (C3421 金属切削机床制造)"
    assert exact(line[:2]).en == line[1].name.en
    assert rolled_up(Subject.REGION, current_version(Subject.REGION), "371202") == ()


@pytest.mark.parametrize(
    ("subject", "words", "first"),
    [
        (Subject.REGION, "昆山", "320583"),
        (Subject.REGION, "kunshan", "320583"),
        (Subject.REGION, "江苏 鼓楼", "320106"),
        (Subject.REGION, "3205", "320500"),
        (Subject.REGION, "320583 昆山市", "320583"),
        (Subject.REGION, "jiangsu", "320000"),
        (Subject.REGION, "Jiangsu 昆山", "320583"),
        (Subject.INDUSTRY, "342", "C342"),
        (Subject.INDUSTRY, "c3421", "C3421"),
        (Subject.INDUSTRY, "jsqxjc", "C3421"),
        (Subject.INDUSTRY, "切削机床", "C3421"),
        (Subject.INDUSTRY, "制造业 切削", "C3321"),
    ],
)
def test_a_code_is_found_while_it_is_typed(subject: Subject, words: str, first: str) -> None:
    found = codes_like(subject, current_version(subject), words)
    assert found[0][-1].code == first
    assert len(found) <= MOST


def test_initials_find_a_county_and_nothing_typed_finds_nothing() -> None:
    version = current_version(Subject.REGION)
    assert "320583" in [line[-1].code for line in codes_like(Subject.REGION, version, "ks")]
    assert codes_like(Subject.REGION, version, "  ") == []
    assert codes_like(Subject.REGION, version, "江苏 xyz") == []
    assert codes_like(Subject.REGION, "GB/T 2260 (1980)", "昆山") == []
