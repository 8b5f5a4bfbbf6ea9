"""Jobs: begun, watched, cancelled, and found dead when their process was killed."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import DatabaseError

from openkam.analysis.words import Text
from openkam.core.access import Denied
from openkam.core.audit.actions import record_denied
from openkam.core.problem import InternalFault, Problem
from openkam.intake.child import Progress
from openkam.intake.uploads.findings import problem_meta
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.places import home, lock_of
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import held, is_held
from openkam.records.users.viewer import viewer_of

_SECONDS_BETWEEN: Final = 0.7
_UNDER_WAY: Final = (Job.State.QUEUED, Job.State.RUNNING)

_SAME_JOB: Final = Text("This job is running already (process {process}).", "该任务正在运行（进程 {process}）。")

_LOG: Final = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Cancelled(Exception):
    """Somebody asked that this job end."""


@dataclass
class Watch:
    """Says how far a job is, not more often than people can read, and learns whether it should end."""

    job: Job
    subject: str = ""
    _latest: float = field(default=0.0)

    def __call__(self, progress: Progress) -> None:
        """Note a step. Raises Cancelled where somebody asked for the end."""
        now = time.monotonic()
        job = self.job
        is_next_stage = (job.stage, job.subject) != (progress.stage, self.subject)
        if not is_next_stage and now - self._latest < _SECONDS_BETWEEN:
            return
        self._latest = now
        job.stage, job.subject, job.done, job.total = progress.stage, self.subject, progress.done, progress.total
        job.save(update_fields=["stage", "subject", "done", "total"])
        self.stop_if_wanted()

    def stop_if_wanted(self) -> None:
        """Raises Cancelled where somebody asked for the end."""
        if Job.objects.filter(pk=self.job.pk, is_cancel_wanted=True).exists():
            raise Cancelled


@contextmanager
def running(folder: DataFolder, job: Job, clock: Clock) -> Iterator[Watch | None]:
    """Hold the job's lock while it runs and write down how it ended; None where it has run or runs already.

    A Problem or a fault becomes part of the job, and is not raised again: the page shows it with its next step. So does
    `Denied`: whoever asked for the job lost the right before its turn came, and the trail notes it.
    """
    home(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = lock_of(folder, job.pk)
    if is_held(lock):
        yield None
        return
    try:
        with held(lock, at_work=_SAME_JOB):
            if not Job.objects.filter(pk=job.pk, state__in=_UNDER_WAY).exists():
                yield None
                return
            job.state, job.begun_at = Job.State.RUNNING, clock()
            job.save(update_fields=["state", "begun_at"])
            try:
                yield Watch(job)
            except Cancelled:
                _end(job, Job.State.CANCELLED, clock)
            except Denied as denied:
                record_denied(
                    viewer=viewer_of(job.asked_by, clock().date()),
                    right=denied.right,
                    address=f"job {job.pk}",
                    now=clock(),
                )
                _end(job, Job.State.FAILED, clock, _right_lost())
            except Problem as problem:
                _end(job, Job.State.FAILED, clock, problem)
            except InternalFault as fault:
                _LOG.error("job %s failed: %s", job.pk, fault.fault)
                _end(job, Job.State.FAILED, clock, fault)
            except Exception as fault:
                _end(job, Job.State.FAILED, clock, InternalFault(f"{type(fault).__name__}: {fault}"))
                raise
            else:
                _end(job, Job.State.DONE, clock)
    finally:
        lock.unlink(missing_ok=True)


def is_alive(folder: DataFolder, job: Job) -> bool:
    """Whether a job that says it is running really is; its process may have been killed."""
    return job.state == Job.State.RUNNING and is_held(lock_of(folder, job.pk))


def is_stopped(folder: DataFolder, job: Job) -> bool:
    """Whether a job says it is running although its process is gone."""
    if job.state != Job.State.RUNNING or is_held(lock_of(folder, job.pk)):
        return False
    # It may have ended between the question to the database and the look at the lock.
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).exists()


def _end(job: Job, state: Job.State, clock: Clock, fault: Problem | InternalFault | None = None) -> None:
    job.state, job.ended_at = state, clock()
    job.problem = problem_meta(fault) if fault else {}
    try:
        job.save(update_fields=["state", "ended_at", "problem"])
    except DatabaseError:
        # Where the database cannot be written the job stays as it is: the page finds it without its lock.
        return


def stopped_problem() -> Problem:
    """What is said of a job whose process was killed."""
    return Problem(
        Text("The work was interrupted: its process ended.", "处理中断：后台进程已结束。"),
        remedy=Text(
            "Nothing was published by half. Press “Try again”: it begins anew from the files already here.",
            "没有发布任何不完整的数据。请点“重试”，将用已上传的文件重新处理。",
        ),
    )


def _right_lost() -> Problem:
    return Problem(
        Text(
            "Whoever asked for this no longer has the right to; nothing was changed.",
            "发起此操作的用户已不再拥有相应权限，未做任何更改。",
        ),
        remedy=Text("Somebody who has the right starts it again.", "请由有权限的用户重新发起。"),
    )
