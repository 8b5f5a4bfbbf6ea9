"""The pieces something is found by, and whether a query finds a text of pieces; no database here.

Every word and Chinese run is written from each of its characters to its end, so that a query matches where a piece
begins with it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final

from openkam.records.accounts.naming import is_han, name_key, plain_text
from openkam.records.accounts.pinyin import syllables

PIECE: Final = 20
"""A piece keeps this many characters; of a longer query word as many count."""
WHOLE: Final = 100
WORDS: Final = 6
"""A query of more words is searched by its first ones."""
HEAD, END = "›", "‹"
"""Stand around a piece that is a whole name or code, so that its beginning and the whole can be asked for."""

_RUN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[^\W_\u3400-\u9fff\U00020000-\U000323af]+")
_FORM: Final = re.compile("(?:股份)?(?:有限)?(?:责任|責任)?(?:总|總)?公司$")


@dataclass(frozen=True)
class Asked:
    """A query as pieces: the wholes it may be, the beginning it may be, and the words that must all be found.

    after_blank  beginning and words as they stand in a text of pieces
    """

    wholes: tuple[str, ...]
    head: str
    words: tuple[str, ...]
    after_blank: tuple[str, ...]


@lru_cache(maxsize=256)
def asked(words: str) -> Asked | None:
    """What a query asks for; None where it holds nothing to search by."""
    wanted = query_words(words)
    if not wanted:
        return None
    whole = "".join(runs_of(words))
    wholes = dict.fromkeys((whole_piece(whole), whole_piece(name_key(words))))
    head = HEAD + whole[:WHOLE]
    return Asked(tuple(wholes), head, wanted, tuple(f" {one}" for one in (head, *wanted)))


def place_in(text: str, query: Asked) -> int | None:
    """How well a text of pieces answers: 0 a whole, 1 the beginning of one, 2 any place; None where it does not."""
    text = f" {text} "
    if any(f" {whole} " in text for whole in query.wholes):
        return 0
    if query.after_blank[0] in text:
        return 1
    return 2 if all(word in text for word in query.after_blank[1:]) else None


def query_words(words: str) -> tuple[str, ...]:
    """The words that must be found; a company form says nothing: 宝钢公司 asks for 宝钢."""
    runs = [_FORM.sub("", run)[:PIECE] for run in runs_of(words[:200])]
    return tuple(dict.fromkeys(run for run in runs if run))[:WORDS]


def runs_of(text: str) -> list[str]:
    """The words and Chinese runs of a text, folded."""
    return _RUN.findall(plain_text(text))


def whole_piece(written: str) -> str:
    """The piece that says: this is all of it."""
    return HEAD + written[:WHOLE] + END


def joined(wholes: Iterable[str], pieces: Iterable[str]) -> str:
    """The text that is stored: wholes first, nothing twice, nothing empty."""
    heads = [whole_piece(whole) for whole in wholes if whole]
    return " ".join(dict.fromkeys([*heads, *filter(None, pieces)]))


def text_of(name: str, codes: Iterable[str] = (), *, also: Iterable[str] = ()) -> str:
    """What an account is found by: pieces of its name, of its pinyin and initials, of its codes and other names."""
    wholes: list[str] = []
    pieces: list[str] = []
    for one in (name, *also):
        its_wholes, its_pieces = name_pieces(one)
        wholes += its_wholes
        pieces += its_pieces
    for code in codes:
        whole, of_code = code_pieces(code)
        wholes.append(whole)
        pieces += of_code
    return joined(wholes, pieces)


@lru_cache(maxsize=4096)
def name_pieces(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Wholes and pieces of a name: its characters, its pinyin and its initials.

    Readings of characters with several (重庆 chongqing, 银行 yinhang) follow the phrase they stand in.
    """
    text = plain_text(name)
    runs = [_core_and_form(run) for run in _RUN.findall(text)]
    wholes = ["".join(core + form for core, form in runs), name_key(name)]
    pieces = [(core + form)[start : start + PIECE] for core, form in runs for start in range(len(core))]
    if is_han(text):
        spoken, initials = _sounds(runs)
        wholes += ["".join(spoken), "".join(initials)]
        pieces += _tails(spoken) + _tails(initials)
    return tuple(wholes), tuple(pieces)


def code_pieces(code: str) -> tuple[str, list[str]]:
    """The whole and the pieces of a code: any part of it is found, with its marks or without."""
    parts = runs_of(code)
    whole = "".join(parts)
    return whole, [part[start : start + PIECE] for part in dict.fromkeys((whole, *parts)) for start in range(len(part))]


def _core_and_form(run: str) -> tuple[str, str]:
    """A Chinese run without the 公司 at its end, and that: nobody looks for the form, and every name has one."""
    form = _FORM.search(run)
    return (run[: form.start()], form.group()) if form and form.start() else (run, "")


def _sounds(runs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The syllables of the name and their initials; Latin words and figures stay whole: 3M中国 is typed 3mzg."""
    spoken: list[str] = []
    initials: list[str] = []
    for core, form in runs:
        is_chinese = is_han(core)
        units = syllables(core) if is_chinese else (core,)
        spoken += units
        initials += [unit[0] for unit in units] if is_chinese else units
        # The last unit carries the form, so that nothing begins inside it.
        if form:
            spoken_form, initials_form = _form_sounds(form)
            spoken[-1] += spoken_form
            initials[-1] += initials_form
    return spoken, initials


@cache
def _form_sounds(form: str) -> tuple[str, str]:
    units = syllables(form)
    return "".join(units), "".join(unit[0] for unit in units)


def _tails(units: list[str]) -> list[str]:
    """From every unit to the end."""
    whole = "".join(units)
    starts = accumulate(map(len, units[:-1]), initial=0)
    return [whole[start : start + PIECE] for start in starts]
