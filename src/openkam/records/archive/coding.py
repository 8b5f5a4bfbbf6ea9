"""From the words of files and people to codes of the public lists, where they can mean one code only."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final

from openkam.records.accounts.naming import plain_text
from openkam.records.archive.code_lists import current_version, entries, lies_within
from openkam.records.archive.kinds import Subject

_INDUSTRY_WORDS: Final[Mapping[str, str]] = {
    "工程机械": "C351",
    "汽车零部件": "C367",
    "汽车配件": "C367",
    "机床": "C342",
    "纺织机械": "C355",
    "造纸": "C22",
    "化工": "C26",
    "钢铁": "C31",
    "钢铁冶金": "C31",
    "风电设备": "C341",
    "制造业": "C",
    "制造": "C",
    "医药": "C27",
    "银行": "J66",
    "金融": "J",
    "保险": "J68",
    "证券": "J67",
    "电信": "I63",
    "邮政": "G60",
    "软件": "I65",
    "建筑": "E",
    "房地产": "K70",
    "批发": "F51",
    "零售": "F52",
    "学校": "P83",
    "医院": "Q84",
    "manufacturing": "C",
    "finance": "J",
    "banking": "J66",
    "telecom": "I63",
    "telecommunication": "I63",
    "steel": "C31",
    "mining": "B",
    "paper": "C22",
    "automotive": "C36",
    "pharma": "C27",
    "wholesale": "F51",
    "retail": "F52",
    "logistics": "G",
}
"""Usual words for one industry of GB/T 4754-2017; a word that may mean several ("machinery", "trade") is left out."""
_REGION_END: Final = re.compile(
    "(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|省|市|盟|县|区|旗)$"
)
_CODE: Final = re.compile(r"[A-T]?\d{1,6}|[A-T]", re.IGNORECASE)
_SPACE: Final = re.compile(r"[\s,，、/·-]+")
_SALES_WORDS: Final = frozenset({"东方"})
"""What a county-level city is called without its ending and a sales region may be called, too."""
_DIVISION: Final = 2
_SECTION: Final = 1
_CLASS: Final = 4
_COUNTY: Final = 6


def industry_code(text: str, version: str = "") -> str:
    """The code a word for an industry means in a version (the one in use unless said); "" where it is not clear."""
    known_version = version or current_version(Subject.INDUSTRY)
    known = entries(Subject.INDUSTRY, known_version)
    words = plain_text(text).strip()
    given = _given_code(words)
    if given:
        return _industry_by_figures(given, known_version)
    found = _industry_names(known_version).get(words, "")
    if not found and known_version == current_version(Subject.INDUSTRY):
        found = _INDUSTRY_WORDS.get(words, "")
    return found if found in known else ""


def region_code(text: str, version: str = "") -> str:
    """The code a word for a region means: a code, or a province, city and county one after the other; "" if not clear.

    吉林 is a province and a city of it, so it says neither; 吉林省 and 吉林市 do. By itself a county is meant by 昆山
    or 南部县, never by 江南区 or 中原: such words are sales regions, too; after its city (南宁江南) it is. Of six
    figures the list does not have, the prefecture is meant.
    """
    known_version = version or current_version(Subject.REGION)
    first = plain_text(text).strip().split(" ", 1)[0]
    if first.isdigit():
        return _region_by_figures(first, known_version)
    words = _SPACE.sub("", plain_text(text))
    codes = _region_names(known_version).get(words, frozenset())
    wide = {code for code in codes if code.endswith("00")}
    if codes:
        return _only(wide or {code for code in codes if _stands_alone(words, known_version, code)})
    return _only(set(_pieced_together(words, known_version)))


def _given_code(words: str) -> str:
    """The code a person typed first, as in "C34 通用设备制造业"."""
    first = words.split(" ", 1)[0]
    return first.upper() if _CODE.fullmatch(first) else ""


def _industry_by_figures(given: str, version: str) -> str:
    known = entries(Subject.INDUSTRY, version)
    letter, figures = (given[0], given[1:]) if given[0].isalpha() else ("", given)
    if not figures:
        return letter if letter in known else ""
    wanted = figures[:_CLASS]
    found = [code for code in known if code[_SECTION:] == wanted and (not letter or code[0] == letter)]
    return found[0] if len(found) == 1 and len(figures) >= _DIVISION else ""


@cache
def _industry_names(version: str) -> Mapping[str, str]:
    """Every name that names one code; of a code and its only part (教育 P and P83) the upper one.

    A class is meant only by what no section, division or group is called.
    """
    wide, narrow = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for entry in entries(Subject.INDUSTRY, version).values():
        found = narrow if len(entry.code) > _CLASS else wide
        for name in {plain_text(entry.name.zh), plain_text(entry.name.en)}:
            for word in {name, name.removesuffix("业"), name.removesuffix("制造业"), name.removesuffix("制造")}:
                if word:
                    found[word].add(entry.code)
    return {name: min(codes, key=len) for name, codes in {**narrow, **wide}.items() if _are_one_line(codes)}


def _are_one_line(codes: set[str]) -> bool:
    """Whether the codes lie one within the other."""
    top = min(codes, key=len)
    lengths = [len(code) for code in codes]
    return all(code.startswith(top) for code in codes) and len(set(lengths)) == len(lengths)


def _region_by_figures(figures: str, version: str) -> str:
    known = entries(Subject.REGION, version)
    if len(figures) == _COUNTY and figures in known:
        return figures
    code = figures[:_CLASS].ljust(_COUNTY, "0") if len(figures) > _DIVISION else figures.ljust(_COUNTY, "0")
    return code if len(figures) in {_DIVISION, _CLASS, _COUNTY} and code in known else ""


def _stands_alone(word: str, version: str, code: str) -> bool:
    full = plain_text(entries(Subject.REGION, version)[code].name.zh)
    if word == full:
        return len(full) > _DIVISION and not full.endswith("区")
    return full.endswith("市") and word not in _SALES_WORDS


def _pieced_together(words: str, version: str) -> Iterator[str]:
    """The places a run of names can mean, each within the one before: 江苏省|苏州市|昆山市, 苏州|昆山."""
    names = _region_names(version)
    for end in range(_DIVISION, len(words) - 1):
        above, rest = names.get(words[:end], frozenset()), words[end:]
        inside = names.get(rest) or _pieced_together(rest, version)
        within = set(inside)
        for area in above:
            yield from (code for code in within if code != area and lies_within(code, area))


def _only(codes: Collection[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


@cache
def _region_names(version: str) -> Mapping[str, frozenset[str]]:
    """By what it may be called, in full or without its ending, the codes so called."""
    found = defaultdict[str, set[str]](set)
    for entry in entries(Subject.REGION, version).values():
        full = plain_text(entry.name.zh)
        short = _REGION_END.sub("", full)
        for name in {full, short if len(short) > 1 else full, plain_text(entry.name.en)}:
            found[name].add(entry.code)
    return {name: frozenset(codes) for name, codes in found.items()}
