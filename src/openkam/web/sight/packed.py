"""Columns of text for many accounts in a tenth of the memory of as many strings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array


@dataclass(frozen=True)
class Words:
    """A column of words that return: `vocabulary[index[row]]`, blank for none."""

    vocabulary: tuple[str, ...]
    index: Array

    def where(self, chosen: Iterable[str]) -> Array:
        """Which rows hold one of the words."""
        wanted = set(chosen)
        if len(wanted) == 1:
            return self._holding(*wanted)
        hits = np.array([word in wanted for word in self.vocabulary], bool)
        found: Array = hits[self.index] if len(hits) else np.zeros(len(self.index), bool)
        return found

    def _holding(self, word: str) -> Array:
        """To compare numbers takes a tenth of looking each of them up."""
        place = self.vocabulary.index(word) if word in self.vocabulary else -1
        found: Array = self.index == place
        return found


class Wording:
    """Words given piece by piece, and what they make together."""

    def __init__(self) -> None:
        self._places: defaultdict[str, int] = defaultdict()
        self._places.default_factory = self._places.__len__
        self._places[""] = 0
        self._index = [np.zeros(0, np.int32)]

    def add(self, values: Sequence[str]) -> None:
        """The words of the next rows."""
        self._index.append(np.fromiter(map(self._places.__getitem__, values), np.int32, len(values)))

    @property
    def words(self) -> Words:
        """All of them."""
        return Words(tuple(self._places), np.concatenate(self._index))


class Names:
    """A column of texts that do not return, written one after the other; the same texts are equal.

    text  all of them in UTF-8; lengths: of each, in bytes
    """

    __slots__ = ("_ends", "_text")

    def __init__(self, text: bytes, lengths: Array) -> None:
        self._text, self._ends = text, np.cumsum(lengths, dtype=np.int32)

    @classmethod
    def of(cls, parts: Iterable[Sequence[str]]) -> "Names":
        """Texts given in several lists."""
        texts, lengths = [], [np.zeros(0, np.int32)]
        for part in parts:
            written = [name.encode() for name in part]
            texts.append(b"".join(written))
            lengths.append(np.fromiter(map(len, written), np.int32, len(written)))
        return cls(b"".join(texts), np.concatenate(lengths))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, row: int) -> str:
        start = int(self._ends[row - 1]) if row else 0
        return self._text[start : int(self._ends[row])].decode()

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends.tolist():
            yield self._text[start:end].decode()
            start = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and self._text == other._text and np.array_equal(self._ends, other._ends)

    def __hash__(self) -> int:
        return hash((self._text, self._ends.tobytes()))
