"""What changed in people's posts within a year: who left, who was moved down, who came in at the top."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from django.db.models import Q

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.health.facts import Change, ChangeKind
from openkam.insight.health.scope import at
from openkam.records.contacts.kinds import Level
from openkam.records.contacts.models import BuyingRole, Employment

YEAR: Final = timedelta(days=365)
_HEIGHT: Final[dict[str, int]] = {Level.EXECUTION: 1, Level.MANAGEMENT: 2, Level.DECISION: 3}
_Key = tuple[int, int]


@dataclass(frozen=True)
class Post:
    """One post of a person, as far as its change matters."""

    person: int
    name: str
    title: str
    level: str
    since: date | None
    until: date | None


def changes_of(viewer: Viewer, accounts: list[int], day: date, there: Collection[_Key]) -> dict[int, list[Change]]:
    """By account, oldest first; `there` are the people still at an account, by account and person. Two queries."""
    posts, roles = _posts(viewer, accounts, day), _roles(viewer, accounts, day)
    found: dict[int, list[Change]] = defaultdict(list)
    for (account, person), held in posts.items():
        has_left = (account, person) not in there
        found[account] += _of_one(held, frozenset(roles[(account, person)]), day, has_left=has_left)
    for changes in found.values():
        changes.sort(key=lambda one: (one.day, one.person))
    return found


def _of_one(held: list[Post], roles: frozenset[str], day: date, *, has_left: bool) -> list[Change]:
    changes = []
    if has_left:
        changes.append(_change(ChangeKind.LEFT, held[-1], roles, held[-1].until))
    for before, after in pairwise(held):
        if after.level and after.since is not None and _HEIGHT[after.level] < _HEIGHT.get(before.level, 0):
            changes.append(_change(ChangeKind.LOWERED, after, roles, after.since))
    risen = [post for post in held if post.level == Level.DECISION]
    if risen and not has_left and risen[0].since is not None and risen[0].since >= day - YEAR:
        changes.append(_change(ChangeKind.NEW_CHIEF, risen[0], roles, risen[0].since))
    return [one for one in changes if one is not None]


def _change(kind: ChangeKind, post: Post, roles: frozenset[str], day: date | None) -> Change | None:
    return None if day is None else Change(kind, post.person, post.name, post.title, day, roles)


def _posts(viewer: Viewer, accounts: list[int], day: date) -> dict[_Key, list[Post]]:
    """The posts that began or ended within the year, the latest last."""
    posts: dict[_Key, list[Post]] = defaultdict(list)
    for account, *said in _MOVED(viewer, accounts, day, day - YEAR):
        post = Post(*said)
        posts[(account, post.person)].append(post)
    for held in posts.values():
        held.sort(key=lambda one: (one.since or date.min, one.until or date.max))
    return posts


def _roles(viewer: Viewer, accounts: list[int], day: date) -> dict[_Key, set[str]]:
    """Roles held at any time within the year."""
    roles: dict[_Key, set[str]] = defaultdict(set)
    for account, person, role in _ROLES(viewer, accounts, day - YEAR):
        roles[(account, person)].add(role)
    return roles


def _moved(viewer: Viewer, accounts: list[int], day: date, first: date) -> Any:
    began = Q(since_date__gte=first, since_date__lte=day)
    ended = Q(until_date__gte=first, until_date__lt=day)
    rows = (
        at(Employment.objects.visible_to(viewer), accounts)
        .filter(began | ended)
        .exclude(since_date__gt=day)
        .filter(person__merged_into=None, person__erased_at=None, person__is_placeholder=False)
        .order_by("pk")
    )
    return rows.values_list("account_id", "person_id", "person__name", "title", "level", "since_date", "until_date")


def _held_roles(viewer: Viewer, accounts: list[int], first: date) -> Any:
    rows = at(BuyingRole.objects.visible_to(viewer), accounts).filter(Q(until_date=None) | Q(until_date__gte=first))
    return rows.values_list("account_id", "person_id", "role")


_MOVED: Final[Prepared[tuple[Any, ...]]] = Prepared(_moved)
_ROLES: Final[Prepared[tuple[int, int, str]]] = Prepared(_held_roles)
