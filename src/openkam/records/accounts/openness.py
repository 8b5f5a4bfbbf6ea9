"""What opening the accounts to the whole company would change: who would newly see how many."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from openkam.core.access import RIGHTS, Right, Role
from openkam.records.accounts.models import Account, Share, TeamMember
from openkam.records.users.models import ChainLink, User

_SEES_ALL = {Role.SALES_OPERATIONS, Role.FINANCE, Role.COMPLIANCE}


@dataclass(frozen=True)
class Openness:
    """chain  how many accounts this user sees by owner, team, shares and managers; company  how many there are."""

    user: int
    name: str
    chain: int
    company: int

    @property
    def more(self) -> int:
        """How many he sees only where the company is open."""
        return self.company - self.chain


def openness(today: date) -> list[Openness]:
    """Everybody whose view depends on the read level, who gains most first; five queries, no names of accounts."""
    owners = dict(Account.objects.filter(merged_into=None).values_list("pk", "owner"))
    by_person: dict[int, set[int]] = defaultdict(set)
    for account, owner in owners.items():
        if owner is not None:
            by_person[owner].add(account)
    holds = Q(since_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today))
    _add(by_person, TeamMember.objects.filter(holds).values_list("user", "account"), owners)
    seen = {person: set(accounts) for person, accounts in by_person.items()}
    for manager, user in ChainLink.objects.filter(holds).values_list("manager", "user"):
        seen.setdefault(manager, set()).update(by_person.get(user, ()))
    shares = Share.objects.filter(expires_date__gte=today).values_list("user", "account")
    _add(seen, shares, owners)
    found = [Openness(pk, name, len(seen.get(pk, ())), len(owners)) for pk, name in _depending_on_level()]
    return sorted(found, key=lambda one: (-one.more, one.name))


def _add(people: dict[int, set[int]], pairs: Iterable[Any], known: Container[int]) -> None:
    for user, account in pairs:
        if account in known:
            people.setdefault(user, set()).add(account)


def _depending_on_level() -> list[tuple[int, str]]:
    """Active users who may see accounts and are none of those who see all anyhow."""
    people = User.objects.filter(is_active=True)
    may = people.filter(role_grants__role__in=RIGHTS[Right.SEE_ACCOUNTS])
    rest = may.exclude(role_grants__role__in=_SEES_ALL).distinct().order_by("name")
    return list(rest.values_list("pk", "name"))
