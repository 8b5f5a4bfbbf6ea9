"""What red flags are computed from: plain facts of one account, as far as one viewer may see them.

`gathering.account_facts` fills them; whatever the viewer may not see is absent, as if nobody had ever written it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class ChangeKind(StrEnum):
    """What became of a person's post."""

    LEFT = "LEFT"
    LOWERED = "LOWERED"
    NEW_CHIEF = "NEW_CHIEF"
    NOTED = "NOTED"


@dataclass(frozen=True)
class Contact:
    """A person at the account today.

    touched     the latest day he and one of us were in touch; met: the latest face to face; None: never noted
    touched_by_month, met_by_month  only the month of it is known, and the day is the latest it can have been
    touched_by  the same day by colleague
    stance      -5 to 5 without 0; None: nobody has judged, or the viewer may not know; mode, influence, profile alike
    """

    person: int
    name: str
    department: str = ""
    title: str = ""
    level: str = ""
    roles: frozenset[str] = frozenset()
    touched: date | None = None
    met: date | None = None
    touched_by: Mapping[int, date] = field(default_factory=dict)
    touched_by_month: bool = False
    met_by_month: bool = False
    stance: int | None = None
    mode: str = ""
    mode_date: date | None = None
    influence: str = ""
    profile: str = ""


@dataclass(frozen=True)
class Change:
    """Something happened to a person's post on a day (None: the day is unknown).

    key   of the entry of the log that says so, 0 where a post itself says it
    roles what he was in the buying when it happened
    """

    kind: ChangeKind
    person: int
    name: str
    title: str
    day: date
    roles: frozenset[str] = frozenset()
    key: int = 0


@dataclass(frozen=True)
class TenderStep:
    """Who runs the customer's tender from a day on: a person (`name`), or a department."""

    key: int
    person: int | None
    name: str
    department: str
    since: date


@dataclass(frozen=True)
class Word:
    """Something one person of the customer promised, and whether another confirmed it."""

    key: int
    person: int
    name: str
    text: str
    said: date
    is_confirmed: bool


@dataclass(frozen=True)
class DealMode:
    """How somebody sees one opportunity, the latest that was noted: his response mode, and since when we know it."""

    key: int
    person: int
    name: str
    mode: str
    day: date


@dataclass(frozen=True)
class Deal:
    """An open opportunity; roles holds the people by role that are noted for it beside those of the account."""

    key: int
    name: str
    bid_date: date | None = None
    opened: date | None = None
    roles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    tender: tuple[TenderStep, ...] = ()
    promises: tuple[Word, ...] = ()
    modes: tuple[DealMode, ...] = ()


@dataclass(frozen=True)
class OpenObjection:
    """Something that speaks against us and was not answered yet."""

    key: int
    text: str
    raised: date
    person: str = ""


@dataclass(frozen=True)
class RivalVisit:
    """The customer and a rival saw each other, as an entry of the log says.

    by_month  only the month is known, and the day is the latest it can have been
    """

    key: int
    rival: str
    day: date
    by_month: bool = False


@dataclass(frozen=True)
class HeldCoach:
    """A coach whose seal the viewer holds, the day of his latest evidence, and the day he was sealed."""

    person: int
    latest_evidence: date | None
    sealed: date | None = None


@dataclass(frozen=True)
class AccountFacts:
    """One account on a day.

    tier, place    what stands today: the code of the tier and 0 for the first; "" and None without a grade
    reads_intel    whether the viewer may know what colleagues think of people here
    contacts       everybody there today; empty_chairs: placeholders' roles
    last_met       the latest day on which one of us was there
    unconfirmed    facts that nobody confirmed, by item, with the day they were noticed
    phase          the phase the relation has reached, and since when
    """

    account: int
    today: date
    tier: str = ""
    place: int | None = None
    reads_intel: bool = False
    contacts: tuple[Contact, ...] = ()
    empty_chairs: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()
    deals: tuple[Deal, ...] = ()
    objections: tuple[OpenObjection, ...] = ()
    rival_visits: tuple[RivalVisit, ...] = ()
    unconfirmed: tuple[tuple[str, date], ...] = ()
    coaches: tuple[HeldCoach, ...] = ()
    last_met: date | None = None
    phase: str = ""
    phase_since: date | None = None

    def since(self, days: int) -> date:
        """The first of the latest `days` days."""
        return self.today - timedelta(days=days)

    def holding(self, role: str) -> list[Contact]:
        """Who has the role, for the account or in one of its deals."""
        in_deals = {person for deal in self.deals for person in deal.roles.get(role, ())}
        return [one for one in self.contacts if role in one.roles or one.person in in_deals]

    def deals_of(self, person: Contact, role: str) -> list[Deal]:
        """The open deals in which alone he has the role; none where he has it for the whole account."""
        if role in person.roles:
            return []
        return [deal for deal in self.deals if person.person in deal.roles.get(role, ())]

    def deals_without(self, role: str) -> list[Deal]:
        """The open deals in which nobody has the role; none where somebody has it for the whole account."""
        if any(role in one.roles for one in self.contacts):
            return []
        there = {one.person for one in self.contacts}
        return [deal for deal in self.deals if there.isdisjoint(deal.roles.get(role, ()))]

    def live(self, days: int) -> list[Contact]:
        """Who was met or in touch within these days."""
        first = self.since(days)
        return [one for one in self.contacts if one.touched is not None and one.touched >= first]

    def named(self, person: int) -> Contact | None:
        """The contact of this key."""
        return next((one for one in self.contacts if one.person == person), None)

    @property
    def is_worked_on(self) -> bool:
        """An important tier, an open deal, or anybody known: only there somebody's absence is a finding."""
        return (self.place is not None and self.place <= 1) or bool(self.deals) or bool(self.contacts)
