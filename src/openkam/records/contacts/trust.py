"""How far the people of an account trust us over time: the lowest and the middle of their ratings. Source: R023."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.contacts.kinds import OpinionKind
from openkam.records.contacts.models import Employment, Opinion


@dataclass(frozen=True)
class TrustDay:
    """From this day on: the lowest rating, 0 to 10, whose it is, the middle one, and of how many people."""

    day: date
    lowest: float
    name: str
    middle: float
    people: int


def trust_course(viewer: Viewer, account: Account, day: date) -> list[TrustDay]:
    """Every day up to this one on which a rating changed or somebody rated left; two queries.

    Empty for who may not know what colleagues think, and where nobody has rated.
    """
    rows = Opinion.objects.visible_to(viewer).filter(account=account, kind=OpinionKind.TRUST, observed_date__lte=day)
    rows = rows.filter(person__merged_into=None, person__erased_at=None).order_by("observed_date", "noted_at", "pk")
    said = list(rows.values_list("person_id", "person__name", "observed_date", "value"))
    gone = _gone(viewer, account, {person for person, *_ in said}) if said else {}
    ratings = {person: [(on, int(value)) for key, _, on, value in said if key == person] for person, *_ in said}
    names = {person: name for person, name, *_ in said}
    days = sorted({on for _, _, on, _ in said} | {one for one in gone.values() if one <= day})
    found = [_on(one, ratings, names, gone) for one in days]
    return [one for one in found if one is not None]


def _on(
    day: date, ratings: dict[int, list[tuple[date, int]]], names: dict[int, str], gone: dict[int, date]
) -> TrustDay | None:
    held = {
        person: [value for on, value in rated if on <= day][-1]
        for person, rated in ratings.items()
        if rated[0][0] <= day and gone.get(person, date.max) > day
    }
    if not held:
        return None
    person = min(held, key=lambda one: (held[one], names[one]))
    return TrustDay(day, held[person], names[person], median(held.values()), len(held))


def _gone(viewer: Viewer, account: Account, people: set[int]) -> dict[int, date]:
    """By person, the first day he was no longer there; who is still there has none."""
    rows = Employment.objects.visible_to(viewer).filter(account=account, person__in=people)
    until: dict[int, list[date | None]] = defaultdict(list)
    for person, latest in rows.values_list("person_id", "until_date"):
        until[person].append(latest)
    ended = {person: [one for one in days if one is not None] for person, days in until.items()}
    return {person: max(days) + timedelta(days=1) for person, days in ended.items() if len(days) == len(until[person])}
