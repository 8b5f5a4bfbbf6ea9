"""Role cards of those who will be at the visit."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts
from openkam.records.contacts.labels import ROLES
from openkam.records.contacts.role_cards import ROLE_CARDS, RoleCard


@dataclass(frozen=True)
class Hint:
    """A role card, and who of those present holds the role."""

    role: Text
    holders: Text
    card: RoleCard


def hints(facts: AccountFacts, attending: Sequence[int]) -> list[Hint]:
    """A card for each role of those who attend; of everybody where nobody is chosen."""
    found = []
    for role, label in ROLES.items():
        holders = [one.name for one in facts.holding(role) if not attending or one.person in attending]
        if holders:
            found.append(Hint(label, Text(", ".join(holders), "、".join(holders)), ROLE_CARDS[role]))
    return found
