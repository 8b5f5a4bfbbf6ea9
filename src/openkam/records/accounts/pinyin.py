"""How a Chinese run is read aloud, quickly enough for a hundred thousand names."""

from functools import cache, lru_cache


@lru_cache(maxsize=20_000)
def syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run without tones, as pypinyin reads its phrases; a character without reading stands as it is.

    >>> syllables("重庆银行")
    ('chong', 'qing', 'yin', 'hang')
    """
    from pypinyin.seg.mmseg import seg

    return tuple(syllable for phrase in seg.cut(run) for syllable in _read(phrase))


@cache
def _read(phrase: str) -> tuple[str, ...]:
    """The same few thousand phrases make up the names of all companies, so each is read once."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(phrase, style=Style.NORMAL, errors="default"))
