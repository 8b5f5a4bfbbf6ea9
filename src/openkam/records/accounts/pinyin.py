"""How a Chinese run is read aloud, quickly enough for a hundred thousand names."""

from collections.abc import Iterator
from functools import cache, lru_cache


@lru_cache(maxsize=20_000)
def syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run without tones, as pypinyin reads its phrases; a character without reading stands as it is.

    >>> syllables("重庆银行")
    ('chong', 'qing', 'yin', 'hang')
    """
    return tuple(syllable for phrase in _phrases(run) for syllable in _read(phrase))


def _phrases(run: str) -> Iterator[str]:
    """The longest beginnings of known phrases, from left to right: pypinyin's own cut, ten times as fast."""
    beginnings, start = _beginnings(), 0
    while start < len(run):
        end = start + 1
        while end < len(run) and run[start : end + 1] in beginnings:
            end += 1
        yield run[start:end]
        start = end


@cache
def _beginnings() -> frozenset[str]:
    from pypinyin.constants import PHRASES_DICT

    return frozenset(phrase[:end] for phrase in PHRASES_DICT for end in range(2, len(phrase) + 1))


@cache
def _read(phrase: str) -> tuple[str, ...]:
    """The same few thousand phrases make up the names of all companies, so each is read once."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(phrase, style=Style.NORMAL, errors="default"))
