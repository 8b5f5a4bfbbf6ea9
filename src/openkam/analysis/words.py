"""A word or sentence in both languages of the house."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

Language = Literal["en", "zh"]


class Said(Protocol):
    """Anything that can be said in either language, written when it is asked for."""

    def to(self, language: Language) -> str:
        """The words in one language."""
        ...


class Text(NamedTuple):
    """The same sentence as an English and as a Chinese reader would say it.

    Placeholders in braces are filled by `filled`; both languages must use the same ones.
    """

    en: str
    zh: str

    def to(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en

    def filled(self, **figures: "str | int | Text") -> "Text":
        """The sentence with its placeholders filled; a figure that is itself a Text follows the language."""
        return Text(filled_in(self, figures, "en"), filled_in(self, figures, "zh"))

    def filling(self, **figures: "str | int | Said") -> "Filled":
        """As `filled`, but written only in the language that is asked for."""
        return Filled(self, figures)


class Filled(NamedTuple):
    """A sentence with the figures for its placeholders."""

    words: Text
    figures: "Mapping[str, str | int | Said]"

    def to(self, language: Language) -> str:
        """The sentence in one language."""
        return filled_in(self.words, self.figures, language)


def filled_in(words: Text, figures: "Mapping[str, str | int | Said]", language: Language) -> str:
    """The sentence in one language; figures that can be said follow it."""
    said = {name: one if isinstance(one, (str, int)) else one.to(language) for name, one in figures.items()}
    return words.to(language).format(**said)
