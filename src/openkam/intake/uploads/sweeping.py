"""Uploads nobody came back to: given up after two weeks, so that they take no room from others."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.intake.uploads.actions import OPEN_STATES
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.places import forget, home, is_token
from openkam.ledger.folder import DataFolder

ABANDONED_AFTER: Final = timedelta(days=14)
SET_ASIDE_KEPT: Final = timedelta(days=90)
"""So long the rows that a published upload could not use may still be fetched, corrected and sent again."""
_SETTLED_AFTER: Final = timedelta(days=1)
_State = Upload.State


def sweep_uploads(*, viewer: Viewer, folder: DataFolder, now: datetime) -> int:
    """Give up what nobody touched for two weeks, and remove the bytes no upload needs; answers how many were given up.

    One that is at work, or waits for it, is left alone. Raises Denied.
    """
    require(viewer, Right.LOAD_DATA)
    count = _give_up(viewer, now)
    _remove_bytes(folder, now)
    return count


@transaction.atomic
def _give_up(viewer: Viewer, now: datetime) -> int:
    at_work = Job.objects.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).exclude(upload=None)
    rows = Upload.objects.filter(state__in=(_State.RECEIVING, *OPEN_STATES), changed_at__lt=now - ABANDONED_AFTER)
    tokens = list(rows.exclude(pk__in=at_work.values("upload")).order_by("pk").values_list("token", flat=True))
    if tokens:
        Upload.objects.filter(token__in=tokens).update(state=_State.CANCELLED, changed_at=now)
        change = {"state": [None, _State.CANCELLED], "uploads": [None, tokens]}
        record(viewer, "sweep_uploads", kind="upload", key=f"{len(tokens)} uploads", change=change, now=now)
    return len(tokens)


def _remove_bytes(folder: DataFolder, now: datetime) -> None:
    """A folder of today is left alone: the upload it belongs to may not be in the database yet."""
    if not home(folder).is_dir():
        return
    since = (now - _SETTLED_AFTER).timestamp()
    found = [place for place in home(folder).iterdir() if is_token(place.name)]
    places = [place.name for place in found if place.stat().st_mtime < since]
    needed = set(Upload.objects.exclude(state__in=(_State.CANCELLED, _State.PUBLISHED)).values_list("token", flat=True))
    lately = Upload.objects.filter(state=_State.PUBLISHED, changed_at__gte=now - SET_ASIDE_KEPT)
    needed |= set(lately.values_list("token", flat=True))
    for token in places:
        if token not in needed:
            forget(folder, token)
