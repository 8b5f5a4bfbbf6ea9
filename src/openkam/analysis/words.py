"""A word or sentence in both languages of the house."""

from typing import Literal, NamedTuple

Language = Literal["en", "zh"]


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

        def of(language: Language) -> str:
            words = {k: v.to(language) if isinstance(v, Text) else v for k, v in figures.items()}
            return self.to(language).format(**words)

        return Text(of("en"), of("zh"))
