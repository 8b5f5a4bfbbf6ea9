"""Jobs that were running when their worker died."""

from datetime import datetime
from typing import Final

MOST_ATTEMPTS: Final = 3
_POISON: Final = "The worker died while it ran this job, {times} times in a row."


def take_back_orphans(now: datetime) -> int:
    """Let every job of a dead worker run again, at most three times in all; then it has failed. Returns how many.

    Only for whoever knows that no worker is running now.
    """
    from django.db import transaction
    from django_tasks_db.models import DBTaskResult

    with transaction.atomic():
        orphans = list(DBTaskResult.objects.running())
        for job in orphans:
            if len(job.worker_ids) < MOST_ATTEMPTS:
                job.status = "READY"
            else:
                job.status, job.finished_at = "FAILED", now
                job.exception_class_path = "builtins.RuntimeError"
                job.traceback = _POISON.format(times=len(job.worker_ids))
        fields = ["status", "finished_at", "exception_class_path", "traceback"]
        DBTaskResult.objects.bulk_update(orphans, fields, batch_size=100)
    return len(orphans)
