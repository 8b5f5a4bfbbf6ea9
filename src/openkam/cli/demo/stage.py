"""What every part of the demo's people needs: the dice, the day, the language, and one account being peopled."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from openkam.analysis.words import Language, Text
from openkam.cli.demo.chair_words import Seat

if TYPE_CHECKING:
    from openkam.records.accounts.models import Account
    from openkam.records.contacts.models import Person
    from openkam.records.opportunities.models import Opportunity
    from openkam.records.users.models import User


@dataclass(frozen=True)
class Mood:
    """How an account is doing: how many people, who is known of them, how often and how lately we were there.

    silence   days since the latest entry; entries in the twelve months before it
    """

    name: str
    share: float
    people: tuple[int, int]
    entries: tuple[int, int]
    silence: tuple[int, int]
    ours: int


MOODS: Final = (
    Mood("healthy", 0.42, (7, 12), (14, 26), (2, 20), 3),
    Mood("thin", 0.24, (2, 3), (3, 8), (10, 60), 1),
    Mood("shaken", 0.2, (5, 9), (7, 14), (8, 45), 2),
    Mood("silent", 0.14, (3, 6), (4, 8), (140, 260), 1),
)


@dataclass(frozen=True)
class Plan:
    """An opportunity of an account; bids are asked for where it is a tender."""

    deal: "Opportunity"
    is_tender: bool


@dataclass
class Scene:
    """One account being peopled; is_first: it is of the first tier."""

    account: "Account"
    owner: "User"
    manager: "User | None"
    mood: Mood
    people: list["Person"] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    is_first: bool = False
    deals: list[Plan] = field(default_factory=list)

    def deal_on(self, day: date) -> "Opportunity | None":
        """What was open on a day and is talked about then."""
        open_then = [
            plan.deal
            for plan in self.deals
            if plan.deal.opened_date <= day and (plan.deal.closed_date is None or day <= plan.deal.closed_date)
        ]
        return open_then[0] if open_then else None


@dataclass(frozen=True)
class Stage:
    """What every part needs to know."""

    dice: np.random.Generator
    language: Language
    today: date
    now: datetime

    def say(self, text: Text) -> str:
        """In the language of the installation."""
        return text.to(self.language)

    def days_ago(self, span: tuple[int, int]) -> date:
        """Some day of so many days ago."""
        return self.today - timedelta(days=int(self.dice.integers(*span)))

    def chance(self, share: float) -> bool:
        """Whether it happens this time."""
        return bool(self.dice.random() < share)
