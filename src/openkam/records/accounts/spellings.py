"""The same company under several spellings: found by name, never merged by us."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.records.accounts.naming import NEAR, NEAR_CHARACTERS, could_be_one, name_words

LENGTH_APART: Final = 2
_PAIR: Final = 2
CROWD: Final = 200
"""A block with more names than this tells nothing and is not compared name by name."""


@dataclass(frozen=True)
class Alike:
    """Accounts (by index) whose names are one name: `exact` after legal forms, case, width and marks are put aside;
    otherwise only near, at the similarity given (0 to 1)."""

    accounts: tuple[int, ...]
    exact: bool
    similarity: float


def same_customers(names: Sequence[str]) -> list[Alike]:
    """Groups of accounts that carry the same or nearly the same name; blank names are left out.

    A name that takes part in an exact group stands for the whole group.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    words: dict[str, list[str]] = {}
    for index, name in enumerate(names):
        parts = name_words(name)
        key = "".join(parts)
        if key:
            groups[key].append(index)
            words.setdefault(key, parts)
    joined, similarity = _joined_by_nearness(words)
    found = []
    for keys in joined:
        members = sorted(index for key in keys for index in groups[key])
        if len(members) > 1:
            found.append(Alike(tuple(members), len(keys) == 1, similarity[keys]))
    return found


def near_pairs(
    keys: Collection[str], words_of: Callable[[str], list[str]], among: Collection[str] | None = None
) -> Iterator[tuple[str, str, float]]:
    """Pairs of differing keys that may be a slip of the pen, with their likeness (0 to 1), each pair once.

    `words_of` tells the words of a key; with `among`, at least one of a pair is in it. Names are compared only
    where they share a block, so the cost stays close to linear.
    """
    compared: set[tuple[str, str]] = set()
    for block in _blocks(sorted(keys), among):
        for one, other, score in _near_in(block):
            if (one, other) in compared or (among is not None and one not in among and other not in among):
                continue
            compared.add((one, other))
            if could_be_one(words_of(one), words_of(other)):
                yield one, other, score / 100


def _near_in(block: list[str]) -> Iterator[tuple[str, str, float]]:
    """All pairs of a block that are alike enough, in its order, with their score (0 to 100)."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    if len(block) == _PAIR:  # most blocks: a matrix would cost more than it saves
        scores = np.zeros((2, 2))
        scores[0, 1] = fuzz.ratio(*block, score_cutoff=NEAR * 100)
    else:
        scores = cdist(block, block, scorer=fuzz.ratio, score_cutoff=NEAR * 100, dtype=np.float64)
    for row, column in np.argwhere(np.triu(scores, 1)).tolist():
        if abs(len(block[row]) - len(block[column])) <= LENGTH_APART:
            yield block[row], block[column], float(scores[row, column])


def _joined_by_nearness(
    words: dict[str, list[str]],
) -> tuple[list[tuple[str, ...]], dict[tuple[str, ...], float]]:
    leader: dict[str, str] = {}
    """Whom a name follows; one that is near to no other leads itself and is not named."""
    weakest: dict[str, float] = {}

    def find(key: str) -> str:
        while key in leader:
            key = leader[key]
        return key

    for one, other, alike in near_pairs(words, words.__getitem__):
        a, b = sorted((find(one), find(other)))
        least = min(weakest.pop(a, 1.0), weakest.pop(b, 1.0), alike)
        if a != b:
            leader[b] = a
        weakest[a] = least
    members: dict[str, list[str]] = defaultdict(list)
    for key in words:
        members[find(key)].append(key)
    groups = [tuple(group) for group in members.values()]
    return groups, {group: weakest.get(find(group[0]), 1.0) for group in groups}


def _blocks(keys: list[str], among: Collection[str] | None) -> Iterator[list[str]]:
    """Names that share their first or their second half: a slip of the pen rarely hits both."""
    wanted = None if among is None else {half for key in among for half in _halves(key)}
    by_half: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for half in _halves(key):
            if wanted is None or half in wanted:
                by_half[half].append(key)
    for block in by_half.values():
        if 1 < len(block) <= CROWD:
            yield block


def _halves(key: str) -> tuple[str, ...]:
    """A letter too many moves the middle, so a name of even length stands in the blocks of both middles.

    A blank, which no key holds, stands where the other half of the name is.
    """
    length = len(key)
    if length < NEAR_CHARACTERS:
        return ()
    half, shorter = length // 2, (length - 1) // 2
    if half == shorter:
        return f"{key[:half]} ", f" {key[-half:]}"
    return f"{key[:half]} ", f" {key[-half:]}", f"{key[:shorter]} ", f" {key[-shorter:]}"
