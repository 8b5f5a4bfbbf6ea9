"""The job that reads an upload: what are the files, what is open, and what would be published."""

from pathlib import Path

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.problem import Problem
from openkam.intake.child import Progress, run_limited
from openkam.intake.stage import MEMORY_BYTES, SECONDS
from openkam.intake.uploads.actions import OPEN_STATES
from openkam.intake.uploads.findings import Finding
from openkam.intake.uploads.models import Job, Upload, UploadFile
from openkam.intake.uploads.outlook import outlook
from openkam.intake.uploads.places import file_of, place_of, set_aside_of, staged_of
from openkam.intake.uploads.queries import repeated_batches
from openkam.intake.uploads.standing import OUTLOOK, TableStanding, standing_of
from openkam.intake.uploads.work import Cancelled, Clock, Watch, running
from openkam.ledger.folder import DataFolder
from openkam.ledger.store import file_sha256


def check_upload(folder: DataFolder, job: Job, viewer: Viewer, clock: Clock) -> None:
    """Read whatever has not been read as it is wanted now; the upload says afterwards how far it came.

    `viewer` is whoever asked for it, with the rights he has now.
    """
    upload = job.upload
    if upload is None:
        return
    with running(folder, job, clock) as watch:
        if watch is None or upload.state not in OPEN_STATES:
            return
        try:
            require(viewer, Right.LOAD_DATA)
            _look_at_files(folder, upload, watch)
            _mark(upload, Upload.State.PARSED, clock)
            _check_tables(folder, upload, watch)
            _look_ahead(folder, upload, watch)
            _settle(upload, clock)
        except Cancelled:
            raise
        except Exception:
            _mark(upload, Upload.State.FAILED, clock)
            raise


def _look_at_files(folder: DataFolder, upload: Upload, watch: Watch) -> None:
    """Hash and look at the files nobody looked at; a kind that a person chose stays."""
    fresh = [file for file in upload.files.order_by("position") if not file.look]
    if not fresh:
        return
    paths = [file_of(folder, upload.token, file.position, file.name) for file in fresh]
    for file, path in zip(fresh, paths, strict=True):
        watch.subject = file.name
        watch(Progress("open", 0, file.size))
        file.sha256 = file_sha256(path)
    parcel = run_limited(
        "openkam.intake.uploads.look:look_inside",
        {"files": [str(path) for path in paths]},
        memory_bytes=MEMORY_BYTES,
        seconds=SECONDS,
        on_progress=watch,
        beside=place_of(folder, upload.token),
    )
    for file, look in zip(fresh, parcel.meta["looks"], strict=True):
        file.look, file.table = look, file.table or look.get("table", "")
    UploadFile.objects.bulk_update(fresh, ["sha256", "look", "table"])


def _check_tables(folder: DataFolder, upload: Upload, watch: Watch) -> None:
    for table in standing_of(upload).tables:
        if not table.is_ready_to_read or table.is_checked:  # what failed is read again: the cause may be gone
            continue
        watch.subject = table.table
        finding = _check(folder, upload, table, watch)
        with transaction.atomic():
            current = Upload.objects.select_for_update().get(pk=upload.pk)
            current.findings[table.table] = finding.as_meta()
            current.save(update_fields=["findings"])


def _look_ahead(folder: DataFolder, upload: Upload, watch: Watch) -> None:
    """Once everything is checked: what publishing would do to the ledger as it stands now."""
    upload.refresh_from_db()
    standing = standing_of(upload)
    repeated = {} if upload.load_again else repeated_batches(standing)
    tables = [one.table for one in standing.tables if one.table not in repeated]
    staged = {table: staged_of(folder, upload.token, table) for table in tables}
    if not standing.is_complete or not staged or not all(place.exists() for place in staged.values()):
        return
    watch.subject = ""
    watch(Progress("check", 0, 0))
    found = outlook(folder, upload.source, staged).as_meta()
    with transaction.atomic():
        current = Upload.objects.select_for_update().get(pk=upload.pk)
        current.findings[OUTLOOK] = found
        current.save(update_fields=["findings"])


def _check(folder: DataFolder, upload: Upload, table: TableStanding, watch: Watch) -> Finding:
    files = tuple(file_of(folder, upload.token, file.position, file.name) for file in table.files)
    parquet = staged_of(folder, upload.token, table.table)
    set_aside = set_aside_of(folder, upload.token, table.table)
    parquet.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in (parquet, set_aside):
        old.unlink(missing_ok=True)
    try:
        parcel = run_limited(
            "openkam.intake.uploads.preview:check_inside",
            {"reading": table.choices.reading(table.table, files).as_request()},
            memory_bytes=MEMORY_BYTES,
            seconds=SECONDS,
            on_progress=watch,
            keep={parquet.name: parquet, set_aside.name: set_aside},
            beside=place_of(folder, upload.token),
        )
    except Problem as problem:
        return Finding(table.key, problem=problem)
    return _finding(table.key, parcel.meta, parquet, set_aside)


def _finding(key: str, meta: dict[str, object], parquet: Path, set_aside: Path) -> Finding:
    return Finding.of_meta(
        {
            **meta,
            "key": key,
            "problem": None,
            "staged_sha256": file_sha256(parquet),
            "has_set_aside": set_aside.exists(),
        }
    )


def _mark(upload: Upload, state: Upload.State, clock: Clock) -> None:
    """A job never overrules what a person did meanwhile."""
    Upload.objects.filter(pk=upload.pk, state__in=OPEN_STATES).update(state=state, changed_at=clock())


def _settle(upload: Upload, clock: Clock) -> None:
    with transaction.atomic():
        current = Upload.objects.select_for_update().get(pk=upload.pk)
        standing = standing_of(current)
        if all(table.is_checked for table in standing.tables) and standing.tables:
            _mark(current, Upload.State.STAGED, clock)
        if standing.is_complete:
            _mark(current, Upload.State.PREVIEWED, clock)
