"""Faults of the text of a scheme, in the reader's language."""

import tomllib

import pytest

from openkam.insight.grading.scheme_file.toml_faults import toml_fault


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("a = 1\nb = = 3\n", "值无法识别（第2行第5列）", 2),
        ("[a\n", "缺少右方括号（第1行第3列）", 1),
        ("a = 1\na = 2\n", "键或表重复（第2行第6列）", 2),
        ('a = "x\n', "含有不允许的字符（第1行第7列）", 1),
        ("a 1\n", "键名后缺少等号（第1行第3列）", 1),
        ("a = [1, 2", "缺少右方括号（文件末尾）", None),
    ],
)
def test_the_fault_is_said_in_chinese_with_its_place(text: str, said: str, line: int | None) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as fault:
        tomllib.loads(text)
    what, where = toml_fault(str(fault.value))
    assert what.zh == said
    assert where == line
    assert what.en.isascii()


def test_a_fault_of_another_kind_is_told_too() -> None:
    assert toml_fault("maximum recursion depth exceeded")[0].zh == "内容无法解析"
