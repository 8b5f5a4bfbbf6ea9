"""What changed in people's posts within a year: who left, who was moved down, who came in at the top."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from django.db.models import Q

from openkam.core.access import Viewer
from openkam.insight.health.facts import Change, ChangeKind
from openkam.insight.health.scope import at
from openkam.records.contacts.kinds import Level
from openkam.records.contacts.models import BuyingRole, Employment

YEAR: Final = timedelta(days=365)
_HEIGHT: Final[dict[str, int]] = {Level.EXECUTION: 1, Level.MANAGEMENT: 2, Level.DECISION: 3}
_Key = tuple[int, int]


def changes_of(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[Change]]:
    """By account, oldest first; two queries."""
    posts, roles = _posts(viewer, accounts, day), _roles(viewer, accounts, day)
    found: dict[int, list[Change]] = defaultdict(list)
    for (account, person), held in posts.items():
        found[account] += _of_one(held, frozenset(roles[(account, person)]), day)
    for changes in found.values():
        changes.sort(key=lambda one: (one.day, one.person))
    return found


def _of_one(held: list[Employment], roles: frozenset[str], day: date) -> list[Change]:
    changes = []
    latest = held[-1]
    if all(post.until_date is not None and post.until_date < day for post in held):
        changes.append(_change(ChangeKind.LEFT, latest, roles, latest.until_date))
    for before, after in pairwise(held):
        if after.since_date is not None and _HEIGHT.get(after.level, 0) < _HEIGHT.get(before.level, 0) and after.level:
            changes.append(_change(ChangeKind.LOWERED, after, roles, after.since_date))
    risen = [post for post in held if post.level == Level.DECISION]
    if risen and risen[0].since_date is not None and risen[0].since_date >= day - YEAR:
        changes.append(_change(ChangeKind.NEW_CHIEF, risen[0], roles, risen[0].since_date))
    return [one for one in changes if one is not None]


def _change(kind: ChangeKind, post: Employment, roles: frozenset[str], day: date | None) -> Change | None:
    return None if day is None else Change(kind, post.person_id, post.person.name, post.title, day, roles)


def _posts(viewer: Viewer, accounts: list[int], day: date) -> dict[_Key, list[Employment]]:
    """The posts of everybody who had one within the year, the latest last; of whom nothing began or ended, none."""
    began = Q(since_date__gte=day - YEAR, since_date__lte=day)
    ended = Q(until_date__gte=day - YEAR, until_date__lt=day)
    rows = (
        at(Employment.objects.visible_to(viewer), accounts)
        .filter(began | ended | Q(until_date=None))
        .exclude(since_date__gt=day)
        .filter(person__merged_into=None, person__erased_at=None, person__is_placeholder=False)
        .select_related("person")
    )
    posts: dict[_Key, list[Employment]] = defaultdict(list)
    for post in sorted(rows, key=lambda one: (one.since_date or date.min, one.until_date or date.max, one.pk)):
        posts[(post.account_id, post.person_id)].append(post)
    return posts


def _roles(viewer: Viewer, accounts: list[int], day: date) -> dict[_Key, set[str]]:
    """Roles held at any time within the year."""
    rows = at(BuyingRole.objects.visible_to(viewer), accounts).filter(
        Q(until_date=None) | Q(until_date__gte=day - YEAR)
    )
    roles: dict[_Key, set[str]] = defaultdict(set)
    for account, person, role in rows.values_list("account_id", "person_id", "role"):
        roles[(account, person)].add(role)
    return roles
