"""Looking a code up while it is typed: by figures, by Chinese words, by pinyin or its initials, by English names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from openkam.records.accounts.naming import plain_text
from openkam.records.accounts.pinyin import syllables
from openkam.records.archive.code_lists import Entry, entries, rolled_up
from openkam.records.archive.kinds import Subject

MOST: Final = 12
"""So many codes are offered at once."""
_LONGEST: Final = 60


@dataclass(frozen=True)
class _Indexed:
    """What an entry is found by; `above` the names of what it belongs to."""

    entry: Entry
    figures: str
    names: tuple[str, ...]
    above: str


def codes_like(subject: Subject, version: str, words: str) -> list[tuple[Entry, ...]]:
    """Up to 12 codes that fit the words, each rolled up, the closest first; nothing for no words.

    Every word fits the code, its name, or the name of something above it; one of them fits the code itself, so
    苏州 昆山 finds 昆山市. One fit at the beginning goes before one in the middle, an upper level before a lower one.
    """
    wanted = plain_text(words[:_LONGEST]).split()
    found: list[tuple[int, int, str]] = []
    for one in _index(subject, version) if wanted else ():
        own = [rank for rank in (_rank(one, word) for word in wanted) if rank is not None]
        if own and all(_rank(one, word) is not None or word in one.above for word in wanted):
            found.append((min(own), _level(subject, one.entry.code), one.entry.code))
    return [rolled_up(subject, version, code) for _, _, code in sorted(found)[:MOST]]


def _rank(one: _Indexed, word: str) -> int | None:
    """0 the very code or name, 1 its beginning, 2 within; None where it does not fit."""
    if word in (one.figures, one.entry.code.lower(), *one.names):
        return 0
    if one.figures.startswith(word) or one.entry.code.lower().startswith(word):
        return 1
    if any(name.startswith(word) for name in one.names):
        return 1
    return 2 if any(word in name for name in one.names[:2]) else None


def _level(subject: Subject, code: str) -> int:
    if subject is Subject.INDUSTRY:
        return len(code)
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


@cache
def _index(subject: Subject, version: str) -> Sequence[_Indexed]:
    """About 0.1 s at the first word typed for 3,000 regions, then kept."""
    found = []
    for entry in entries(subject, version).values():
        sounds = syllables(entry.name.zh)
        names = (
            plain_text(entry.name.zh),
            plain_text(entry.name.en),
            "".join(sounds),
            "".join(sound[:1] for sound in sounds if sound[:1].isalnum()),
        )
        above = rolled_up(subject, version, entry.code)[:-1]
        figures = entry.code if subject is Subject.REGION else entry.code[1:]
        wider = " ".join(f"{plain_text(one.name.zh)} {plain_text(one.name.en)}" for one in above)
        found.append(_Indexed(entry, figures, names, wider))
    return found
