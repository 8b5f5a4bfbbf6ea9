"""Who stands above whom through any number of managers, and on which days; made from the links of managers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from openkam.analysis.words import Text
from openkam.core.problem import Problem


@dataclass(frozen=True)
class Link:
    """`manager` manages `user` (keys) from a day to a day, both included; None: still."""

    manager: int
    user: int
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Above:
    """`manager` stands above `user`, `depth` links away, on the days on which all links between them hold."""

    manager: int
    user: int
    depth: int
    since: date
    until: date | None


def chain_of(links: Iterable[Link]) -> list[Above]:
    """Everybody above everybody.

    Raises Problem where somebody would stand above himself on any day.
    """
    up: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        up[link.user].append(link)
    return [above for user in up for above in _climb(user, up)]


def rebuild_chain() -> None:
    """Make the stored chain anew from the stored links, in the caller's transaction.

    Raises Problem where the links make a circle.
    """
    from openkam.records.users.models import ChainLink, ManagerLink

    rows = ManagerLink.objects.values_list("manager", "user", "since_date", "until_date")
    chain = chain_of(Link(*row) for row in rows)
    ChainLink.objects.all().delete()
    ChainLink.objects.bulk_create(
        (
            ChainLink(
                manager_id=above.manager,
                user_id=above.user,
                depth=above.depth,
                since_date=above.since,
                until_date=above.until,
            )
            for above in chain
        ),
        batch_size=1000,
    )


def _climb(user: int, up: dict[int, list[Link]]) -> Iterator[Above]:
    """Every path upwards; the days of a path are the days common to all its links."""
    paths = [(Above(user, user, 0, date.min, None), frozenset({user}))]
    while paths:
        below, passed = paths.pop()
        for link in up.get(below.manager, ()):
            since, until = max(below.since, link.since), _earlier(below.until, link.until)
            if until is not None and until < since:
                continue
            if link.manager == user:
                raise _circle()
            if link.manager in passed:
                continue  # a circle further up: its members find it themselves
            above = Above(link.manager, user, below.depth + 1, since, until)
            paths.append((above, passed | {link.manager}))
            yield above


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _circle() -> Problem:
    return Problem(
        Text("This would put somebody above themselves.", "这样会使某人成为自己的上级。"),
        remedy=Text(
            "Choose a manager who does not report to this user, directly or through others.",
            "请选择一位不直接或间接向该用户汇报的上级。",
        ),
    )
