"""What a person does with an upload once it is here: says how to read it, publishes it, gives it up, tries again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.intake.uploads.choices import Choices
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.places import forget
from openkam.intake.uploads.standing import standing_of
from openkam.intake.uploads.work import is_stopped
from openkam.ledger.batches import roll_back_batch
from openkam.ledger.folder import DataFolder
from openkam.ledger.models import Batch

_State = Upload.State
OPEN_STATES: Final = (_State.RECEIVED, _State.PARSED, _State.STAGED, _State.PREVIEWED, _State.FAILED)
"""States in which it may still be decided how the files are read."""
_UNDER_WAY: Final = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def choose_reading(
    *,
    viewer: Viewer,
    upload: Upload,
    tables: Mapping[int, str],
    choices: Mapping[str, Choices],
    source: str,
    load_again: bool,
    now: datetime,
) -> Job:
    """Say what the files are (`tables` by position) and how they are to be read; they are checked anew.

    Raises Problem where the upload is past that.
    """
    require(viewer, Right.LOAD_DATA)
    before = {"source": upload.source, "load_again": upload.load_again, **upload.choices}
    meta = upload.choices | {table: one.as_meta() for table, one in choices.items()}
    begun = Upload.objects.filter(pk=upload.pk, state__in=OPEN_STATES)
    if not begun.update(choices=meta, source=source, load_again=load_again, state=_State.RECEIVED, changed_at=now):
        raise _past_that()
    for position, table in tables.items():
        upload.files.filter(position=position).update(table=table)
    after = {"source": source, "load_again": load_again, **meta}
    change = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    change |= {f"file {position}": [None, table] for position, table in tables.items()}
    record(viewer, "choose_reading", kind="upload", key=upload.token, change=change, now=now)
    return _next_job(viewer, upload, Job.Kind.CHECK, now)


@transaction.atomic
def publish_upload(
    *, viewer: Viewer, upload: Upload, seen: str, then_grade: bool = False, then_currency: str = "", now: datetime
) -> Job | None:
    """Ask that what was seen be published; None where somebody asked already.

    `seen` is the seal of the preview that was agreed to; `then_currency` is that of the grading that follows. The line
    of the audit trail about what was published is written with it (`publishing`). Raises Problem where the preview has
    changed since, or is not ready.
    """
    require(viewer, Right.LOAD_DATA)
    upload.refresh_from_db()
    if upload.state in (_State.PUBLISHING, _State.PUBLISHED):
        return None
    if upload.state != _State.PREVIEWED or standing_of(upload).seal != seen:
        raise Problem(
            Text("What you saw has changed since.", "您看到的预览已有变化。"),
            remedy=Text("Look at the preview again, then publish.", "请重新查看预览后再发布。"),
        )
    if not Upload.objects.filter(pk=upload.pk, state=_State.PREVIEWED).update(
        state=_State.PUBLISHING,
        changed_at=now,
        published_by=viewer.user,
        then_grade=then_grade,
        then_currency=then_currency,
    ):
        return None
    record(viewer, "ask_publication", kind="upload", key=upload.token, change={"seal": [None, seen]}, now=now)
    return _next_job(viewer, upload, Job.Kind.PUBLISH, now)


@transaction.atomic
def cancel_upload(*, viewer: Viewer, folder: DataFolder, upload: Upload, now: datetime) -> None:
    """Give an upload up: its bytes are removed. One that is being published is stopped before it is, or not at all.

    Raises Problem where it is published already.
    """
    require(viewer, Right.LOAD_DATA)
    if upload.state == _State.PUBLISHED:
        raise Problem(
            Text("This upload is published.", "该上传已发布。"),
            remedy=Text("Roll the load back instead.", "如需撤销，请撤回该批次。"),
        )
    Job.objects.filter(upload=upload, state__in=_UNDER_WAY).update(is_cancel_wanted=True)
    Job.objects.filter(upload=upload, state=Job.State.QUEUED).update(state=Job.State.CANCELLED, ended_at=now)
    if upload.state == _State.PUBLISHING and upload.jobs.filter(state=Job.State.RUNNING).exists():
        record(viewer, "ask_cancellation", kind="upload", key=upload.token, now=now)
        return
    if upload.state != _State.CANCELLED:
        Upload.objects.filter(pk=upload.pk).update(state=_State.CANCELLED, changed_at=now)
        record(
            viewer, "cancel_upload", kind="upload", key=upload.token,
            change={"state": [upload.state, _State.CANCELLED]}, now=now,
        )  # fmt: skip
        transaction.on_commit(lambda: forget(folder, upload.token))


@transaction.atomic
def try_again(*, viewer: Viewer, folder: DataFolder, upload: Upload, now: datetime) -> Job | None:
    """Do once more what failed or was interrupted; None where it is under way or there is nothing to do."""
    require(viewer, Right.LOAD_DATA)
    upload.refresh_from_db()
    latest = upload.jobs.order_by("-pk").first()
    if latest is not None and latest.state in _UNDER_WAY:
        if latest.state == Job.State.RUNNING and not is_stopped(folder, latest):
            return None
        Job.objects.filter(pk=latest.pk).update(state=Job.State.FAILED, ended_at=now)
    if upload.state in (_State.PUBLISHING, _State.PUBLISHED):
        kind = Job.Kind.PUBLISH
    elif upload.state in OPEN_STATES:
        kind = Job.Kind.CHECK
    else:
        return None
    record(viewer, "try_upload_again", kind="upload", key=upload.token, change={"job": [None, kind]}, now=now)
    return _next_job(viewer, upload, kind, now)


def roll_back_load(*, viewer: Viewer, folder: DataFolder, number: int, reason: str, now: datetime) -> Batch:
    """Take one published load back; the line of the audit trail is part of the same transaction.

    Raises Problem where there is no such load, it was rolled back before, or the reason is blank.
    """
    require(viewer, Right.LOAD_DATA)

    def write_down(batch: Batch) -> None:
        change = {"status": [Batch.Status.PUBLISHED, batch.status], "reason": [None, reason.strip()]}
        record(viewer, "roll_back_load", kind="batch", key=number, change=change, now=now)

    return roll_back_batch(
        folder=folder, number=number, actor=viewer.name, reason=reason, now=now, alongside=write_down
    )


@transaction.atomic
def ask_grading(*, viewer: Viewer, folder: DataFolder, currency: str = "", now: datetime) -> Job | None:
    """Ask that all accounts be graded from the ledger as it stands; None where that is under way.

    currency  in which, where the ledger holds several; blank: as it was graded before
    """
    require(viewer, Right.PUBLISH_GRADES)
    return _grading_job(viewer, folder, "", currency, now)


@transaction.atomic
def ask_trial_grading(
    *, viewer: Viewer, folder: DataFolder, scheme: str, currency: str = "", now: datetime
) -> Job | None:
    """Ask that all accounts be graded by a scheme that is being tried; None where a grading is under way.

    scheme  key of the scheme version, for the audit line; nothing is published by it.
    """
    require(viewer, Right.TRY_SCHEMES)
    return _grading_job(viewer, folder, scheme, currency, now)


def _grading_job(viewer: Viewer, folder: DataFolder, scheme: str, currency: str, now: datetime) -> Job | None:
    locked_head()  # of two who ask at once, the second finds the first one's job
    for job in Job.objects.filter(kind=Job.Kind.GRADE, state__in=_UNDER_WAY):
        if job.state == Job.State.QUEUED or not is_stopped(folder, job):
            return None
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, ended_at=now)
    change = {"currency": [None, currency]} if currency else None
    record(viewer, "ask_grading", kind="scheme" if scheme else "ledger", key=scheme, change=change, now=now)
    return Job.objects.create(kind=Job.Kind.GRADE, asked_by_id=viewer.user, asked_at=now, currency=currency)


def _next_job(viewer: Viewer, upload: Upload, kind: Job.Kind, now: datetime) -> Job:
    """Whatever is under way for this upload gives way to the new job."""
    Job.objects.filter(upload=upload, state=Job.State.QUEUED).update(state=Job.State.CANCELLED, ended_at=now)
    Job.objects.filter(upload=upload, state=Job.State.RUNNING).update(is_cancel_wanted=True)
    return Job.objects.create(upload=upload, kind=kind, asked_by_id=viewer.user, asked_at=now)


def _past_that() -> Problem:
    return Problem(
        Text("This upload cannot be changed any more.", "该上传已不能再修改。"),
        remedy=Text("Send the files again.", "请重新上传文件。"),
    )
