"""What a user reads exists in both languages and says the same figures."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.house.sources import ROOT, SOURCE, files, modules, place, tree
from tests.house.templates import pairs_in_templates

HAN = re.compile(r"[\u3400-\u9fff]")
HALF_WIDTH_BETWEEN_HAN = re.compile(r"[\u3400-\u9fff][,;?!][\u3400-\u9fff]")
Pair = tuple[str, str, str]


def pairs_in_code() -> Iterator[Pair]:
    """(where, en, zh) of every `Text(...)` and `both(...)` written with plain strings."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Text", "both"}:
                words = {word.arg: word.value for word in node.keywords} | dict(
                    zip(("en", "zh"), node.args, strict=False)
                )
                en, zh = words.get("en"), words.get("zh")
                if isinstance(en, ast.Constant) and isinstance(zh, ast.Constant):
                    yield place(path, node), str(en.value), str(zh.value)


def pairs_in_data() -> Iterator[Pair]:
    """(where, en, zh) of every pair in the TOML files that ship with the product."""
    for path in files(".toml"):
        if SOURCE in path.parents:
            yield from _pairs(place(path), tomllib.loads(path.read_text(encoding="utf-8")))


def _pairs(where: str, value: Any) -> Iterator[Pair]:
    if isinstance(value, dict):
        if {"en", "zh"} & set(value):
            yield where, value.get("en", ""), value.get("zh", "")
        for key, inner in value.items():
            yield from _pairs(f"{where} {key}", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _pairs(f"{where}[{index}]", inner)


PAIRS = [*pairs_in_code(), *pairs_in_data(), *pairs_in_templates()]


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_words_to_guard() -> None:
    assert len(PAIRS) > 100


def test_both_languages_carry_the_same_figures() -> None:
    assert not [pair for pair in PAIRS if placeholders(pair[1]) != placeholders(pair[2])]


def test_every_english_sentence_has_its_chinese() -> None:
    """A sentence has Chinese characters; codes, units and marks may be the same in both languages."""
    letters = re.compile(r"[A-Za-z]{3,}")
    faults = []
    for where, en, zh in PAIRS:
        bare_en, bare_zh = (re.sub(r"\{.*?\}", "", text) for text in (en, zh))
        is_missing = bool(en) and not zh
        is_english_still = letters.search(bare_zh) and not HAN.search(zh) and bare_en.strip() != bare_zh.strip()
        if is_missing or is_english_still:
            faults.append((where, en, zh))
    assert not faults


def test_every_label_in_the_data_is_a_pair() -> None:
    faults = [
        place(path)
        for path in files(".toml")
        if SOURCE in path.parents
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("label", "about", "service")) and not ("en = " in line and "zh = " in line)
    ]
    assert not faults


def test_chinese_uses_chinese_punctuation() -> None:
    assert not [pair for pair in PAIRS if HALF_WIDTH_BETWEEN_HAN.search(pair[2])]


def test_english_has_no_chinese_characters_but_names_of_things() -> None:
    """English may quote a Chinese header or name; it never slips into Chinese."""
    faults = [pair for pair in PAIRS if len(HAN.findall(pair[1])) > len(pair[1]) / 3]
    assert not faults


@pytest.mark.parametrize("name", ["README", "docs/guide"])
def test_what_is_written_for_people_exists_in_both_languages(name: str) -> None:
    if name == "README":
        assert (ROOT / "README.md").is_file()
        assert HAN.search((ROOT / "README.zh-CN.md").read_text(encoding="utf-8"))
        return
    english = {path.name for path in (ROOT / name / "en").glob("*.md")}
    chinese = {path.name for path in (ROOT / name / "zh-hans").glob("*.md")}
    assert english
    assert english == chinese
