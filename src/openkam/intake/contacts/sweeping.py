"""Imports of people nobody came back to: given up after two weeks, and nothing of their sheets is kept."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import forget_folder, tokens_before
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.sweeping import ABANDONED_AFTER, SET_ASIDE_KEPT
from openkam.intake.uploads.work import is_alive
from openkam.ledger.folder import DataFolder

_SETTLED_AFTER: Final = timedelta(days=1)
_State = ContactImport.State
_OPEN: Final = (_State.CHECKING, _State.UNREAD, _State.READ, _State.PUBLISHING)


def sweep_contact_imports(*, viewer: Viewer, folder: DataFolder, now: datetime) -> int:
    """Give up what was neither published nor given up for two weeks; answers how many that were.

    One whose publication was asked for and came to nothing is among them; one that somebody works on is not.
    Folders that no import needs go, with the rows in them. Why rows of a published one were not taken stays as long as
    with any other upload. Raises Denied.
    """
    require(viewer, Right.IMPORT_CUSTOMERS)
    count = _give_up(viewer, folder, now)
    # A folder of today is left alone: the import it belongs to may not be in the database yet.
    found = tokens_before(folder, now - _SETTLED_AFTER)
    open_or_late = Q(state__in=_OPEN) | Q(published_at__gte=now - SET_ASIDE_KEPT)
    needed = set(ContactImport.objects.filter(open_or_late).values_list("token", flat=True))
    for token in sorted(found - needed):
        forget_folder(folder, token)
    return count


@transaction.atomic
def _give_up(viewer: Viewer, folder: DataFolder, now: datetime) -> int:
    late = now - ABANDONED_AFTER
    rows = ContactImport.objects.filter(state__in=_OPEN, begun_at__lt=late).select_related("job")
    rows = rows.filter(Q(job=None) | Q(job__asked_at__lt=late))
    found = rows.select_for_update(of=("self",)).order_by("pk")
    abandoned = [batch for batch in found if batch.job is None or not is_alive(folder, batch.job)]
    for batch in abandoned:
        batch.state = _State.CANCELLED
        batch.reading["sheets"] = [sheet | {"samples": []} for sheet in batch.reading["sheets"]]
    jobs = Job.objects.filter(contact_imports__in=abandoned, state__in=(Job.State.QUEUED, Job.State.RUNNING))
    Job.objects.filter(pk__in=list(jobs.values_list("pk", flat=True))).update(state=Job.State.CANCELLED, ended_at=now)
    ContactImport.objects.bulk_update(abandoned, ["state", "reading"])
    if abandoned:
        change = {"state": [None, _State.CANCELLED], "uploads": [None, [one.token for one in abandoned]]}
        key = f"{len(abandoned)} imports"
        record(viewer, "sweep_contact_imports", kind="contactimport", key=key, change=change, now=now)
    return len(abandoned)
