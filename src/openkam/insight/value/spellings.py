"""The same customer under several spellings: found by name, summed as one, never merged by us."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

NEAR: Final = 90.0
"""Similarity (0 to 100, rapidfuzz ratio) from which two names of the same block are proposed as one customer."""
NEAR_CHARACTERS: Final = 5
"""Shorter names are compared for equality only: 宝钢 and 宝冶 differ by one character and are two companies."""
SHORT_WORD: Final = 3
LENGTH_APART: Final = 2
CROWD: Final = 500
"""A block with more names than this tells nothing and is not compared name by name."""

_LEGAL_CHINESE: Final = re.compile(
    r"(股份有限公司|有限责任公司|集团有限公司|控股有限公司|有限公司|股份公司|集团公司|总公司|公司|集团|\(中国\)|\(集团\)|\(控股\))"
)
_LEGAL_FORMS: Final = (
    "co company companies corp corporation inc incorporated limited ltd llc llp lp plc pty pte pvt private "
    "gmbh mbh ag kg kgaa ohg se sa sas sarl srl spa nv bv ab oy as aps kk bhd sdn group holding holdings the"
)
_LEGAL_LATIN: Final = frozenset(_LEGAL_FORMS.split())
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?")
_BREAKS: Final = re.compile(r"[^\w]+|_")
_DIGITS: Final = re.compile(r"\d+|[一二三四五六七八九十百东南西北]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Alike:
    """Accounts (by index) whose names are one name: `exact` after legal forms, case, width and marks are put aside;
    otherwise only near, at the similarity given (0 to 1)."""

    accounts: tuple[int, ...]
    exact: bool
    similarity: float


def same_customers(names: Sequence[str]) -> list[Alike]:
    """Groups of accounts that carry the same or nearly the same name; blank names are left out.

    Near names need equal digits (`Store 12` and `Store 13` are two shops) and a shared block, so the cost stays
    close to linear. A name that takes part in an exact group stands for the whole group.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    words: dict[str, list[str]] = {}
    for index, name in enumerate(names):
        parts = _words(name)
        core = "".join(parts)
        if core:
            groups[core].append(index)
            words.setdefault(core, parts)
    joined, similarity = _joined_by_nearness(words)
    found = []
    for cores in joined:
        members = sorted(index for core in cores for index in groups[core])
        if len(members) > 1:
            found.append(Alike(tuple(members), len(cores) == 1, similarity[cores]))
    return found


def bare_name(name: str) -> str:
    """A name without legal form, case, width, accents, punctuation and space: what makes it this company's.

    >>> bare_name("Ｈａｒｂｏｕｒ Steel Co., Ltd.") == bare_name("HARBOUR STEEL")
    True
    """
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
        text = "".join(c for c in text if not unicodedata.combining(c))
        if _HAN.search(text):
            text = _LEGAL_CHINESE.sub(" ", text)
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    words = [word for word in _BREAKS.split(text.replace("&", " and ").replace("'", "")) if word]
    return [word for word in words if word not in _LEGAL_LATIN and word != "and"] or words


def _joined_by_nearness(
    words: dict[str, list[str]],
) -> tuple[list[tuple[str, ...]], dict[tuple[str, ...], float]]:
    leader = {core: core for core in words}
    weakest: dict[str, float] = {}

    def find(core: str) -> str:
        while leader[core] != core:
            core = leader[core]
        return core

    for one, other, likeness in _near_pairs(words):
        a, b = sorted((find(one), find(other)))
        least = min(weakest.pop(a, 1.0), weakest.pop(b, 1.0), likeness)
        leader[b] = a
        weakest[a] = least
    members: dict[str, list[str]] = defaultdict(list)
    for core in words:
        members[find(core)].append(core)
    groups = [tuple(group) for group in members.values()]
    return groups, {group: weakest.get(find(group[0]), 1.0) for group in groups}


def _near_pairs(words: dict[str, list[str]]) -> Iterable[tuple[str, str, float]]:
    from rapidfuzz import fuzz

    compared: set[tuple[str, str]] = set()
    for block in _blocks(sorted(words)):
        for position, one in enumerate(block):
            for other in block[position + 1 :]:
                if abs(len(one) - len(other)) > LENGTH_APART or (one, other) in compared:
                    continue
                compared.add((one, other))
                score = fuzz.ratio(one, other, score_cutoff=NEAR)
                if score and _could_be_one(one, other, words):
                    yield one, other, score / 100


def _could_be_one(one: str, other: str, words: dict[str, list[str]]) -> bool:
    """Other digits or another short word (`Store A`, `Store B`) make another customer, not a slip of the pen."""
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    different = set(words[one]) ^ set(words[other])
    return any(len(word) > SHORT_WORD for word in different)


def _blocks(cores: list[str]) -> Iterable[list[str]]:
    """Names that share their beginning or their end: a slip of the pen rarely hits both."""
    by_edge: dict[tuple[str, str], list[str]] = defaultdict(list)
    for core in cores:
        if len(core) >= NEAR_CHARACTERS:
            edge = 2 if _HAN.search(core) else 4
            by_edge["start", core[:edge]].append(core)
            by_edge["end", core[-edge:]].append(core)
    return [block for block in by_edge.values() if 1 < len(block) <= CROWD]
