"""What a publication writes into the database; the caller opens the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openkam.core.money import amount_of
from openkam.ledger.folder import DataFolder
from openkam.ledger.models import Batch, BatchAmount, BatchFile, BatchPart, PublishedAmount, PublishedFile, Version
from openkam.ledger.publication import Change
from openkam.ledger.staged import Content, StagedFile


@dataclass(frozen=True)
class ArrivedFile:
    """A file that was read for a load."""

    name: str
    sha256: str
    rows_read: int


@dataclass(frozen=True)
class Arrival:
    """The usable rows of one table in a folder that `parquet.write_batch` made, and the totals of their reading.

    Amounts are whole units of 1/10,000 over all currencies.
    """

    table: str
    place: Path
    files: tuple[ArrivedFile, ...]
    rows_read: int
    rows_used: int
    rows_set_aside: int
    rows_replaced: int
    amount_read: int
    amount_used: int
    amount_set_aside: int


@dataclass(frozen=True)
class Stamp:
    """Which version is being made, from which source, by whom and when."""

    version: int
    source: str
    actor: str
    now: datetime


@dataclass(frozen=True)
class Load:
    """One batch about to be published: what arrived, in which files, and what it does to the published ones."""

    number: int
    arrival: Arrival
    parts: tuple[StagedFile, ...]
    content: Content
    change: Change


def record_version(stamp: Stamp) -> None:
    """Open a new version; a second writer with the same number fails here, whatever became of the lock."""
    Version.objects.create(number=stamp.version, published_at=stamp.now, published_by=stamp.actor)


def record_batch(load: Load, stamp: Stamp) -> Batch:
    """Write down one load with its files and amounts."""
    arrival, content = load.arrival, load.content
    batch = Batch.objects.create(
        number=load.number,
        source=stamp.source,
        table=arrival.table,
        version_id=stamp.version,
        loaded_at=stamp.now,
        loaded_by=stamp.actor,
        rows_read=arrival.rows_read,
        rows_used=arrival.rows_used,
        rows_set_aside=arrival.rows_set_aside,
        rows_replaced=arrival.rows_replaced,
        rows_superseded=load.change.rows_superseded,
        amount_read=amount_of(arrival.amount_read),
        amount_used=amount_of(arrival.amount_used),
        amount_set_aside=amount_of(arrival.amount_set_aside),
        since=content.since,
        until=content.until,
    )
    BatchFile.objects.bulk_create(
        BatchFile(batch=batch, name=f.name, sha256=f.sha256, rows_read=f.rows_read) for f in arrival.files
    )
    BatchPart.objects.bulk_create(BatchPart(batch=batch, path=p.path, sha256=p.sha256) for p in load.parts)
    BatchAmount.objects.bulk_create(
        BatchAmount(batch=batch, currency=currency, rows=rows, amount=amount)
        for currency, (rows, amount) in content.amounts.items()
    )
    return batch


def record_rollback(batch: Batch, reason: str, stamp: Stamp) -> None:
    """Write down that a batch no longer counts, since when, by whom and why."""
    batch.status = Batch.Status.ROLLED_BACK
    batch.rolled_back_in_id = stamp.version
    batch.rolled_back_at, batch.rolled_back_by, batch.rollback_reason = stamp.now, stamp.actor, reason
    batch.save()


def record_changes(folder: DataFolder, version: int, changes: Sequence[Change]) -> None:
    """Strike files off the ledger and enter new ones, as of this version."""
    removed = [file.relative_to(folder.ledger).as_posix() for change in changes for file in change.removed]
    PublishedFile.objects.filter(path__in=removed).update(removed_in=version)
    added = [file for change in changes for file in change.added]
    rows = PublishedFile.objects.bulk_create(
        PublishedFile(
            table=file.table,
            source=file.source,
            month=file.month,
            path=file.path,
            sha256=file.sha256,
            rows=file.content.rows,
            since=file.content.since,
            until=file.content.until,
            added_in_id=version,
        )
        for file in added
    )
    PublishedAmount.objects.bulk_create(
        PublishedAmount(file=row, currency=currency, rows=count, amount=amount)
        for row, file in zip(rows, added, strict=True)
        for currency, (count, amount) in file.content.amounts.items()
    )
