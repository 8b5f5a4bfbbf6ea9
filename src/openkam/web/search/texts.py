"""Texts of pieces behind one another in memory: a word is looked for among the beginnings of all pieces at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.records.accounts.pieces import END, HEAD, Asked

_FIRST: Final = 4
_BLANK: Final = ord(" ")
_BREAK: Final = ord("\n")


@dataclass(frozen=True)
class Texts:
    """Texts by number, in the order they were handed in.

    keys    int64, one a text; begins: int64, the byte where each begins
    written UTF-8, a blank on either side of each text, a line each
    starts  int32, the byte where each piece begins; first: uint32, its first four bytes
    """

    keys: Array
    begins: Array
    written: bytes
    starts: Array
    first: Array

    @property
    def size(self) -> int:
        """Bytes."""
        arrays = (self.keys, self.begins, self.starts, self.first)
        return len(self.written) + sum(one.nbytes for one in arrays)

    def places(self, query: Asked) -> tuple[Array, Array]:
        """Keys and places (int64, as `place_in` tells them) of the texts that answer, in order."""
        head, words = self._holding(query.head), map(self._holding, query.words)
        wholes = np.concatenate([self._holding(whole, is_all=True) for whole in query.wholes])
        # A query of a company form and a name is the whole of that name, which holds no word for the form.
        number = np.union1d(np.union1d(head, wholes), reduce(np.intersect1d, words))
        place = np.where(np.isin(number, wholes), 0, np.where(np.isin(number, head), 1, 2))
        return self.keys[number], place

    def _holding(self, word: str, *, is_all: bool = False) -> Array:
        """Numbers, rising, of the texts with a piece that begins with the word; that is the word, with `is_all`."""
        wanted = _encoded(word) + b" " * is_all
        known = min(len(wanted), _FIRST)
        first = self.first if known == _FIRST else self.first & ((1 << 8 * known) - 1)
        at = self.starts[np.flatnonzero(first == int.from_bytes(wanted[:known], "little"))]
        if len(wanted) > _FIRST:
            begins_so = self.written.startswith
            at = np.array([start for start in at.tolist() if begins_so(wanted, start)], np.int64)
        return np.unique(np.searchsorted(self.begins, at, side="right") - 1)


def texts_of(pairs: Iterable[tuple[int, str]]) -> Texts:
    """Keys with their texts, as they are kept to be looked through."""
    held = list(pairs)
    written = _encoded("\n".join(f" {text} " for _, text in held))
    signs = np.frombuffer(written + bytes(_FIRST), np.uint8)
    begins = np.concatenate(([0], np.flatnonzero(signs == _BREAK) + 1))[: len(held)]
    starts = (np.flatnonzero(signs[: len(written)] == _BLANK) + 1).astype(np.int32)
    first = np.zeros(len(starts), np.uint32)
    for place in range(_FIRST):
        first |= signs[starts + place].astype(np.uint32) << np.uint32(8 * place)
    keys = np.array([key for key, _ in held], np.int64)
    return Texts(keys, begins.astype(np.int64), written, starts, first)


def _encoded(text: str) -> bytes:
    """The marks of a whole as one byte each: three letters behind it stand among the first four bytes."""
    return text.replace(HEAD, "\x01").replace(END, "\x02").encode(errors="replace")
