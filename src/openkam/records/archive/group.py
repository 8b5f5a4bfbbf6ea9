"""The group an account belongs to, as a tree of any depth, as far as a viewer sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Q

from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.archive.code_lists import current_version, lies_within
from openkam.records.archive.coding import region_code
from openkam.records.archive.kinds import Scope, Subject
from openkam.records.archive.models import Classification, Partnership

_UP: Final = """
WITH RECURSIVE line(id, parent_id) AS (
    SELECT id, parent_id FROM accounts_account WHERE id = %s
    UNION SELECT a.id, a.parent_id FROM accounts_account a JOIN line ON a.id = line.parent_id
) SELECT id FROM line"""
_DOWN: Final = """
WITH RECURSIVE line(id) AS (
    SELECT id FROM accounts_account WHERE id IN ({places})
    UNION SELECT a.id FROM accounts_account a JOIN line ON a.parent_id = line.id
) SELECT id FROM line"""


@dataclass(frozen=True)
class Member:
    """A company of the group and how many steps below the top the viewer sees."""

    account: Account
    depth: int


@dataclass(frozen=True)
class Inherited:
    """That an account is a key account because of a partnership of its group. Source: R225.

    partner  who carries the partnership: the account itself, or one above it
    """

    partner: Account
    partnership: Partnership


def is_below(account: int, top: int) -> bool:
    """Whether an account belongs, through any number of steps, to another one."""
    return account != top and top in _keys(_UP, [account])


def group_of(viewer: Viewer, account: Account) -> tuple[Member, ...]:
    """The whole group from its visible top down, each parent before its children, by name; at least the account.

    A company the viewer does not see is not there, and neither is what hangs together only through it. Three queries.
    """
    line = _keys(_UP, [account.pk])
    below = _keys(_DOWN.format(places=", ".join(["%s"] * len(line))), line)
    seen = {row.pk: row for row in Account.objects.visible_to(viewer).filter(pk__in=below).select_related("owner")}
    top = account.pk
    passed = {top}
    while (above := seen[top].parent_id if top in seen else None) is not None and above in seen and above not in passed:
        top = above
        passed.add(top)
    return _in_order(seen, top) if top in seen else (Member(account, 0),)


def descendants(members: Collection[Member], account: int) -> set[int]:
    """The account and everything below it among the members of its group."""
    found = {account}
    for member in members:  # parents come first
        if member.account.parent_id in found:
            found.add(member.account.pk)
    return found


def line_above(members: Collection[Member], account: int) -> tuple[Account, ...]:
    """The account and those above it, the nearest first, as far as they are members."""
    by_key = {member.account.pk: member.account for member in members}
    line: list[Account] = []
    place: int | None = account
    while place is not None and place in by_key and by_key[place] not in line:
        line.append(by_key[place])
        place = by_key[place].parent_id
    return tuple(line)


def inherited(viewer: Viewer, members: Collection[Member]) -> dict[int, Inherited]:
    """By key, the members that are key accounts by a partnership in force, the nearest above counting. Two queries."""
    keys = [member.account.pk for member in members]
    in_force = Q(until_date=None) | Q(until_date__gte=viewer.today)
    rows = Partnership.objects.visible_to(viewer).filter(in_force, account__in=keys, since_date__lte=viewer.today)
    by_account = {row.account_id: row for row in rows.order_by("since_date", "pk")}
    regions = regions_of(viewer, [member.account for member in members])
    found: dict[int, Inherited] = {}
    for member in members:
        for above in line_above(members, member.account.pk):
            row = by_account.get(above.pk)
            if row is not None and _reaches(row, above.pk == member.account.pk, regions[member.account.pk]):
                found[member.account.pk] = Inherited(above, row)
                break
    return found


def regions_of(viewer: Viewer, accounts: Collection[Account]) -> dict[int, str]:
    """By key the code of the region: what a person said, else what the files' word means; "" unknown. One query."""
    version = current_version(Subject.REGION)
    said = Classification.objects.visible_to(viewer).filter(account__in=[one.pk for one in accounts])
    codes = dict(said.filter(subject=Subject.REGION, version=version).values_list("account_id", "code"))
    return {one.pk: codes.get(one.pk) or region_code(one.region) for one in accounts}


def _reaches(row: Partnership, is_own: bool, region: str) -> bool:
    return is_own or row.scope == Scope.NETWORK or (region != "" and lies_within(region, row.region))


def _in_order(seen: dict[int, Account], top: int) -> tuple[Member, ...]:
    children: dict[int, list[Account]] = {}
    for row in sorted(seen.values(), key=lambda one: (one.name, one.pk), reverse=True):
        if row.parent_id is not None and row.pk != top:
            children.setdefault(row.parent_id, []).append(row)
    found: list[Member] = []
    waiting = [Member(seen[top], 0)]
    while waiting:
        member = waiting.pop()
        found.append(member)
        waiting += [Member(child, member.depth + 1) for child in children.pop(member.account.pk, ())]
    return tuple(found)


def _keys(sql: str, keys: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return [key for (key,) in cursor.fetchall()]
