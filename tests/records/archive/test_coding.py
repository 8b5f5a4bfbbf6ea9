"""From words to codes of public lists, and how codes roll up."""

import pytest

from openkam.records.archive.code_lists import VERSIONS, current_version, entries, lies_within, rolled_up
from openkam.records.archive.coding import industry_code, region_code
from openkam.records.archive.kinds import Subject

OLD = "GB/T 4754-2011"


def test_the_lists_are_whole() -> None:
    industries = entries(Subject.INDUSTRY, current_version(Subject.INDUSTRY))
    assert [code for code in industries if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRST")
    assert sorted(code[1:] for code in industries if len(code) == 3) == [f"{n:02}" for n in range(1, 98)]
    assert sum(len(code) == 4 for code in industries) == 473
    for version in VERSIONS[Subject.REGION]:
        assert sum(code.endswith("0000") for code in entries(Subject.REGION, version)) == 34


@pytest.mark.parametrize("subject", list(Subject))
def test_every_code_rolls_up_to_its_top(subject: Subject) -> None:
    for version in VERSIONS[subject]:
        for code in entries(subject, version):
            line = [one.code for one in rolled_up(subject, version, code)]
            assert line[-1] == code
            assert len(line[0]) == 1 or line[0].endswith("0000")
            assert len(line) == (len(code) - 1 if len(code) > 2 else 1) or subject is Subject.REGION


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("C34", "C34"),
        ("34", "C34"),
        ("c3412", "C341"),
        ("通用设备制造业", "C34"),
        ("通用设备制造", "C34"),
        ("C34 通用设备制造业", "C34"),
        ("工程机械", "C351"),
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
        ("320506", "320500"),
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


def test_a_part_lies_within_its_area() -> None:
    assert lies_within("320500", "320000")
    assert lies_within("320500", "320500")
    assert not lies_within("320000", "320500")
    assert not lies_within("330100", "320000")
