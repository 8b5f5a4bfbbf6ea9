"""A finding in words: a code for machines, a sentence in both languages, and the figures it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openkam.analysis.words import Language, Said, Text, filled_in


@dataclass(frozen=True)
class Sentence:
    """One thing a reader should know.

    code      stable, for machines
    words     the sentence with placeholders
    figures   what fills the placeholders, written for people when the sentence is
    accounts  codes of the accounts it is about, most important first
    evidence  the plain figures behind it (money as text with two decimals, shares 0 to 1, counts, days)
    """

    code: str
    words: Text
    figures: Mapping[str, Said | str | int] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()
    evidence: Mapping[str, str | int | float | None] = field(default_factory=dict)

    def to(self, language: Language) -> str:
        """The sentence in one language."""
        return filled_in(self.words, self.figures, language)

    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(self.to("en"), self.to("zh"))


def listed(names: list[str], limit: int = 3, chinese: str = "家") -> Text:
    """Names for a sentence: the first few, then how many more; `chinese` is the measure word of what is named."""
    more = len(names) - limit
    if more <= 0:
        return Text(", ".join(names), "、".join(names))
    head = names[:limit]
    return Text(f"{', '.join(head)} and {more:,} more", f"{'、'.join(head)}等{len(names):,}{chinese}")
