"""Lines of text on a screen: how wide a text is, and where it may break, Chinese and Latin mixed."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import east_asian_width

from openkam.core.printable import printable

_OPENS: Final = "（《“"
_CLOSES: Final = "，。；：、）》”！？,.;:%)×"


def wrapped(text: str, width: int, indent: int = 0) -> Iterator[str]:
    """The lines of a text of at most `width` cells, each after `indent` spaces.

    Control characters are left out.
    A line breaks after a space and between Chinese characters, never inside a number and never before a closing mark.
    """
    line, room = "", width - indent
    for piece in _pieces(printable(text)):
        for part in _cut(piece, room):
            if line and cells(line + part.rstrip()) > room:
                yield " " * indent + line.rstrip()
                line = ""
            line += part
    if line.strip():
        yield " " * indent + line.rstrip()


def cells(text: str) -> int:
    """How many cells a text takes in a terminal: two for each Chinese character."""
    return len(text) if text.isascii() else len(text) + sum(map(_wide, text))


def clipped(text: str, width: int) -> str:
    """A text cut to a width, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    room = width - 1
    for end, character in enumerate(text):
        room -= 2 if _wide(character) else 1
        if room < 0:
            return f"{text[:end]}…"
    return text


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _CLOSES or before in _OPENS:
        return False
    if before.isdigit() and after in "万亿":
        return False
    return before == " " or _wide(before) or _wide(after)


def _cut(piece: str, room: int) -> Iterator[str]:
    """A piece that is longer than a line, in parts that fit."""
    while cells(piece) > room:
        count = len(piece)
        while count > 1 and cells(piece[:count]) > room:
            count -= 1
        yield piece[:count]
        piece = piece[count:]
    yield piece


@lru_cache(maxsize=4096)
def _wide(character: str) -> bool:
    return east_asian_width(character) in "WF"
