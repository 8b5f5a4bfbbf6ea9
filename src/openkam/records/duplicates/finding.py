"""Pairs of people who may be one: one phone, one e-mail address, or at one account a name that sounds the same.

Found anew whenever somebody asks; a pair is told only to who sees both people, and only where neither is known to be
another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from django.db import connection

from openkam.core.access import Right, Viewer
from openkam.records.contacts.models import Person
from openkam.records.duplicates.models import PersonMatch

SHARED: Final = 4
"""A phone or address of more people is a switchboard or a common mailbox and tells nothing."""
NAMESAKES: Final = 10
"""More people of one name at one account are no slip of the pen."""
GROUPS: Final = 500
DIGITS: Final = 7
_EACH: Final = 500


class Sign(StrEnum):
    """Why two people may be one; the earlier says more."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    NAME = "NAME"
    SOUND = "SOUND"


@dataclass(frozen=True)
class LikePair:
    """Two people by key, the older first, and why."""

    older: int
    younger: int
    signs: tuple[Sign, ...]


def like_people(viewer: Viewer, *, account: int | None = None) -> list[LikePair]:
    """Undecided pairs of people the viewer sees both of, those with most signs first.

    account  only pairs of which one works there
    """
    if not viewer.may(Right.MATCH_ACCOUNTS):
        return []
    signs: dict[tuple[int, int], set[Sign]] = defaultdict(set)
    for sign, sql in _questions().items():
        for people in _groups(sql):
            for pair in combinations(people, 2):
                signs[pair].add(sign)
    apart = set(PersonMatch.objects.filter(state=PersonMatch.State.REFUSED).values_list("kept_id", "absorbed_id"))
    open_pairs = [pair for pair in signs if pair not in apart and pair[::-1] not in apart]
    seen = _seen(viewer, {key for pair in open_pairs for key in pair})
    found = [
        LikePair(*pair, tuple(sign for sign in Sign if sign in signs[pair]))
        for pair in open_pairs
        if seen.issuperset(pair)
    ]
    if account is not None:
        there = set(Person.objects.filter(employments__account=account).values_list("pk", flat=True))
        found = [pair for pair in found if there.intersection((pair.older, pair.younger))]
    found.sort(key=lambda pair: (-len(pair.signs), [list(Sign).index(sign) for sign in pair.signs], pair.older))
    return found


def _groups(sql: str) -> Iterator[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for (keys,) in cursor.fetchall():
            yield sorted({int(key) for key in keys.split(",")})


def _seen(viewer: Viewer, keys: Iterable[int]) -> set[int]:
    wanted = sorted(keys)
    found: set[int] = set()
    for start in range(0, len(wanted), _EACH):
        part = wanted[start : start + _EACH]
        found.update(Person.objects.visible_to(viewer).filter(pk__in=part).values_list("pk", flat=True))
    return found


def _sql(column: str, more: str, *, at_account: bool) -> str:
    keys = "group_concat({0})" if connection.vendor == "sqlite" else "string_agg({0}::text, ',')"
    standing = "p.merged_into_id IS NULL AND p.erased_at IS NULL"
    if at_account:
        return f"""
SELECT {keys.format("p.id")} FROM contacts_person p
JOIN contacts_persontext t ON t.person_id = p.id
JOIN (SELECT DISTINCT person_id, account_id FROM contacts_employment) e ON e.person_id = p.id
WHERE {standing} AND {more} GROUP BY e.account_id, {column}
HAVING count(*) BETWEEN 2 AND {NAMESAKES} ORDER BY min(p.id) LIMIT {GROUPS}"""
    return f"""
SELECT {keys.format("p.id")} FROM contacts_person p WHERE {standing} AND {more} GROUP BY {column}
HAVING count(*) BETWEEN 2 AND {SHARED} ORDER BY min(p.id) LIMIT {GROUPS}"""


def _questions() -> dict[Sign, str]:
    return {
        Sign.PHONE: _sql("p.phone_key", f"length(p.phone_key) >= {DIGITS}", at_account=False),
        Sign.EMAIL: _sql("p.email", "p.email <> ''", at_account=False),
        Sign.NAME: _sql("p.name_key", "p.name_key <> '' AND NOT p.is_placeholder", at_account=True),
        Sign.SOUND: _sql("t.sound", "t.sound <> ''", at_account=True),
    }
