"""The red flags of all accounts of a viewer, kept in memory; what somebody acted on since is derived anew.

A list of 200 accounts takes a fifth of a second to derive, and a manager's many times that; between two looks at it few
accounts change. The audit trail names them, so what is shown is always what would be derived now (decision 24).
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.audit.since import acts_since
from openkam.insight.health.flag import Answer, Severity
from openkam.insight.health.flags import flags_of
from openkam.insight.health.gathering import account_facts, key_accounts
from openkam.insight.health.touched import accounts_touched
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import Employment
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity
from openkam.web.sight.seen import times_forgotten, whose

MOST_ACCOUNTS: Final = 500
"""Of more accounts, those of the best tiers are looked at, and the page says so; of one owner, all of his."""
KEPT_FROM: Final = 50
"""The flags of fewer accounts are derived for every page."""
MOST_LINES: Final = 60_000
"""Of all kept lists together, about 500 bytes a line."""


@dataclass(frozen=True)
class Line:
    """One flag as the list shows it; tier "" and place None without a grade, owner 0 nobody."""

    account: int
    name: str
    owner: int
    owner_name: str
    tier: str
    place: int | None
    code: str
    severity: Severity
    sentence: Text
    answer: Answer | None

    @property
    def order(self) -> tuple[int, int, str, int]:
        """The gravest first, of those the best tiers; the same whatever was derived when."""
        return (-self.severity, self.place if self.place is not None else 99, self.name, self.account)

    @property
    def is_countered(self) -> bool:
        """A strength is set against it."""
        return self.answer is not None and self.answer.is_counter

    @property
    def is_resting(self) -> bool:
        """Acknowledged with a reason that still holds."""
        return self.answer is not None and not self.answer.is_counter


@dataclass(frozen=True)
class Lines:
    """Flags by account, the accounts without one among them; is_cut: there are more accounts than were looked at.

    head     where the audit trail stood when they were derived
    is_full  those of the best tiers alone are too many: no act on one account moves who is looked at
    """

    head: int
    accounts: Mapping[int, tuple[Line, ...]]
    every: tuple[Line, ...]
    is_cut: bool
    is_full: bool


class Choice(NamedTuple):
    """Accounts that are looked at, whether others were cut, and whether of the best tiers alone some were."""

    accounts: Sequence[Account]
    is_cut: bool
    is_full: bool


def lines_of(viewer: Viewer, owner: int | None = None) -> Lines:
    """The flags of the accounts the viewer sees, of one owner (0: nobody's) where one is named."""
    key = (whose(viewer), viewer.user, times_forgotten(), owner)
    kept = _KEPT.of(key)
    head, acts = acts_since(kept.head if kept is not None else -1)
    touched = accounts_touched(acts) if kept is not None and acts is not None else None
    if kept is None or touched is None:
        choice = accounts_of(viewer, owner)
        lines = _lines(head, _derived(viewer, choice.accounts), choice)
    elif touched:
        lines = _mended(viewer, replace(kept, head=head), owner, touched)
    else:
        lines = replace(kept, head=head)
    _KEPT.put(key, lines)
    return lines


def accounts_of(viewer: Viewer, owner: int | None = None, among: Collection[int] | None = None) -> Choice:
    """Accounts of the best two tiers, and those where a person, a deal or an objection is noted, at most so many.

    Elsewhere nobody is at work, and nobody's absence is a finding.
    """
    narrowed: dict[str, Any] = {} if owner is None else {"owner": owner or None}
    narrowed |= {} if among is None else {"pk__in": among}
    best = key_accounts(viewer, MOST_ACCOUNTS + 1, **narrowed)
    here = {"account": OuterRef("pk")}
    worked_on = (
        Q(Exists(Employment.objects.visible_to(viewer).filter(**here)))
        | Q(Exists(Opportunity.objects.visible_to(viewer).filter(**here, closed_date=None)))
        | Q(Exists(Objection.objects.visible_to(viewer).filter(**here, answered_date=None)))
    )
    rows = Account.objects.visible_to(viewer).select_related("owner").filter(**narrowed)
    by_key = {row.pk: row for row in rows.filter(pk__in=best)}
    found = [by_key[key] for key in best if key in by_key]
    is_full = len(found) > MOST_ACCOUNTS
    if not is_full:
        rest = rows.filter(worked_on).exclude(pk__in=best).order_by("pk")
        found += rest[: MOST_ACCOUNTS - len(found) + 1]
    return Choice(found[:MOST_ACCOUNTS], len(found) > MOST_ACCOUNTS, is_full)


def _mended(viewer: Viewer, kept: Lines, owner: int | None, touched: frozenset[int]) -> Lines:
    """The list with some accounts derived anew.

    Who is looked at is chosen again where one of the touched may have made room for another, or taken a place.
    """
    among = touched & kept.accounts.keys() if kept.is_full else touched
    if not among:
        return kept
    there = accounts_of(viewer, owner, among)
    others = {key: lines for key, lines in kept.accounts.items() if key not in touched}
    has_room = not (kept.is_cut or there.is_cut) and len(others) + len(there.accounts) <= MOST_ACCOUNTS
    if has_room or kept.accounts.keys() >= {one.pk for one in there.accounts} == among:
        return _lines(kept.head, others | _derived(viewer, there.accounts), kept)
    choice = accounts_of(viewer, owner)
    derived = _derived(viewer, [one for one in choice.accounts if one.pk not in others])
    looked_at = {one.pk: (derived if one.pk in derived else others)[one.pk] for one in choice.accounts}
    return _lines(kept.head, looked_at, choice)


def _derived(viewer: Viewer, accounts: Sequence[Account]) -> dict[int, tuple[Line, ...]]:
    if not accounts:
        return {}
    facts, named = account_facts(viewer, accounts, viewer.today), {one.pk: one for one in accounts}
    return {
        key: tuple(
            Line(
                account=key,
                name=named[key].name,
                owner=named[key].owner_id or 0,
                owner_name=getattr(named[key].owner, "name", ""),
                tier=facts[key].tier,
                place=facts[key].place,
                code=flag.code,
                severity=flag.severity,
                sentence=flag.sentence,
                answer=flag.answer,
            )
            for flag in found
        )
        for key, found in flags_of(viewer, facts, viewer.today).items()
    }


def _lines(head: int, accounts: Mapping[int, tuple[Line, ...]], choice: Choice | Lines) -> Lines:
    every = sorted((line for lines in accounts.values() for line in lines), key=lambda line: line.order)
    return Lines(head, accounts, tuple(every), choice.is_cut, choice.is_full)


class _Shelf:
    """The latest few, shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[Any, Lines]()

    def of(self, key: Any) -> Lines | None:
        """What is kept under the key."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Any, lines: Lines) -> None:
        """Keep it where it is worth it; the list asked for latest is kept whatever its length."""
        with self._lock:
            self._kept.pop(key, None)
            if len(lines.accounts) >= KEPT_FROM:
                self._kept[key] = lines
            while len(self._kept) > 1 and sum(len(one.every) for one in self._kept.values()) > MOST_LINES:
                self._kept.popitem(last=False)


_KEPT: Final = _Shelf()
