"""How an account was developed: who was met on which levels, by whom, by what, how long. Sources: R150, R151."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity, Attendee, Companion
from openkam.records.contacts.models import BuyingRole, Employment
from openkam.records.opportunities.models import Opportunity


@dataclass(frozen=True)
class Reach:
    """How many people had been met by the end of a month, and on how many levels; days are not always known."""

    month: date
    people: int
    levels: int


@dataclass(frozen=True)
class Development:
    """What the log of one account adds up to.

    contacts      people of the customer who took part; levels, departments, posts, roles: those they held then
    ours          colleagues who took part, authors included
    kinds         entries by kind, the commonest first
    reach         how contacts and levels grew, one step a month with an entry
    deal          the latest opportunity that was closed, else the latest; None: there is none
    """

    contacts: int
    levels: frozenset[str]
    departments: frozenset[str]
    posts: frozenset[str]
    roles: frozenset[str]
    ours: int
    entries: int
    kinds: tuple[tuple[str, int], ...]
    since: date | None
    until: date | None
    reach: tuple[Reach, ...]
    deal: Opportunity | None

    @property
    def days(self) -> int | None:
        """From the first entry to the latest."""
        return (self.until - self.since).days if self.since is not None and self.until is not None else None


def developments(viewer: Viewer, accounts: list[Account]) -> dict[int, Development]:
    """By account key, for accounts the viewer was shown; six queries."""
    keys = [account.pk for account in accounts]
    entries = _entries(viewer, keys)
    met: dict[int, list[tuple[date, int]]] = defaultdict(list)
    there = Attendee.objects.visible_to(viewer).filter(account__in=keys, person__erased_at=None)
    columns = ("account_id", "activity__happened_date", "person_id")
    for account, day, person in there.order_by("activity__happened_date", "activity__sequence", "pk").values_list(
        *columns
    ):
        met[account].append((day, person))
    ours: dict[int, set[int]] = defaultdict(set)
    for account, user in (
        Companion.objects.visible_to(viewer).filter(account__in=keys).values_list("account_id", "user_id")
    ):
        ours[account].add(user)
    jobs, roles, deals = _jobs(viewer, keys), _roles(viewer, keys), _deals(viewer, keys)
    return {
        key: _development(
            entries=entries[key], met=met[key], ours=ours[key], jobs=jobs[key], roles=roles[key], deal=deals.get(key)
        )
        for key in keys
    }


def _development(
    *,
    entries: list[tuple[str, date, int | None]],
    met: list[tuple[date, int]],
    ours: set[int],
    jobs: list[Employment],
    roles: dict[int, set[str]],
    deal: Opportunity | None,
) -> Development:
    people = {person for _, person in met}
    held = [_held(jobs, person, day) for day, person in met]
    posts = [job for job in held if job is not None]
    kinds: dict[str, int] = defaultdict(int)
    for kind, _, _ in entries:
        kinds[kind] += 1
    days = [day for _, day, _ in entries]
    return Development(
        contacts=len(people),
        levels=frozenset(job.level for job in posts if job.level),
        departments=frozenset(job.department for job in posts if job.department),
        posts=frozenset(f"{job.department} {job.title}" for job in posts if job.title),
        roles=frozenset(role for person in people for role in roles[person]),
        ours=len(ours | {author for _, _, author in entries if author is not None}),
        entries=len(entries),
        kinds=tuple(sorted(kinds.items(), key=lambda one: -one[1])),
        since=min(days, default=None),
        until=max(days, default=None),
        reach=tuple(_reach(met, jobs)),
        deal=deal,
    )


def _reach(met: list[tuple[date, int]], jobs: list[Employment]) -> Iterable[Reach]:
    people: set[int] = set()
    levels: set[str] = set()
    steps: dict[date, Reach] = {}
    for day, person in met:
        people.add(person)
        job = _held(jobs, person, day)
        if job is not None and job.level:
            levels.add(job.level)
        month = day.replace(day=1)
        steps[month] = Reach(month, len(people), len(levels))
    return steps.values()


def _held(jobs: list[Employment], person: int, day: date) -> Employment | None:
    """The post somebody held on a day; of somebody who had none then, the nearest one noted."""
    own = [job for job in jobs if job.person_id == person]
    held = [
        job
        for job in own
        if (job.since_date is None or job.since_date <= day) and (job.until_date is None or job.until_date >= day)
    ]
    nearest = held or own
    return nearest[-1] if nearest else None


def _entries(viewer: Viewer, keys: list[int]) -> dict[int, list[tuple[str, date, int | None]]]:
    rows = Activity.objects.visible_to(viewer).filter(account__in=keys).order_by("happened_date", "sequence", "pk")
    found: dict[int, list[tuple[str, date, int | None]]] = defaultdict(list)
    for account, kind, day, author in rows.values_list("account_id", "kind", "happened_date", "author_id"):
        found[account].append((kind, day, author))
    return found


def _jobs(viewer: Viewer, keys: list[int]) -> dict[int, list[Employment]]:
    rows = Employment.objects.visible_to(viewer).filter(account__in=keys)
    found: dict[int, list[Employment]] = defaultdict(list)
    for job in sorted(rows, key=lambda job: (job.since_date or date.min, job.pk)):
        found[job.account_id].append(job)
    return found


def _roles(viewer: Viewer, keys: list[int]) -> dict[int, dict[int, set[str]]]:
    rows = BuyingRole.objects.visible_to(viewer).filter(account__in=keys)
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for account, person, role in rows.values_list("account_id", "person_id", "role"):
        found[account][person].add(role)
    return found


def _deals(viewer: Viewer, keys: list[int]) -> dict[int, Opportunity]:
    rows = Opportunity.objects.visible_to(viewer).filter(account__in=keys)
    return {deal.account_id: deal for deal in sorted(rows, key=lambda deal: (deal.closed_date or date.min, deal.pk))}
