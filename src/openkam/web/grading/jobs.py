"""Gradings that run while nobody waits: how far one is, and those by a scheme that is being tried."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django_tasks import task

from openkam.core.access import Viewer
from openkam.core.audit.origin import coming_from
from openkam.insight.grading.currencies import wanted_currency
from openkam.insight.grading.queries import scheme_numbered
from openkam.intake.child import Progress
from openkam.intake.uploads.findings import problem_of
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.queries import job_numbered, latest_grading
from openkam.intake.uploads.work import is_stopped, running, stopped_problem
from openkam.ledger.folder import DataFolder, data_folder
from openkam.records.users.viewer import viewer_of
from openkam.web.job_lines import JobLine, Trouble, job_line, trouble_of

_UNDER_WAY: Final = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class Work:
    """The latest grading: `job` while it is under way, `trouble` where it failed."""

    job: JobLine | None
    trouble: Trouble | None


def work_of(viewer: Viewer, folder: DataFolder) -> Work:
    """How far the latest grading is, for those who may ask for one; nothing for others."""
    job = latest_grading(viewer)
    if job is None:
        return Work(None, None)
    if is_stopped(folder, job):
        return Work(None, trouble_of(stopped_problem()))
    if job.state in _UNDER_WAY:
        return Work(job_line(job), None)
    failed = job.state == Job.State.FAILED and job.problem
    return Work(None, trouble_of(problem_of(job.problem)) if failed else None)


def begin_trial(job: Job | None, scheme: int) -> None:
    """Put a grading by a scheme version into the queue; None: one is under way already."""
    if job is not None:
        grade_by.enqueue(job.pk, scheme)


@task()
def grade_by(number: int, scheme: int) -> None:
    """Grade by one scheme version; nothing is published. Who asked for it must still have the right to."""
    from openkam.insight.report.actions import grade_ledger

    job, version = job_numbered(number), scheme_numbered(scheme)
    if job is None or version is None:
        return
    folder, viewer = data_folder(), viewer_of(job.asked_by, timezone.localdate())
    with coming_from("job"), running(folder, job, timezone.now) as watch:
        if watch is not None:
            watch(Progress("grade", 0, 0))
            currency = wanted_currency(folder, job.currency)
            grade_ledger(
                viewer=viewer,
                folder=folder,
                scheme=version,
                currency=currency,
                now=timezone.now(),
                on_progress=watch,
            )
