"""Everything the map shows, before it has places: people on a day, who met them, what is empty, how well covered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from openkam.core.access import Viewer
from openkam.insight.health.coverage import Coverage, Covered, coverage, power_of
from openkam.records.accounts.models import Account
from openkam.records.contacts.kinds import Level, OpinionKind, RoleCode
from openkam.records.contacts.labels import STANDARD_ROLES
from openkam.records.contacts.queries import AccountPeople, Chair, account_people
from openkam.records.opportunities.models import DealRole, DealView, TenderOwner
from openkam.records.opportunities.queries import roles_that_hold
from openkam.web.people.touches import NEVER, Seen, seen_people

LEVELS: Final = (Level.DECISION, Level.MANAGEMENT, Level.EXECUTION, "")
"""The bands from above; the last one is for people whose level is unknown."""


@dataclass(frozen=True)
class DealPart:
    """A role somebody has in one open deal, and what the deal is called."""

    role: str
    deal: str


@dataclass(frozen=True)
class Figure:
    """A person on the map.

    deal_parts  his roles in deals that are open on the day, where the whole account is looked at
    is_aside    he has no part in the deal that is looked at, and stands there for the line of reporting only
    """

    chair: Chair
    seen: Seen
    has_left: bool
    deal_parts: tuple[DealPart, ...] = ()
    is_aside: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """What he is in the buying, at the account or in a deal of it."""
        return self.chair.roles | {part.role for part in self.deal_parts}

    @property
    def key(self) -> int:
        """The key of the person."""
        return self.chair.person

    @property
    def stance(self) -> int | None:
        """−5 to 5; None: unknown, or not for this viewer."""
        held = self.chair.opinions.get(OpinionKind.STANCE)
        return int(held.value) if held is not None else None

    @property
    def influence(self) -> str:
        """HIGH, MEDIUM or LOW; blank: unknown, or not for this viewer."""
        held = self.chair.opinions.get(OpinionKind.INFLUENCE)
        return held.value if held is not None else ""

    @property
    def counts(self) -> bool:
        """Whether he is somebody of flesh and blood who is there and takes part."""
        return not (self.has_left or self.is_aside or self.chair.is_placeholder)


@dataclass(frozen=True)
class Scene:
    """The map's contents; `empty` are standard roles nobody of flesh and blood holds."""

    account: Account
    day: date
    figures: tuple[Figure, ...]
    people: AccountPeople
    coverage: Coverage
    empty: tuple[RoleCode, ...]

    @property
    def present(self) -> list[Figure]:
        """Who is there and counts."""
        return [one for one in self.figures if one.counts]

    @property
    def by_key(self) -> Mapping[int, Figure]:
        """The people by their keys."""
        return {one.key: one for one in self.figures}


def scene_of(viewer: Viewer, account: Account, day: date, opportunity: int | None) -> Scene:
    """The scene of an account the viewer was shown; a fixed number of queries."""
    people = account_people(viewer, [account], day, opportunity=opportunity)[account.pk]
    seen = seen_people(viewer, account, day)
    concerned = _concerned(viewer, account, opportunity, day) if opportunity is not None else None
    parts = _deal_parts(viewer, account, day) if opportunity is None else {}
    figures = _shown(people, seen, concerned, parts)
    present = [one for one in figures if one.counts]
    covered = coverage([_covered(one) for one in present], day)
    held = {role for one in present for role in one.roles}
    empty = tuple(role for role in STANDARD_ROLES if role not in held)
    return Scene(account, day, figures, people, covered, empty)


def _shown(
    people: AccountPeople,
    seen: Mapping[int, Seen],
    concerned: frozenset[int] | None,
    parts: Mapping[int, Sequence[DealPart]],
) -> tuple[Figure, ...]:
    """Everybody, or with a deal those concerned and their superiors."""
    shown = concerned if concerned is None else concerned | _superiors(people.chairs, concerned)
    return tuple(
        Figure(
            chair,
            seen.get(chair.person, NEVER),
            chair.has_left(people.day),
            tuple(parts.get(chair.person, ())),
            is_aside=concerned is not None and chair.person not in concerned,
        )
        for chair in people.chairs
        if shown is None or chair.person in shown
    )


def _superiors(chairs: Sequence[Chair], keys: frozenset[int]) -> frozenset[int]:
    above = {chair.person: chair.superior for chair in chairs}
    found: set[int] = set()
    for key in keys:
        superior = above.get(key)
        while superior is not None and superior not in found:
            found.add(superior)
            superior = above.get(superior)
    return frozenset(found)


def _concerned(viewer: Viewer, account: Account, opportunity: int, day: date) -> frozenset[int]:
    """Who has a part in the deal: a role, a view of his, or the tender."""
    roles = DealRole.objects.visible_to(viewer).filter(account=account, opportunity=opportunity)
    views = DealView.objects.visible_to(viewer).filter(account=account, opportunity=opportunity)
    owners = TenderOwner.objects.visible_to(viewer).filter(account=account, opportunity=opportunity)
    found = set(roles.values_list("person_id", flat=True))
    found |= set(views.filter(observed_date__lte=day).values_list("person_id", flat=True))
    found |= {key for key in owners.filter(since_date__lte=day).values_list("person_id", flat=True) if key is not None}
    return frozenset(found)


def _deal_parts(viewer: Viewer, account: Account, day: date) -> Mapping[int, Sequence[DealPart]]:
    """By person, in the order the deals were opened."""
    is_open = Q(opportunity__closed_date=None) | Q(opportunity__closed_date__gt=day)
    rows = roles_that_hold(viewer, day).filter(is_open, account=account, opportunity__opened_date__lte=day)
    found: dict[int, list[DealPart]] = defaultdict(list)
    ordered = rows.order_by("opportunity__opened_date", "opportunity_id", "pk")
    for person, role, deal in ordered.values_list("person_id", "role", "opportunity__name"):
        found[person].append(DealPart(role, deal))
    return found


def _covered(one: Figure) -> Covered:
    levels = [known.level for known in one.chair.known_by]
    return Covered(
        person=one.key,
        roles=one.roles,
        level=one.chair.level,
        department=one.chair.department,
        stance=one.stance,
        power=power_of(max(levels, default=None)),
        touches=one.seen.touches,
    )
