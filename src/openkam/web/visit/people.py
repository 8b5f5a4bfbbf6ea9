"""Who matters at the next visit: those who decide, those who block, those whom nobody of us has met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from openkam.analysis.words import Text
from openkam.insight.health.facts import AccountFacts, Contact
from openkam.insight.health.holders import in_deals
from openkam.insight.health.touch import ago_text, contact_text
from openkam.records.contacts.labels import LEVELS, ROLES, STANDARD_ROLES
from openkam.records.contacts.scales import MODES, value_label

MOST: Final = 6
YEAR: Final = timedelta(days=365)
_BLOCKS: Final = "BLOCKER"


@dataclass(frozen=True)
class PersonLine:
    """A person in a line: what he is, how he stands to us (blank: unknown, or not for this viewer), when in touch."""

    key: int
    name: str
    post: str
    roles: tuple[Text, ...]
    stance: Text | None
    is_against: bool
    mode: Text | None
    contact: Text


@dataclass(frozen=True)
class Group:
    """Some people, the first six of them."""

    people: tuple[PersonLine, ...]
    more: int


def deciders(facts: AccountFacts) -> Group:
    """Who decides here."""
    return _group(facts, facts.holding("DECIDER"))


def blockers(facts: AccountFacts) -> Group:
    """Who stands against us or for what is; nobody where the viewer may not know."""
    against = [one for one in facts.contacts if (one.stance or 0) < 0 or one.profile == _BLOCKS]
    return _group(facts, sorted(against, key=lambda one: one.stance or 0))


def unmet(facts: AccountFacts) -> Group:
    """Whom none of us met within a year, those with a part in the buying first."""
    first = facts.today - YEAR
    found = [one for one in facts.contacts if one.met is None or one.met < first]
    return _group(facts, sorted(found, key=lambda one: not _roles_of(facts, one)))


def empty_roles(facts: AccountFacts) -> tuple[Text, ...]:
    """The roles somebody must hold and nobody is known to hold."""
    return tuple(ROLES[role] for role in STANDARD_ROLES if not facts.holding(role))


def line_of(facts: AccountFacts, person: Contact) -> PersonLine:
    """One person in a line."""
    return PersonLine(
        key=person.person,
        name=person.name,
        post=" · ".join(part for part in (person.department, person.title) if part),
        roles=_roles_of(facts, person) or ((LEVELS[person.level],) if person.level else ()),
        stance=value_label("STANCE", str(person.stance)) if person.stance is not None else None,
        is_against=(person.stance or 0) < 0,
        mode=MODES.get(person.mode),
        contact=_contact(facts, person),
    )


def _contact(facts: AccountFacts, person: Contact) -> Text:
    met = ago_text(person.met, is_month=person.met_by_month, today=facts.today) if person.met else None
    touched = ago_text(person.touched, is_month=person.touched_by_month, today=facts.today) if person.touched else None
    return contact_text(met, touched)


def _roles_of(facts: AccountFacts, person: Contact) -> tuple[Text, ...]:
    """What he is for the whole account, and in which open deals alone he is what."""
    deals = {role: facts.deals_of(person, role) for role in ROLES}
    return tuple(in_deals(label, deals[role]) for role, label in ROLES.items() if role in person.roles or deals[role])


def _group(facts: AccountFacts, people: Sequence[Contact]) -> Group:
    return Group(tuple(line_of(facts, one) for one in people[:MOST]), max(0, len(people) - MOST))
