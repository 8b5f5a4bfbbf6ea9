"""The same sentence about many accounts: one wording, its figures as columns, written when the first is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple, Protocol

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Said, Text
from openkam.core.figures import money_each, share_text


class Spoken(Protocol):
    """One figure of each account, written in the language that is asked for."""

    def each(self, language: Language) -> Iterable[str]:
        """The figures of all accounts, in their order."""
        ...


Figure = list[str] | list[int] | Spoken
"""What fills a placeholder for each account: what is the same in both languages, or something to be said."""


class Same(NamedTuple):
    """A figure that all accounts share."""

    said: Said

    def each(self, language: Language) -> Iterable[str]:
        """The figure, as often as it is asked for."""
        return repeat(self.said.to(language))


class Words(NamedTuple):
    """Figures or words that know both languages."""

    said: list[Said]

    def each(self, language: Language) -> list[str]:
        """The words of each account."""
        return [one.to(language) for one in self.said]


class Shares(NamedTuple):
    """Shares of 1, written as `share_text` writes them."""

    shares: list[float]
    places: int = 1

    def each(self, _: Language) -> list[str]:
        """The share of each account."""
        return [share_text(share, self.places) for share in self.shares]


class Amounts(NamedTuple):
    """Amounts in 1/10,000 (int64), written as `money_text` writes them."""

    units: Array

    def each(self, language: Language) -> list[str]:
        """The amount of each account."""
        return money_each(self.units, language)


@dataclass(frozen=True, eq=False)
class Sentences:
    """One sentence about each of some accounts.

    code      stable, for machines
    words     the sentence with placeholders
    accounts  indices of the accounts
    figures   what fills the placeholders, by name, aligned with the accounts
    """

    code: str
    words: Text
    accounts: Array
    figures: Mapping[str, Figure] = field(default_factory=dict)
    _written: dict[tuple[Text, Language], list[str]] = field(default_factory=dict, init=False, repr=False)

    def texts(self, words: Text, language: Language) -> list[str]:
        """All of them in one language; `words` are its own, or others about the same figures."""
        known = self._written.get((words, language))
        if known is None:
            known = self._written[words, language] = self._filled(words.to(language), language)
        return known

    def _filled(self, pattern: str, language: Language) -> list[str]:
        asked = [name for name in self.figures if f"{{{name}}}" in pattern]
        if not asked:
            return [pattern] * len(self.accounts)
        # Numbered placeholders, so that one call fills the sentences of all accounts from the columns.
        numbered = pattern.format(**{name: f"{{{place}}}" for place, name in enumerate(asked)})
        figures = (self.figures[name] for name in asked)
        return list(map(numbered.format, *(one if isinstance(one, list) else one.each(language) for one in figures)))


class Reason:
    """A sentence about one account; equal to any other that says the same."""

    __slots__ = ("_place", "_sentences", "_words")

    def __init__(self, sentences: Sentences, place: int, words: Text | None = None) -> None:
        self._sentences, self._place = sentences, place
        self._words = sentences.words if words is None else words

    @property
    def code(self) -> str:
        """Stable, for machines."""
        return self._sentences.code

    def to(self, language: Language) -> str:
        """The sentence in one language."""
        return self._sentences.texts(self._words, language)[self._place]

    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(self.to("en"), self.to("zh"))

    def reworded(self, words: Text) -> "Reason":
        """The same figures in other words."""
        return Reason(self._sentences, self._place, words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.code, self.text()) == (other.code, other.text())

    def __hash__(self) -> int:
        return hash((self.code, self.text()))

    def __repr__(self) -> str:
        return f"Reason({self.code}: {self.to('en')})"


def by_account(found: Iterable[Sentences]) -> Iterator[tuple[int, Reason]]:
    """The index of each account with its sentence."""
    for sentences in found:
        for place, index in enumerate(sentences.accounts.tolist()):
            yield index, Reason(sentences, place)
