"""The people of an account as one plain picture on a day, in a fixed number of queries: for map, flags, brief, export.

`account_people(viewer, accounts, day)` is the one way from the tables of people to the screens.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet

from openkam.core.access import Viewer, related_rows
from openkam.core.prepared import Prepared
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import BuyingRole, Employment, Opinion, Person, Relation, ReportingLine, Tie
from openkam.records.contacts.seals import seals_on

REMEMBERED: Final = timedelta(days=365)
"""Who left is shown among the others for a year."""
_MOST_NAMED: Final = 20_000  # a database takes so many keys in one question; of more accounts, all are asked for

_Key = tuple[int, int]  # account, person
_Roles = dict[_Key, set[str]]


@dataclass(frozen=True)
class Held:
    """An opinion that holds: its value, when and by whom it was formed, on what."""

    value: str
    observed_date: date
    author: str
    evidence: str


@dataclass(frozen=True)
class Known:
    """That a colleague knows a person: how well now (0 to 3), how well we want him to, since when."""

    colleague: int
    name: str
    level: int
    wanted: int | None
    observed_date: date


@dataclass(frozen=True)
class Chair:
    """A person at an account on a day; everything the viewer may not see is absent as if it were never written.

    roles     buying roles; opinions by kind (STANCE, MODE, INFLUENCE, PROFILE, KNOWLEDGE, TRUST, BACKS, CHARACTER)
    superior  key of the person he reports to
    until_date  his latest day there, which may lie ahead; before the day asked for: he left
    in_group  sits in the group that decides together
    is_coach, coach_proven_date  only for holders of the seal; the day of the latest evidence, None: there is none
    coach_sealed_date  when the seal was made; only for its holders
    """

    person: int
    name: str
    is_placeholder: bool
    department: str
    title: str
    level: str
    since_date: date | None
    until_date: date | None
    superior: int | None = None
    roles: frozenset[str] = frozenset()
    opinions: Mapping[str, Held] = field(default_factory=dict)
    known_by: tuple[Known, ...] = ()
    in_group: bool = False
    is_coach: bool = False
    coach_proven_date: date | None = None
    coach_sealed_date: date | None = None

    def has_left(self, day: date) -> bool:
        """Whether he is no longer there on a day."""
        return self.until_date is not None and self.until_date < day


@dataclass(frozen=True)
class TieLine:
    """Influence or conflict between two people on a day."""

    person: int
    other: int
    kind: str
    evidence: str


@dataclass(frozen=True)
class AccountPeople:
    """The people of one account on a day, those who left within the last year after the others."""

    account: int
    day: date
    chairs: tuple[Chair, ...]
    ties: tuple[TieLine, ...]


def account_people(
    viewer: Viewer, accounts: list[Account], day: date, *, opportunity: int | None = None
) -> dict[int, AccountPeople]:
    """By account key, for accounts the viewer was shown; with an opportunity, its roles and views go first.

    Of somebody who has roles in the opportunity only these are told; a view of it replaces the opinion of its kind.
    Seven queries, nine with an opportunity, however many accounts and people.
    """
    keys = [account.pk for account in accounts]
    named = padded(keys)
    posts = _posts(viewer, named, day)
    superiors = {(at, person): above for at, person, above in _SUPERIORS(viewer, named, day)}
    roles, opinions = _by_person(_ROLES(viewer, named, day)), _opinions(viewer, named, day)
    if opportunity is not None:
        roles |= _by_person(_DEAL_ROLES(viewer, named, day, opportunity))
        _put_first(opinions, _deal_views(viewer, named, day, opportunity))
    known, ties, seals = _known(viewer, named, day), _ties(viewer, named, day), seals_on(viewer, keys, day)
    people: dict[int, AccountPeople] = {}
    for account in keys:
        held = posts.get(account, ())
        there = {post.person for post in held}
        chairs = (
            Chair(
                person=post.person,
                name=post.name,
                is_placeholder=post.is_placeholder,
                department=post.department,
                title=post.title,
                level=post.level,
                since_date=post.since_date,
                until_date=post.until_date,
                superior=superiors.get(key) if superiors.get(key) in there else None,
                roles=frozenset(roles.get(key, ())),
                opinions=opinions.get(key, {}),
                known_by=tuple(known.get(key, {}).values()),
                in_group=post.in_group,
                is_coach=seal is not None,
                coach_proven_date=seal.proven_date if seal is not None else None,
                coach_sealed_date=seal.sealed_date if seal is not None else None,
            )
            for post in held
            for key in [(account, post.person)]
            for seal in [seals.get(key)]
        )
        lines = tuple(line for line in ties.get(account, ()) if {line.person, line.other} <= there)
        people[account] = AccountPeople(account, day, tuple(chairs), lines)
    return people


def holds_on(day: date) -> Q:
    """The condition that a dated row holds on a day; an unknown beginning lies before it."""
    return (Q(since_date=None) | Q(since_date__lte=day)) & (Q(until_date=None) | Q(until_date__gte=day))


def padded(accounts: list[int]) -> list[int]:
    """The same keys, the last one repeated up to a power of two: a prepared query keeps few texts."""
    count = len(accounts)
    return accounts + accounts[-1:] * ((1 << (count - 1).bit_length()) - count) if count else []


def _at(rows: QuerySet[Any, Any], accounts: list[int]) -> QuerySet[Any, Any]:
    return rows if len(accounts) > _MOST_NAMED else rows.filter(account__in=accounts)


class _Post(NamedTuple):
    key: int
    account: int
    person: int
    name: str
    is_placeholder: bool
    department: str
    title: str
    level: str
    since_date: date | None
    until_date: date | None
    in_group: bool


def _posts(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[_Post]]:
    """One post for each person: the one he holds, else the latest he held; who left, after the others."""
    rows = [_Post(*row) for row in _POSTS(viewer, accounts, day, day - REMEMBERED)]
    found: dict[_Key, _Post] = {}
    for post in sorted(rows, key=lambda post: _recency(post, day)):
        found[(post.account, post.person)] = post
    by_account: dict[int, list[_Post]] = defaultdict(list)
    for post in sorted(found.values(), key=lambda post: (_has_left(post, day), post.key)):
        by_account[post.account].append(post)
    return by_account


def _recency(post: _Post, day: date) -> tuple[bool, date, date, int]:
    held = not _has_left(post, day)
    return held, post.since_date or date.min, post.until_date or date.max, post.key


def _has_left(post: _Post, day: date) -> bool:
    return post.until_date is not None and post.until_date < day


def _by_person(rows: list[tuple[int, int, str]]) -> _Roles:
    roles: _Roles = defaultdict(set)
    for account, person, role in rows:
        roles[(account, person)].add(role)
    return roles


def _opinions(viewer: Viewer, accounts: list[int], day: date) -> dict[_Key, dict[str, Held]]:
    """The latest of each kind on the day."""
    held: dict[_Key, dict[str, Held]] = defaultdict(dict)
    for account, person, kind, *said in _OPINIONS(viewer, accounts, day):
        held[(account, person)][kind] = Held(*said)
    return held


def _deal_views(viewer: Viewer, accounts: list[int], day: date, opportunity: int) -> dict[_Key, dict[str, Held]]:
    held: dict[_Key, dict[str, Held]] = defaultdict(dict)
    for account, person, influence, mode, *said in _DEAL_VIEWS(viewer, accounts, day, opportunity):
        kinds = {"INFLUENCE": influence, "MODE": mode}
        held[(account, person)] |= {kind: Held(value, *said) for kind, value in kinds.items() if value}
    return held


def _put_first(opinions: dict[_Key, dict[str, Held]], views: dict[_Key, dict[str, Held]]) -> None:
    for key, held in views.items():
        opinions[key] |= held


def _known(viewer: Viewer, accounts: list[int], day: date) -> dict[_Key, dict[int, Known]]:
    """The latest level of each colleague on the day."""
    known: dict[_Key, dict[int, Known]] = defaultdict(dict)
    for account, person, *said in _KNOWN(viewer, accounts, day):
        known[(account, person)][said[0]] = Known(*said)
    return known


def _ties(viewer: Viewer, accounts: list[int], day: date) -> dict[int, list[TieLine]]:
    ties: dict[int, list[TieLine]] = defaultdict(list)
    for account, *line in _TIES(viewer, accounts, day):
        ties[account].append(TieLine(*line))
    return ties


def _asked_posts(viewer: Viewer, accounts: list[int], day: date, left: date) -> Any:
    rows = _at(Employment.objects.visible_to(viewer), accounts)
    held = rows.filter(Q(until_date=None) | Q(until_date__gte=left), Q(since_date=None) | Q(since_date__lte=day))
    named = ("person__name", "person__is_placeholder", "department", "title", "level", "since_date", "until_date")
    standing = held.filter(person__merged_into=None, person__erased_at=None)
    return standing.values_list("pk", "account_id", "person_id", *named, "in_group")


def _asked_superiors(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = _at(ReportingLine.objects.visible_to(viewer), accounts).filter(holds_on(day)).order_by("since_date", "pk")
    return rows.values_list("account_id", "person_id", "superior_id")


def _asked_roles(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = _at(BuyingRole.objects.visible_to(viewer), accounts).filter(holds_on(day))
    return rows.values_list("account_id", "person_id", "role")


def _asked_deal_roles(viewer: Viewer, accounts: list[int], day: date, opportunity: int) -> Any:
    roles: Any = related_rows(Person, "deal_roles")
    rows = _at(roles.visible_to(viewer), accounts).filter(holds_on(day), opportunity=opportunity)
    return rows.values_list("account_id", "person_id", "role")


def _asked_opinions(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = _at(Opinion.objects.visible_to(viewer), accounts).filter(observed_date__lte=day)
    columns = ("account_id", "person_id", "kind", "value", "observed_date", "author__name", "evidence")
    return rows.order_by("observed_date", "noted_at", "pk").values_list(*columns)


def _asked_views(viewer: Viewer, accounts: list[int], day: date, opportunity: int) -> Any:
    views: Any = related_rows(Person, "deal_views")
    rows = _at(views.visible_to(viewer), accounts).filter(observed_date__lte=day, opportunity=opportunity)
    columns = ("account_id", "person_id", "influence", "mode", "observed_date", "author__name", "evidence")
    return rows.order_by("observed_date", "noted_at", "pk").values_list(*columns)


def _asked_known(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = _at(Relation.objects.visible_to(viewer), accounts).filter(observed_date__lte=day)
    columns = ("account_id", "person_id", "colleague_id", "colleague__name", "level", "wanted", "observed_date")
    return rows.order_by("observed_date", "noted_at", "pk").values_list(*columns)


def _asked_ties(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = _at(Tie.objects.visible_to(viewer), accounts).filter(holds_on(day)).order_by("pk")
    return rows.values_list("account_id", "person_id", "other_id", "kind", "evidence")


_POSTS: Final[Prepared[tuple[Any, ...]]] = Prepared(_asked_posts)
_SUPERIORS: Final[Prepared[tuple[int, int, int]]] = Prepared(_asked_superiors)
_ROLES: Final[Prepared[tuple[int, int, str]]] = Prepared(_asked_roles)
_DEAL_ROLES: Final[Prepared[tuple[int, int, str]]] = Prepared(_asked_deal_roles)
_OPINIONS: Final[Prepared[tuple[Any, ...]]] = Prepared(_asked_opinions)
_DEAL_VIEWS: Final[Prepared[tuple[Any, ...]]] = Prepared(_asked_views)
_KNOWN: Final[Prepared[tuple[Any, ...]]] = Prepared(_asked_known)
_TIES: Final[Prepared[tuple[Any, ...]]] = Prepared(_asked_ties)
