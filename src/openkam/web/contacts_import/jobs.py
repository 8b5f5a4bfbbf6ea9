"""The work behind an import of people, done by the worker that `openkam serve` starts."""

from django.utils import timezone
from django_tasks import task

from openkam.core.audit.origin import coming_from
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.working import work_on_import
from openkam.intake.uploads.queries import job_numbered
from openkam.ledger.folder import data_folder
from openkam.records.users.viewer import viewer_of


def begin(batch: ContactImport | None) -> None:
    """Put the job of an import into the queue, in the transaction of its act; None: there is nothing to do."""
    if batch is not None and batch.job_id is not None:
        run_contact_job.enqueue(batch.job_id)


@task()
def run_contact_job(number: int) -> None:
    """Whatever the import waits for; who asked for it must still have the right to."""
    job = job_numbered(number)
    if job is None:
        return
    with coming_from("job"):
        work_on_import(data_folder(), job, viewer_of(job.asked_by, timezone.localdate()), timezone.now)
