"""Entries of the log with everybody who took part, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef

from openkam.core.access import Viewer
from openkam.core.prepared import Fixed, Prepared
from openkam.records.accounts.models import Account
from openkam.records.activities.kinds import Precision
from openkam.records.activities.labels import kind_label
from openkam.records.activities.models import Activity, Aim, Attendee, Companion, EarlierWording, Signal
from openkam.records.contacts.queries import padded
from openkam.web.log.timeline.asked import chosen
from openkam.web.log.timeline.happening import EntryParts, Happening, Named, Source
from openkam.web.log.timeline.title import entry_title

_ENTRIES_FIRST = 9


def entries_of(
    viewer: Viewer, account: Account, *, most: int, kind: str = "", person: int | None = None
) -> list[Happening]:
    """The latest entries; seven queries."""
    rows = _LATEST(viewer, account.pk, kind or Fixed(None), chosen(person), Fixed(most))
    found = with_parts(viewer, rows)
    days = _days_in_order([one.activity for one in found])
    return [_happening(one, days[one.activity.pk]) for one in found]


def with_parts(viewer: Viewer, rows: Iterable[Activity]) -> list[EntryParts]:
    """The entries with what belongs to them, in their order; the entries were shown to the viewer."""
    entries = list(rows)
    keys = padded([one.pk for one in entries])
    views = dict(_VIEWS(viewer, keys))
    attendees: dict[int, list[Named]] = defaultdict(list)
    for key, person, name in _ATTENDEES(viewer, keys):
        attendees[key].append(Named(person, name))
    companions: dict[int, list[str]] = defaultdict(list)
    for key, name in _COMPANIONS(viewer, keys):
        companions[key].append(name)
    signals: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, name, text in _SIGNALS(viewer, keys):
        signals[key].append((name, text))
    aims: dict[int, list[Aim]] = defaultdict(list)
    for aim in _AIMS(viewer, keys):
        aims[aim.activity_id].append(aim)
    return [
        EntryParts(
            activity=one,
            kind=kind_label(one.kind),
            attendees=tuple(attendees[one.pk]),
            companions=tuple(companions[one.pk]),
            our_view=views.get(one.pk, ""),
            signals=tuple(signals[one.pk]),
            aims=tuple(aims[one.pk]),
            referred=_referred(one),
            is_changed=getattr(one, "is_changed", False),
        )
        for one in entries
    ]


def _latest(viewer: Viewer, account: int, kind: str | None, person: int | None, most: int) -> Any:
    rows = Activity.objects.visible_to(viewer).filter(account=account)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if person is not None:
        rows = rows.filter(attendees__person=person)
    changed = Exists(EarlierWording.objects.visible_to(viewer).filter(activity=OuterRef("pk")))
    own = [field.name for field in Activity._meta.concrete_fields if field.name != "our_view"]
    named = ("author__name", "referred__name", "referred__erased_at")
    found = rows.select_related("author", "referred").only(*own, *named).annotate(is_changed=changed)
    return found.order_by("-happened_date", "-sequence", "-pk")[:most]


def _views(viewer: Viewer, keys: list[int]) -> Any:
    rows = Activity.objects.visible_to(viewer).with_views_for(viewer).filter(pk__in=keys)
    return rows.values_list("pk", "our_view")


def _attendees(viewer: Viewer, keys: list[int]) -> Any:
    rows = Attendee.objects.visible_to(viewer).filter(activity__in=keys, person__erased_at=None).order_by("pk")
    return rows.values_list("activity_id", "person_id", "person__name")


def _companions(viewer: Viewer, keys: list[int]) -> Any:
    rows = Companion.objects.visible_to(viewer).filter(activity__in=keys).order_by("pk")
    return rows.values_list("activity_id", "user__name")


def _signals(viewer: Viewer, keys: list[int]) -> Any:
    rows = Signal.objects.visible_to(viewer).filter(activity__in=keys, person__erased_at=None).order_by("pk")
    return rows.values_list("activity_id", "person__name", "text")


def _aims(viewer: Viewer, keys: list[int]) -> Any:
    return Aim.objects.visible_to(viewer).filter(activity__in=keys).order_by("place")


_LATEST: Final[Prepared[Activity]] = Prepared(_latest)
_VIEWS: Final[Prepared[tuple[int, str]]] = Prepared(_views)
_ATTENDEES: Final[Prepared[tuple[int, int, str]]] = Prepared(_attendees)
_COMPANIONS: Final[Prepared[tuple[int, str]]] = Prepared(_companions)
_SIGNALS: Final[Prepared[tuple[int, str, str]]] = Prepared(_signals)
_AIMS: Final[Prepared[Aim]] = Prepared(_aims)


def _days_in_order(entries: list[Activity]) -> dict[int, date]:
    """By which day each is put in order: one known by its month comes after those told before it that month."""
    days: dict[int, date] = {}
    reached: dict[date, date] = {}
    for entry in sorted(entries, key=lambda one: (one.happened_date.replace(day=1), one.sequence)):
        month = entry.happened_date.replace(day=1)
        is_told_in_order = entry.precision == Precision.MONTH and entry.sequence > 0
        days[entry.pk] = reached.get(month, month) if is_told_in_order else entry.happened_date
        if entry.sequence > 0:
            reached[month] = max(reached.get(month, month), days[entry.pk])
    return days


def _happening(parts: EntryParts, order_day: date) -> Happening:
    entry = parts.activity
    return Happening(
        source=Source.ENTRIES,
        day=order_day,
        place=(_ENTRIES_FIRST, entry.sequence * 10**9 + entry.pk),
        title=entry_title(entry.subject, parts.kind, [one.name for one in parts.attendees]),
        by_month=entry.precision == Precision.MONTH,
        people=parts.attendees,
        author=entry.written_by or (entry.author.name if entry.author is not None else ""),
        entry=parts,
    )


def _referred(entry: Activity) -> Named | None:
    person = entry.referred
    return Named(person.pk, person.name) if person is not None and person.erased_at is None else None
