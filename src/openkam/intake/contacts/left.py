"""Jobs of imports that nobody works on any more although they have not ended."""

from datetime import datetime, timedelta
from typing import Final

from django_tasks_db.models import DBTaskResult

from openkam.intake.uploads.models import Job
from openkam.intake.uploads.work import is_stopped
from openkam.ledger.folder import DataFolder

QUEUED_WITHIN: Final = timedelta(minutes=5)
_TO_COME: Final = ("READY", "RUNNING")


def is_left(folder: DataFolder, job: Job, now: datetime) -> bool:
    """Whether its process is gone, or it waits for its turn and stands in no queue.

    A job and its place in the queue are written together; the place can be lost where a worker died three times over
    it, or the queue was emptied. In its first minutes a job counts as waiting.
    """
    if job.state != Job.State.QUEUED:
        return is_stopped(folder, job)
    if job.asked_at > now - QUEUED_WITHIN:
        return False
    return not DBTaskResult.objects.filter(status__in=_TO_COME, args_kwargs__args__0=job.pk).exists()
