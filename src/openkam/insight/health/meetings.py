"""Who was in touch with whom and when, as the log tells: sums made by the database, a row a person and colleague."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Max, Q

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.health.coverage import FACE_TO_FACE, NOT_A_CONTACT
from openkam.insight.health.facts import Change, ChangeKind, RivalVisit
from openkam.insight.health.scope import at
from openkam.insight.health.touch import latest_day
from openkam.records.activities.kinds import Kind, Precision
from openkam.records.activities.models import Activity, Attendee

_TOLD: Final = (Kind.RIVAL_VISIT, Kind.PERSON_CHANGE)


@dataclass
class Touches:
    """When somebody was in touch with us: latest day, latest day face to face, latest day by colleague.

    by_month, met_by_month  only the month of it is known, and the day is the latest it can have been
    """

    latest: date | None = None
    met: date | None = None
    by: dict[int, date] = field(default_factory=dict)
    by_month: bool = False
    met_by_month: bool = False

    def take(self, latest: date, met: date | None, *, is_month: bool) -> None:
        """One more time, or the latest of some."""
        if self.latest is None or latest > self.latest:
            self.latest, self.by_month = latest, is_month
        if met is not None and (self.met is None or met > self.met):
            self.met, self.met_by_month = met, is_month


@dataclass
class Told:
    """What the log tells of an account besides our own meetings."""

    rival_visits: list[RivalVisit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def touches_of(viewer: Viewer, accounts: list[int], day: date) -> dict[tuple[int, int], Touches]:
    """By account and person; one query. An entry's author took part as its companions did."""
    found: dict[tuple[int, int], Touches] = defaultdict(Touches)
    for account, person, precision, author, companion, first, first_met in _TOUCHES(viewer, accounts, day):
        touches = found[(account, person)]
        latest = latest_day(first, precision, day)
        met = latest_day(first_met, precision, day) if first_met is not None else None
        touches.take(latest, met, is_month=precision == Precision.MONTH)
        for user in {author, companion} - {None}:
            touches.by[user] = max(touches.by.get(user, latest), latest)
    return found


def latest_visits(viewer: Viewer, accounts: list[int], day: date) -> dict[int, date]:
    """The latest day on which we and the account met face to face, whoever was there; one query."""
    return dict(_VISITS(viewer, accounts, day))


def told_of(viewer: Viewer, accounts: list[int], day: date) -> dict[int, Told]:
    """Rivals seen and changes of people within a year, oldest first; one query."""
    found: dict[int, Told] = defaultdict(Told)
    for account, key, kind, precision, first, rival, subject in _NEWS(viewer, accounts, day, day - timedelta(days=365)):
        happened = latest_day(first, precision, day)
        if kind == Kind.RIVAL_VISIT:
            found[account].rival_visits.append(RivalVisit(key, rival, happened, precision == Precision.MONTH))
        else:
            found[account].changes.append(Change(ChangeKind.NOTED, 0, subject, "", happened, key=key))
    return found


def _touches(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = at(Attendee.objects.visible_to(viewer), accounts).filter(activity__happened_date__lte=day)
    told = rows.exclude(activity__kind__in=NOT_A_CONTACT)
    ours = ("activity__author_id", "activity__companions__user_id")
    grouped = told.values_list("account_id", "person_id", "activity__precision", *ours)
    return grouped.annotate(
        latest=Max("activity__happened_date"),
        met=Max("activity__happened_date", filter=Q(activity__kind__in=FACE_TO_FACE)),
    )


def _visits(viewer: Viewer, accounts: list[int], day: date) -> Any:
    rows = at(Activity.objects.visible_to(viewer), accounts).filter(kind__in=FACE_TO_FACE, happened_date__lte=day)
    return rows.values_list("account_id").annotate(latest=Max("happened_date"))


def _news(viewer: Viewer, accounts: list[int], day: date, first: date) -> Any:
    rows = at(Activity.objects.visible_to(viewer), accounts)
    told = rows.filter(kind__in=_TOLD, happened_date__gte=first, happened_date__lte=day)
    columns = ("account_id", "pk", "kind", "precision", "happened_date", "rival", "subject")
    return told.order_by("happened_date", "sequence", "pk").values_list(*columns)


_TOUCHES: Final[Prepared[tuple[Any, ...]]] = Prepared(_touches)
_VISITS: Final[Prepared[tuple[int, date]]] = Prepared(_visits)
_NEWS: Final[Prepared[tuple[Any, ...]]] = Prepared(_news)
