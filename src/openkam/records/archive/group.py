"""The group an account belongs to, as a tree of any depth, as far as a viewer sees it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from openkam.core.access import Viewer
from openkam.core.prepared import planned_cursor
from openkam.records.accounts.models import Account, GroupLink
from openkam.records.archive.code_lists import VERSIONS, lies_within
from openkam.records.archive.coding import region_code
from openkam.records.archive.kinds import Scope, Subject
from openkam.records.archive.models import Classification, Partnership
from openkam.records.archive.succession import code_today

_UP: Final = """
WITH RECURSIVE line(id, parent_id) AS (
    SELECT id, parent_id FROM accounts_account WHERE id = %s
    UNION SELECT a.id, a.parent_id FROM accounts_account a JOIN line ON a.id = line.parent_id
) SELECT id FROM line"""
_UP_TO_PARTNERS: Final = f"""{_UP}
    WHERE EXISTS (SELECT 1 FROM archive_partnership p JOIN line one ON p.account_id = one.id)"""
_DOWN: Final = """
WITH RECURSIVE line(id) AS (
    SELECT id FROM accounts_account WHERE id IN ({places})
    UNION SELECT a.id FROM accounts_account a JOIN line ON a.parent_id = line.id
) SELECT id FROM line"""
_ON_THE_DAY: Final = "l.since_date <= '{day}' AND (l.until_date IS NULL OR l.until_date >= '{day}')"
# One recursive term, as PostgreSQL wants it; each way by its own index.
_WAYS: Final = "line CROSS JOIN (SELECT 1 AS way UNION ALL SELECT 2) AS ways"
_UP_THEN: Final = f"""
WITH RECURSIVE line(id) AS (
    SELECT id FROM accounts_account WHERE id = %s
    UNION SELECT COALESCE(l.parent_id, a.parent_id) FROM {_WAYS}
        LEFT JOIN accounts_grouplink l ON way = 1 AND l.account_id = line.id AND {_ON_THE_DAY}
        LEFT JOIN accounts_account a ON way = 2 AND a.id = line.id
        WHERE COALESCE(l.parent_id, a.parent_id) IS NOT NULL
) SELECT id FROM line"""
_DOWN_THEN: Final = f"""
WITH RECURSIVE line(id) AS (
    SELECT id FROM accounts_account WHERE id IN ({{places}})
    UNION SELECT COALESCE(l.account_id, a.id) FROM {_WAYS}
        LEFT JOIN accounts_grouplink l ON way = 1 AND l.parent_id = line.id AND {_ON_THE_DAY}
        LEFT JOIN accounts_account a ON way = 2 AND a.parent_id = line.id
        WHERE COALESCE(l.account_id, a.id) IS NOT NULL
) SELECT id FROM line"""
"""Both take what the files say as well, links or not: which of the two counts depends on what the viewer sees."""


@dataclass(frozen=True)
class Member:
    """A company of the group and how many steps below the top the viewer sees.

    parent   key of the one above it on the day asked for, None for the top
    is_dated whether a link with days says so; what the files say carries no day and is taken for every day
    """

    account: Account
    depth: int
    parent: int | None = None
    is_dated: bool = False


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


def group_of(viewer: Viewer, account: Account, day: date | None = None) -> tuple[Member, ...]:
    """The whole group from its visible top down, each parent before its children, by name; at least the account.

    day  as it was on that day, as far as links are dated; today where none is given or the day is to come

    A company the viewer does not see is not there, and neither is what hangs together only through it. Four queries.
    """
    then = day if day is not None and day < viewer.today else None
    line = _keys(_UP if then is None else _UP_THEN.format(day=then.isoformat()), [account.pk])
    places = ", ".join(["%s"] * len(line))
    down = _DOWN.format(places=places) if then is None else _DOWN_THEN.format(places=places, day=then.isoformat())
    below = _keys(down, line)
    seen = {row.pk: row for row in Account.objects.visible_to(viewer).filter(pk__in=below).select_related("owner")}
    above = _parents_on(viewer, seen, then or viewer.today)
    top = account.pk
    passed = {top}
    while (upper := above[top][0] if top in above else None) is not None and upper in seen and upper not in passed:
        top = upper
        passed.add(top)
    return _in_order(seen, above, top) if top in seen else (Member(account, 0),)


def descendants(members: Collection[Member], account: int) -> set[int]:
    """The account and everything below it among the members of its group."""
    found = {account}
    for member in members:  # parents come first
        if member.parent in found:
            found.add(member.account.pk)
    return found


def line_above(members: Collection[Member], account: int) -> tuple[Account, ...]:
    """The account and those above it, the nearest first, as far as they are members."""
    by_key = {member.account.pk: member for member in members}
    line: list[Account] = []
    place: int | None = account
    while place is not None and place in by_key and by_key[place].account not in line:
        line.append(by_key[place].account)
        place = by_key[place].parent
    return tuple(line)


def inherited(viewer: Viewer, members: Collection[Member], day: date | None = None) -> dict[int, Inherited]:
    """By key, the members that are key accounts by a partnership in force, the nearest above counting. Two queries.

    day  which partnerships count: those in force on it; today where none is given
    """
    keys = [member.account.pk for member in members]
    on = day or viewer.today
    in_force = Q(until_date=None) | Q(until_date__gte=on)
    rows = Partnership.objects.visible_to(viewer).filter(in_force, account__in=keys, since_date__lte=on)
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


def key_status(viewer: Viewer, account: Account) -> Inherited | None:
    """Why one account is a key account today, as `inherited` says of whole groups.

    One quick query where nobody ever noted a partnership above it; at most five.
    """
    line = _keys(_UP_TO_PARTNERS, [account.pk])
    if not line:
        return None
    in_force = Q(until_date=None) | Q(until_date__gte=viewer.today)
    rows = Partnership.objects.visible_to(viewer).filter(in_force, account__in=line, since_date__lte=viewer.today)
    by_account = {row.account_id: row for row in rows.order_by("since_date", "pk")}
    if not by_account:
        return None
    seen = {row.pk: row for row in Account.objects.visible_to(viewer).filter(pk__in=line)}
    region = regions_of(viewer, [account])[account.pk]
    for key in line:  # the nearest first
        if key not in seen:
            return None
        if key in by_account and _reaches(by_account[key], key == account.pk, region):
            return Inherited(seen[key], by_account[key])
    return None


def regions_of(viewer: Viewer, accounts: Collection[Account]) -> dict[int, str]:
    """By key the code of the region in the version in use: what a person said, else what the files' word means.

    A code said in an older version counts as the one that follows it; "" unknown. One query.
    """
    said = Classification.objects.visible_to(viewer).filter(account__in=[one.pk for one in accounts])
    rows = list(said.filter(subject=Subject.REGION).values_list("account_id", "version", "code"))
    codes: dict[int, str] = {}
    for version in reversed(list(VERSIONS[Subject.REGION])):  # the one in use last
        codes.update(
            (account, code_today(Subject.REGION, version, code)) for account, of, code in rows if of == version
        )
    return {one.pk: codes.get(one.pk) or region_code(one.region) for one in accounts}


def _reaches(row: Partnership, is_own: bool, region: str) -> bool:
    return is_own or row.scope == Scope.NETWORK or (region != "" and lies_within(region, row.region))


def _parents_on(viewer: Viewer, seen: Mapping[int, Account], day: date) -> dict[int, tuple[int | None, bool]]:
    """By key whom an account stood below on the day, and whether a dated link says so. One query.

    A link to a company the viewer does not see is as if it were not there: that it has days would betray it.
    """
    found: dict[int, tuple[int | None, bool]] = {key: (row.parent_id, False) for key, row in seen.items()}
    to_seen = Q(parent=None) | Q(parent__in=Account.objects.visible_to(viewer))
    links = GroupLink.objects.visible_to(viewer).filter(to_seen, account__in=list(seen))
    rows = list(links.order_by("since_date", "pk").values_list("account_id", "parent_id", "since_date", "until_date"))
    if day >= viewer.today:
        return found | {account: (found[account][0], True) for account, *_ in rows}
    found.update({account: (None, True) for account, *_ in rows})
    for account, parent, since, until in rows:
        if since <= day and (until is None or until >= day):
            found[account] = (parent, True)
    return found


def _in_order(
    seen: Mapping[int, Account], above: Mapping[int, tuple[int | None, bool]], top: int
) -> tuple[Member, ...]:
    children: dict[int, list[Account]] = {}
    for row in sorted(seen.values(), key=lambda one: (one.name, one.pk), reverse=True):
        parent = above[row.pk][0]
        if parent is not None and row.pk != top:
            children.setdefault(parent, []).append(row)
    found: list[Member] = []
    waiting = [Member(seen[top], 0, None, above[top][1])]
    while waiting:
        member = waiting.pop()
        found.append(member)
        waiting += [
            Member(child, member.depth + 1, member.account.pk, above[child.pk][1])
            for child in children.pop(member.account.pk, ())
        ]
    return tuple(found)


def _keys(sql: str, keys: list[int]) -> list[int]:
    with planned_cursor() as cursor:
        cursor.execute(sql, keys)
        return [key for (key,) in cursor.fetchall()]
