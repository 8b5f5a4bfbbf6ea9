"""Who plays which role in an opportunity, and who has it for the account and may have it here, too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.health.facts import AccountFacts
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.labels import ROLE_MEANINGS, ROLES, STANDARD_ROLES
from openkam.records.contacts.queries import Chair
from openkam.records.contacts.scales import STANCES
from openkam.records.opportunities.models import DealRole, Opportunity
from openkam.records.opportunities.queries import roles_that_hold


@dataclass(frozen=True)
class Holder:
    """Somebody with a role in the opportunity.

    post      his post at the customer; position the one in the customer's project
    is_chair  we know there must be somebody, and not who: the role is not filled by him
    stance    None: nobody has judged, or the viewer may not know
    met       the latest day one of us met him face to face; touched: was in touch
    """

    person: int
    name: str
    post: str
    position: str
    evidence: str
    since: date | None
    noted_by: str
    is_chair: bool
    stance: Text | None
    is_against: bool
    met: date | None
    touched: date | None


@dataclass(frozen=True)
class RoleLine:
    """One role: who has it here, and who has it for the account without being named here."""

    code: str
    label: Text
    meaning: Text
    is_needed: bool
    holders: Sequence[Holder]
    at_account: Sequence[tuple[int, str]]

    @property
    def is_filled(self) -> bool:
        """Whether somebody of flesh and blood has it."""
        return any(not one.is_chair for one in self.holders)


def role_lines(viewer: Viewer, deal: Opportunity, chairs: Sequence[Chair], facts: AccountFacts) -> list[RoleLine]:
    """Every role, the empty ones, too; one query."""
    rows = roles_that_hold(viewer, viewer.today).filter(opportunity=deal).select_related("person", "noted_by")
    by_role: dict[str, list[DealRole]] = defaultdict(list)
    for row in rows.order_by("since_date", "pk"):
        by_role[row.role].append(row)
    there = {one.person: one for one in chairs}
    named = {row.person_id for held in by_role.values() for row in held}
    return [
        RoleLine(
            code=role.value,
            label=ROLES[role],
            meaning=ROLE_MEANINGS[role],
            is_needed=role in STANDARD_ROLES,
            holders=[_holder(row, there, facts) for row in by_role[role]],
            at_account=[] if by_role[role] else _at_account(role, chairs, named, viewer.today),
        )
        for role in RoleCode
    ]


def _at_account(role: RoleCode, chairs: Sequence[Chair], named: set[int], today: date) -> list[tuple[int, str]]:
    """Who has the role for the account, is there and has no role here; whoever is named here was given his."""
    return [
        (one.person, one.name)
        for one in chairs
        if role in one.roles and one.person not in named and not one.is_placeholder and not one.has_left(today)
    ]


def _holder(row: DealRole, there: Mapping[int, Chair], facts: AccountFacts) -> Holder:
    chair, contact = there.get(row.person_id), facts.named(row.person_id)
    posts = (chair.department, chair.title) if chair is not None else ()
    stance = contact.stance if contact is not None else None
    return Holder(
        person=row.person_id,
        name=row.person.name,
        post=" · ".join(filter(None, posts)),
        position=row.position,
        evidence=row.evidence,
        since=row.since_date,
        noted_by=row.noted_by.name if row.noted_by is not None else "",
        is_chair=row.person.is_placeholder,
        stance=STANCES[stance] if stance is not None else None,
        is_against=stance is not None and stance < 0,
        met=contact.met if contact is not None else None,
        touched=contact.touched if contact is not None else None,
    )
