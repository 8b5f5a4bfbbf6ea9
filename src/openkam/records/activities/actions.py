"""Everything that changes the log: one verb a function, by whom, when, and one line in the audit trail.

Each one raises Denied without the right, and Problem where something is missing, not allowed or not the viewer's to
change; then nothing was changed. What was said goes into the trail as digests only.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.activities.entry import Entry, checked
from openkam.records.activities.models import Activity, Aim
from openkam.records.activities.reach import changeable_entry, checked_keys, gone, reads_view
from openkam.records.activities.rows import VIEW_ONLY
from openkam.records.activities.search import write_note_texts
from openkam.records.activities.writing import SAID, content_of, keep_wording, signals_of, write_fields, write_parts

UNDO_DAYS: Final = 30
"""So long a removed entry can be taken back."""


@transaction.atomic
def note_activity(*, viewer: Viewer, account: Account, entry: Entry, now: datetime) -> Activity:
    """A new entry; its author is the viewer, unless it names who wrote it where it came from.

    The same `source_key` again is the same entry: it is answered as it is, and nothing is written.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    if entry.source_key:
        earlier = Activity.objects.filter(account=known, source_key=entry.source_key).first()
        if earlier is not None:
            return earlier
    tidy = checked_keys(viewer, known, checked(entry, viewer))
    activity = Activity(account=known, author_id=viewer.user or None, noted_at=now)
    write_fields(activity, tidy)
    activity.source_key = tidy.source_key
    activity.save(force_insert=True)
    write_parts(activity, tidy)
    write_note_texts([activity])
    change = {name: [None, getattr(activity, name)] for name in SAID if getattr(activity, name)}
    change |= {"account": [None, known.pk], "kind": [None, activity.kind]}
    change |= {"happened_date": [None, activity.happened_date.isoformat()]}
    record(viewer, "note_activity", kind="activity", key=activity.pk, change=change, now=now)
    return activity


@transaction.atomic
def change_activity(*, viewer: Viewer, activity: Activity, entry: Entry, now: datetime) -> Activity:
    """The entry says something else from now on; what it said before is kept. Who first wrote it stays."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_entry(viewer, activity)
    tidy = checked_keys(viewer, known.account, checked(entry, viewer), before=known)
    before, view, noticed = content_of(known), known.our_view, signals_of(known)
    write_fields(known, tidy, keeps_view=not reads_view(viewer, known))
    known.save()
    write_parts(known, tidy, keeps_signals=not reads_view(viewer, known))
    write_note_texts([known])
    after = content_of(known)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if view != known.our_view:
        changed["our_view"] = [view, known.our_view]
    if noticed != signals_of(known):
        changed["signals"] = [noticed, signals_of(known)]
    if "aims" in changed:
        changed["aims"] = [len(before["aims"]), len(after["aims"])]  # their words are the customer's matter
    if set(changed) - {"signals"}:
        is_view_only = set(changed) <= {"our_view", "signals"}
        keep_wording(known, before | ({VIEW_ONLY: True} if is_view_only else {}), view, viewer, now)
    if changed:
        record(viewer, "change_activity", kind="activity", key=known.pk, change=changed, now=now)
    return known


@transaction.atomic
def remove_activity(*, viewer: Viewer, activity: Activity, now: datetime) -> Activity:
    """The entry is gone for everybody; for thirty days it can be taken back (`restore_activity`)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_entry(viewer, activity)
    known.removed_at, known.removed_by_id = now, viewer.user or None
    known.save(update_fields=["removed_at", "removed_by"])
    write_note_texts([known])
    change = {"removed_at": [None, now.isoformat()]}
    record(viewer, "remove_activity", kind="activity", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def restore_activity(*, viewer: Viewer, activity: Activity, now: datetime) -> Activity:
    """A removed entry stands again.

    Raises Problem after thirty days.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = Activity.objects.removed_for(viewer).filter(pk=activity.pk).first()
    if known is None or known.removed_at is None:
        raise gone()
    changeable_one(viewer, known.account)
    if known.removed_at < now - timedelta(days=UNDO_DAYS):
        raise gone()
    before, known.removed_at, known.removed_by_id = known.removed_at.isoformat(), None, None
    known.save(update_fields=["removed_at", "removed_by"])
    write_note_texts([known])
    record(viewer, "restore_activity", kind="activity", key=known.pk, change={"removed_at": [before, None]}, now=now)
    return known


@transaction.atomic
def forget_removed_activities(*, viewer: Viewer, now: datetime) -> int:
    """What was removed more than thirty days ago goes for good, with its earlier wordings; answers how many.

    A job of the program itself, over the whole company.
    """
    require(viewer, Right.LOAD_DATA)
    old = Activity.objects.filter(removed_at__lt=now - timedelta(days=UNDO_DAYS))
    keys = list(old.values_list("pk", flat=True))
    if keys:
        old.delete()
        record(viewer, "forget_removed_activities", kind="activity", key=f"{len(keys)} entries", now=now)
    return len(keys)


@transaction.atomic
def finish_next_step(*, viewer: Viewer, activity: Activity, day: date | None, now: datetime) -> Activity:
    """The next step of an entry was taken on a day; None: it is open again."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_entry(viewer, activity)
    if not known.next_step:
        raise gone()
    _refuse_future(day, viewer)
    before, known.next_step_done_date = known.next_step_done_date, day
    known.save(update_fields=["next_step_done_date"])
    change = {"next_step_done_date": [_written(before), _written(day)]}
    record(viewer, "finish_next_step", kind="activity", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def reach_aim(*, viewer: Viewer, aim: Aim, day: date | None, now: datetime) -> Aim:
    """An aim was reached on a day; None: it is open again."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = Aim.objects.visible_to(viewer).select_related("account").filter(pk=aim.pk).first()
    if known is None:
        raise gone()
    changeable_one(viewer, known.account)
    _refuse_future(day, viewer)
    before, known.reached_date = known.reached_date, day
    known.save(update_fields=["reached_date"])
    change = {"reached_date": [_written(before), _written(day)]}
    record(viewer, "reach_aim", kind="aim", key=known.pk, change=change, now=now)
    return known


def _refuse_future(day: date | None, viewer: Viewer) -> None:
    if day is not None and day > viewer.today:
        raise Problem(
            Text("This day has not come yet.", "该日期还没有到。"),
            remedy=Text("Choose today or an earlier day.", "请选择今天或更早的日期。"),
            value=day.isoformat(),
        )


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
