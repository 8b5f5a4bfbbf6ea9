"""The work behind the data screen, done by the worker that `openkam serve` starts.

What reads and grades is imported when a job begins: the pages only put jobs into the queue.
"""

from typing import Final

from django.utils import timezone
from django_tasks import task

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.origin import coming_from
from openkam.insight.grading.actions import publish_run, save_scheme
from openkam.insight.grading.currencies import wanted_currency
from openkam.insight.grading.models import SchemeVersion
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.schemes import DEFAULT_SCHEME, scheme_source
from openkam.intake.child import Progress
from openkam.intake.uploads.actions import ask_grading
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.queries import job_numbered
from openkam.intake.uploads.work import running
from openkam.ledger.folder import DataFolder, data_folder
from openkam.records.users.viewer import viewer_of

_LEDGER: Final = "ledger"
"""Source of a code that a grading met first."""


def begin(job: Job | None, *, knows_customers: bool = False) -> None:
    """Put a job into the queue; None: there is nothing to do.

    knows_customers  whether the job before this one has just taken the customers in
    """
    if job is not None:
        run_job.enqueue(job.pk, knows_customers)


@task()
def run_job(number: int, knows_customers: bool = False) -> None:
    """Whatever the job is; who asked for it must still have the right to."""
    job = job_numbered(number)
    if job is None:
        return
    folder, viewer = data_folder(), viewer_of(job.asked_by, timezone.localdate())
    with coming_from("job"):
        if job.kind == Job.Kind.CHECK:
            from openkam.intake.uploads.checking import check_upload

            check_upload(folder, job, viewer, timezone.now)
        elif job.kind == Job.Kind.PUBLISH:
            _publish(folder, job, viewer)
        else:
            _grade(folder, job, viewer, knows_customers)


def _publish(folder: DataFolder, job: Job, viewer: Viewer) -> None:
    from openkam.intake.uploads.publishing import publish

    is_done = publish(folder, job, viewer, timezone.now)
    if is_done and job.upload and job.upload.then_grade and viewer.may(Right.PUBLISH_GRADES):
        asked = ask_grading(viewer=viewer, folder=folder, currency=job.upload.then_currency, now=timezone.now())
        if asked is not None:
            begin(asked, knows_customers=True)


def _grade(folder: DataFolder, job: Job, viewer: Viewer, knows_customers: bool) -> None:
    from openkam.insight.report.actions import grade_ledger
    from openkam.intake.uploads.customers import take_in_ledger

    with running(folder, job, timezone.now) as watch:
        if watch is None:
            return
        require(viewer, Right.PUBLISH_GRADES)
        if (
            viewer.may(Right.LOAD_DATA) and not knows_customers
        ):  # users made since the load get the accounts that bear their name
            watch(Progress("customers", 0, 0))
            take_in_ledger(folder, viewer, _LEDGER, timezone.now())
        watch(Progress("grade", 0, 0))
        run = grade_ledger(
            viewer=viewer,
            folder=folder,
            scheme=_scheme(viewer),
            currency=wanted_currency(folder, job.currency),
            now=timezone.now(),
            on_progress=watch,
        )
        publish_run(viewer=viewer, run=run, now=timezone.now())


def _scheme(viewer: Viewer) -> SchemeVersion:
    """The scheme of the grades in force; the shipped scorecard where nothing was graded yet."""
    run = run_in_force()
    if run is not None:
        return run.scheme
    return save_scheme(viewer=viewer, text=scheme_source(DEFAULT_SCHEME)[0], now=timezone.now())
