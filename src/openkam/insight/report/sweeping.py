"""Runs that were tried and never published: removed with their arrays after a month."""

import shutil
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.insight.grading.models import Grade, Run
from openkam.insight.report.actions import CHUNK, GRADING, discard_unfinished
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import held

TRIED_AND_LEFT: Final = timedelta(days=30)


def sweep_runs(*, viewer: Viewer, folder: DataFolder, now: datetime) -> int:
    """Remove what was graded a month ago and never published, a thousand grades at a time; answers how many runs.

    Published runs are the history of the grades and stay. Raises Denied, and Problem while somebody is grading.
    """
    require(viewer, Right.PUBLISH_GRADES)
    if not folder.runs.is_dir():
        return 0
    with held(folder.runs / "lock", at_work=GRADING):
        discard_unfinished(folder)
        left = list(Run.objects.filter(published_at=None, graded_at__lt=now - TRIED_AND_LEFT).order_by("pk"))
        for run in left:
            _remove(run, viewer, folder, now)
    return len(left)


def _remove(run: Run, viewer: Viewer, folder: DataFolder, now: datetime) -> None:
    number, place = run.pk, folder.path / run.columns
    # Without its arrays it is not finished: nobody is shown a run that is half gone, and a killed sweep is taken up.
    Run.objects.filter(pk=number).update(columns="")
    grades = Grade.objects.filter(run=run).order_by("pk")
    while keys := list(grades.values_list("pk", flat=True)[:CHUNK]):
        Grade.objects.filter(pk__in=keys).delete()
    with transaction.atomic():
        run.delete()
        change = {"scheme": [str(run.scheme), None], "accounts": [run.account_count, None]}
        record(viewer, "sweep_runs", kind="run", key=number, change=change, now=now)
    shutil.rmtree(place, ignore_errors=True)
