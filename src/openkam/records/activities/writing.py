"""How an entry and its parts get into the tables."""

from datetime import datetime
from typing import Any, Final

from openkam.core.access import Viewer
from openkam.records.activities.entry import Entry
from openkam.records.activities.models import Activity, Aim, Attendee, Companion, EarlierWording, Signal

SAID: Final = ("subject", "said", "our_view", "result", "next_step")
"""The texts of an entry."""
_FIELDS: Final = (
    *("kind", "happened_date", "precision", "subject", "said", "result", "next_step", "next_step_date"),
    *("rival", "method"),
)


def write_fields(activity: Activity, entry: Entry, *, keeps_view: bool = False) -> None:
    """The entry's own columns, not saved yet; a step that changed is open again."""
    if activity.next_step != entry.next_step:
        activity.next_step_done_date = None
    for name in _FIELDS:
        setattr(activity, name, getattr(entry, name))
    activity.opportunity_id, activity.referred_id = entry.opportunity, entry.referred
    activity.self_check = None if entry.self_check is None else list(entry.self_check)
    activity.sequence = entry.sequence or activity.sequence
    activity.written_by = entry.written_by or activity.written_by
    if not keeps_view:
        activity.our_view = entry.our_view


def write_parts(activity: Activity, entry: Entry, *, keeps_signals: bool = False) -> None:
    """Who took part, signals and aims: what is no longer named goes, what is new comes, the rest stays as it is."""
    account = activity.account
    activity.attendees.exclude(person__in=entry.attendees).delete()
    there = set(activity.attendees.values_list("person", flat=True))
    Attendee.objects.bulk_create(
        Attendee(account=account, activity=activity, person_id=key) for key in sorted(entry.attendees - there)
    )
    activity.companions.exclude(user__in=entry.companions).delete()
    ours = set(activity.companions.values_list("user", flat=True))
    Companion.objects.bulk_create(
        Companion(account=account, activity=activity, user_id=key) for key in sorted(entry.companions - ours)
    )
    if not keeps_signals:
        activity.signals.all().delete()
        Signal.objects.bulk_create(
            Signal(account=account, activity=activity, person_id=key, text=text)
            for key, text in sorted(entry.signals.items())
        )
    _write_aims(activity, entry)


def content_of(activity: Activity) -> dict[str, Any]:
    """What an entry says, without our view and the signals: plain values by name, as the history keeps them."""
    content = {name: _plain(getattr(activity, name)) for name in _FIELDS}
    return content | {
        "opportunity": activity.opportunity_id,
        "referred": activity.referred_id,
        "self_check": activity.self_check,
        "attendees": sorted(activity.attendees.values_list("person", flat=True)),
        "companions": sorted(activity.companions.values_list("user", flat=True)),
        "aims": list(activity.aims.order_by("place").values_list("text", flat=True)),
    }


def signals_of(activity: Activity) -> list[list[Any]]:
    """What was noticed of whom at an entry, by key of the person."""
    return [list(row) for row in activity.signals.order_by("person", "text").values_list("person", "text")]


def keep_wording(activity: Activity, content: dict[str, Any], view: str, viewer: Viewer, now: datetime) -> None:
    """What the entry said until now."""
    EarlierWording.objects.create(
        account=activity.account,
        activity=activity,
        content=content,
        our_view=view,
        replaced_by_id=viewer.user or None,
        replaced_at=now,
    )


def _write_aims(activity: Activity, entry: Entry) -> None:
    """An aim whose words stay keeps the day on which it was reached."""
    reached = dict(activity.aims.values_list("text", "reached_date"))
    activity.aims.all().delete()
    Aim.objects.bulk_create(
        Aim(account=activity.account, activity=activity, place=place, text=text, reached_date=reached.get(text))
        for place, text in enumerate(entry.aims, 1)
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
