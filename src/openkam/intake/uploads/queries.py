"""What is under way and what was loaded, as the data screen asks for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from openkam.core.access import Right, Viewer, require
from openkam.core.prepared import Prepared
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.rows import UploadRows
from openkam.intake.uploads.standing import Standing
from openkam.ledger.batches import already_loaded
from openkam.ledger.models import Batch, PublishedFile, Version

_ENDED = (Upload.State.PUBLISHED, Upload.State.CANCELLED)


def uploads_under_way(viewer: Viewer) -> UploadRows[Upload]:
    """Uploads that are neither published nor given up, the latest first, with their files and jobs."""
    rows = Upload.objects.visible_to(viewer)
    return rows.exclude(state__in=_ENDED).select_related("uploader").prefetch_related("files", "jobs").order_by("-pk")


def latest_grading(viewer: Viewer) -> Job | None:
    """The latest job that graded, or grades, the ledger."""
    return next(iter(_GRADINGS(viewer)), None)


def _gradings(viewer: Viewer) -> Any:
    jobs = Job.objects.visible_to(viewer).filter(kind=Job.Kind.GRADE)
    return jobs.select_related("asked_by").order_by("-pk")[:1]


_GRADINGS: Final[Prepared[Job]] = Prepared(_gradings)


def loads(viewer: Viewer) -> QuerySet[Batch]:
    """Every load, the latest first, with its files and amounts."""
    require(viewer, Right.LOAD_DATA)
    return Batch.objects.prefetch_related("files", "amounts").order_by("-number")


def load_numbered(viewer: Viewer, number: int) -> Batch | None:
    """One load."""
    return loads(viewer).filter(number=number).first()


def sources(viewer: Viewer) -> list[str]:
    """Names of the systems that files came from, the latest used first."""
    require(viewer, Right.LOAD_DATA)
    names = Batch.objects.order_by("-number").values_list("source", flat=True)[:200]
    return list(dict.fromkeys(names))


def ledger_currencies(viewer: Viewer) -> list[str]:
    """The currencies that published files name."""
    require(viewer, Right.LOAD_DATA)
    live = PublishedFile.objects.filter(removed_in=None)
    return sorted(set(live.values_list("amounts__currency", flat=True)) - {"", None})


@dataclass(frozen=True)
class LedgerLine:
    """How the ledger stands, in one line: its version, when it was made, and the days of its invoice lines."""

    version: int
    rows: int
    since: date | None
    until: date | None


def ledger_line(viewer: Viewer) -> LedgerLine | None:
    """How the ledger stands; None before the first load."""
    require(viewer, Right.LOAD_DATA)
    version = Version.objects.order_by("-number").first()
    if version is None:
        return None
    files = list(
        PublishedFile.objects.filter(table="invoice_lines", removed_in=None).values_list("rows", "since", "until")
    )
    return LedgerLine(
        version.number,
        sum(rows for rows, _, _ in files),
        min((since for _, since, _ in files if since), default=None),
        max((until for _, _, until in files if until), default=None),
    )


def repeated_batches(standing: Standing) -> dict[str, Batch]:
    """Tables whose very bytes are the latest load of this source already, with that load."""
    found = {
        table.table: already_loaded(table.table, standing.upload.source, [file.sha256 for file in table.files])
        for table in standing.tables
    }
    return {table: batch for table, batch in found.items() if batch is not None}


def earlier_batches(standing: Standing) -> list[Batch]:
    """Published loads, of whatever source, that one of these files is part of."""
    hashes = [file.sha256 for file in standing.files if file.sha256]
    return list(
        Batch.objects.filter(files__sha256__in=hashes, status=Batch.Status.PUBLISHED).distinct().order_by("number")
    )


def amounts_of(batch: Batch) -> dict[str, Decimal]:
    """What a load brought, by currency; blank where none was named."""
    return {row.currency: row.amount for row in batch.amounts.all()}


def file_names(batch: Batch) -> list[str]:
    """The files a load came from."""
    return [file.name for file in batch.files.all()]


def job_numbered(number: int) -> Job | None:
    """A job with its upload and whoever asked for it; for the worker, not for a viewer."""
    return Job.objects.select_related("upload", "asked_by").filter(pk=number).first()
