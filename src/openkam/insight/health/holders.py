"""Who has a role, in words: of somebody who has it in single open deals only, with their names."""

from collections.abc import Iterable, Sequence
from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact, Deal
from openkam.insight.health.flag import listed

_PEOPLE: Final = Text("{n} more", "{n}人")
_DEALS: Final = Text("{n} more", "{n}个商机")


def holders(facts: AccountFacts, people: Iterable[Contact], role: str) -> Text:
    """Up to three names, then how many more."""
    return listed([in_deals(Text(one.name, one.name), facts.deals_of(one, role)) for one in people], _PEOPLE)


def in_deals(words: Text, deals: Sequence[Deal]) -> Text:
    """The words, with the deals they hold for in brackets; alone where they hold for the whole account."""
    if not deals:
        return words
    named = deal_names(deals)
    return Text(f"{words.en} ({named.en})", f"{words.zh}（{named.zh}）")


def deal_names(deals: Iterable[Deal]) -> Text:
    """Up to three deals, then how many more."""
    return listed([Text(f"“{one.name}”", f"“{one.name}”") for one in deals], _DEALS)
