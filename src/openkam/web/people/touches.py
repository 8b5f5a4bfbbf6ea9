"""Who of the customer was in touch with whom of us, and when, as the log says."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.core.access import Viewer
from openkam.insight.health.coverage import FACE_TO_FACE, NOT_A_CONTACT, Touch
from openkam.insight.health.touch import latest_day
from openkam.records.accounts.models import Account
from openkam.records.activities.kinds import Precision
from openkam.records.activities.models import Activity, Attendee, Companion
from openkam.records.users.models import User


@dataclass(frozen=True)
class Seen:
    """What the log says of one person on a day.

    met, touched  the latest face to face, and the latest of any kind; is_month: only the month of it is
                  known, and the day is the latest it can have been
    colleagues    names of ours who met him, the latest first; wrote: of those who were only in touch
    """

    touches: tuple[Touch, ...] = ()
    met: date | None = None
    met_is_month: bool = False
    touched: date | None = None
    touched_is_month: bool = False
    colleagues: tuple[str, ...] = ()


NEVER: Final = Seen()


def seen_people(viewer: Viewer, account: Account, day: date) -> dict[int, Seen]:
    """By person, for an account the viewer was shown; four queries, however long its log."""
    rows = Activity.objects.visible_to(viewer).filter(account=account, happened_date__lte=day)
    columns = ("pk", "happened_date", "precision", "kind", "author_id")
    entries = {row[0]: row for row in rows.exclude(kind__in=NOT_A_CONTACT).values_list(*columns)}
    ours: dict[int, set[int]] = defaultdict(set)
    companions = Companion.objects.visible_to(viewer).filter(account=account)
    for entry, user in companions.values_list("activity_id", "user_id"):
        ours[entry].add(user)
    found: dict[int, list[_Entry]] = defaultdict(list)
    attendees = Attendee.objects.visible_to(viewer).filter(account=account)
    for key, person in attendees.values_list("activity_id", "person_id"):
        if key in entries:
            _, happened, precision, kind, author = entries[key]
            users = ours[key] | ({author} if author is not None else set())
            latest = latest_day(happened, precision, day)
            found[person].append(_Entry(Touch(latest, kind, frozenset(users)), precision == Precision.MONTH))
    names = _names(viewer, {user for some in found.values() for one in some for user in one.touch.colleagues})
    return {person: _seen(some, names) for person, some in found.items()}


@dataclass(frozen=True)
class _Entry:
    touch: Touch
    is_month: bool


def _seen(entries: list[_Entry], names: dict[int, str]) -> Seen:
    entries.sort(key=lambda one: one.touch.day, reverse=True)
    met = [one for one in entries if one.touch.kind in FACE_TO_FACE]
    users = dict.fromkeys(user for one in met or entries for user in sorted(one.touch.colleagues))
    return Seen(
        touches=tuple(one.touch for one in entries),
        met=met[0].touch.day if met else None,
        met_is_month=bool(met) and met[0].is_month,
        touched=entries[0].touch.day,
        touched_is_month=entries[0].is_month,
        colleagues=tuple(names[user] for user in users if user in names),
    )


def _names(viewer: Viewer, users: Collection[int]) -> dict[int, str]:
    return dict(User.objects.visible_to(viewer).filter(pk__in=users).values_list("pk", "name"))
