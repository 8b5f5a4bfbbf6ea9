"""Loads: published together with their manifest in one transaction, and taken back the same way."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.money import amount_of
from openkam.core.problem import Problem
from openkam.ledger.entries import (
    Arrival,
    Load,
    Stamp,
    record_batch,
    record_changes,
    record_rollback,
    record_version,
)
from openkam.ledger.failpoints import failpoint
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import Manifest, latest_batch_number, latest_manifest, published_batches
from openkam.ledger.models import Batch
from openkam.ledger.parquet import batch_files, connect, table_named
from openkam.ledger.publication import (
    Bench,
    Part,
    Published,
    PublishedLines,
    load_change,
    rollback_change,
)
from openkam.ledger.staged import StagedFile, joined_content, staged_parts
from openkam.ledger.store import move_into_place, staging

_LONGEST_SOURCE: Final = 100


class TotalsDoNotClose(Exception):
    """The staged file does not hold the rows and the amount its receipt says; nothing may be published."""


def publish_batches(
    *,
    folder: DataFolder,
    place: Path,
    arrivals: Sequence[Arrival],
    source: str,
    actor: str,
    now: datetime,
    alongside: Callable[[list[Batch]], None] | None = None,
) -> list[Batch]:
    """Publish one load of one or more tables: all of it, as one new version, or nothing.

    The caller holds the folder's lock and lends `place` (both come from `store.staging`). What `alongside` writes, and
    only if it raises nothing, is part of the same transaction.
    Raises TotalsDoNotClose where a staged file disagrees with its receipt, Problem for an empty load or a bad name.
    """
    for arrival in arrivals:
        _refuse_empty(arrival)
    _refuse_odd_source(source)
    manifest, first = latest_manifest(), latest_batch_number() + 1
    stamp = Stamp(manifest.version + 1, source, actor, now)
    loads = [_written(folder, place, manifest, _arrived(first + i, source, a), a) for i, a in enumerate(arrivals)]
    failpoint("published-written")
    move_into_place(folder, _moves(file for load in loads for file in (*load.parts, *load.change.added)))
    with transaction.atomic(durable=True):
        record_version(stamp)
        failpoint("version-written")
        batches = [record_batch(load, stamp) for load in loads]
        record_changes(folder, stamp.version, [load.change for load in loads])
        if alongside:
            alongside(batches)
        failpoint("manifest-written")
    failpoint("committed")
    return batches


def roll_back_batch(
    *,
    folder: DataFolder,
    number: int,
    actor: str,
    reason: str,
    now: datetime,
    alongside: Callable[[Batch], None] | None = None,
) -> Batch:
    """Take one load back, whichever it is: its rows give way to the latest earlier copies that remain.

    What `alongside` writes is part of the same transaction.

    Raises Problem where there is no such batch, where it was rolled back before, or where the reason is blank.
    """
    if not reason.strip():
        raise _no_reason()
    with staging(folder) as place:
        batch = batch_to_roll_back(number)
        manifest = latest_manifest()
        stamp = Stamp(manifest.version + 1, batch.source, actor, now)
        remaining = [_part(folder, b) for b in published_batches(batch.table, batch.source) if b.number != number]
        with connect(folder.ledger, spill=place / "spill") as connection:
            bench = Bench(connection, _published(folder, manifest, batch.table), stamp.version, place)
            change = rollback_change(bench, _part(folder, batch), remaining)
        failpoint("published-written")
        move_into_place(folder, _moves(change.added))
        with transaction.atomic(durable=True):
            record_version(stamp)
            failpoint("version-written")
            record_rollback(batch, reason.strip(), stamp)
            record_changes(folder, stamp.version, [change])
            if alongside:
                alongside(batch)
            failpoint("manifest-written")
        failpoint("committed")
    return batch


def already_loaded(table: str, source: str, hashes: Sequence[str]) -> Batch | None:
    """The latest batch of this table and source, where it came from files with exactly these bytes."""
    batches = published_batches(table, source)
    if not batches:
        return None
    same = list(batches[-1].files.order_by("pk").values_list("sha256", flat=True)) == list(hashes)
    return batches[-1] if same else None


def _arrived(number: int, source: str, arrival: Arrival) -> Part:
    return Part(number, source, tuple(batch_files(arrival.place)))


def _written(folder: DataFolder, place: Path, manifest: Manifest, part: Part, arrival: Arrival) -> Load:
    workplace = place / f"{part.number:06d}"
    workplace.mkdir()
    with connect(folder.ledger, spill=workplace / "spill") as connection:
        parts = staged_parts(connection, arrival.table, part.source, part.number, part.files)
        content = joined_content(file.content for file in parts)
        if (content.rows, content.amount) != (arrival.rows_used, amount_of(arrival.amount_used)):
            raise TotalsDoNotClose(
                f"{arrival.table}: {content.rows} rows and {content.amount} in the files, "
                f"{arrival.rows_used} and {amount_of(arrival.amount_used)} in the receipt"
            )
        if content.strangers:
            raise TotalsDoNotClose(f"{arrival.table}: rows that are not of batch {part.number} from {part.source}")
        failpoint("batch-written")
        bench = Bench(connection, _published(folder, manifest, arrival.table), manifest.version + 1, workplace)
        may_replace = bool(published_batches(arrival.table, part.source))
        return Load(part.number, arrival, parts, content, load_change(bench, part, parts, may_replace=may_replace))


def _moves(files: Iterable[StagedFile]) -> list[tuple[Path, str]]:
    """A part of a batch that is published as it stands is moved once."""
    return [(staged, path) for path, staged in {file.path: file.staged for file in files}.items()]


def _published(folder: DataFolder, manifest: Manifest, table: str) -> Published:
    files = manifest.of(table)
    return Published(
        table_named(table),
        {folder.ledger / file.path: PublishedLines(file.month, file.rows) for file in files if file.month is not None},
        {file.source: (folder.ledger / file.path, file.rows) for file in files if file.month is None},
    )


def _part(folder: DataFolder, batch: Batch) -> Part:
    paths = batch.parts.order_by("path").values_list("path", flat=True)
    return Part(batch.number, batch.source, tuple(folder.ledger / path for path in paths))


def _refuse_empty(arrival: Arrival) -> None:
    if arrival.rows_used:
        return
    names = ", ".join(file.name for file in arrival.files)
    raise Problem(
        Text("No usable row in {files}.", "{files} 中没有可用的行。").filled(files=names),
        remedy=Text(
            "Run the command with --dry-run to see why each row was set aside. Nothing was written.",
            "请加上 --dry-run 查看每一行未采用的原因。本次没有写入任何内容。",
        ),
    )


def _refuse_odd_source(source: str) -> None:
    if source.strip() == source and 0 < len(source) <= _LONGEST_SOURCE and source.isprintable():
        return
    raise Problem(
        Text("This is no name for a source.", "来源名称无效。"),
        remedy=Text(
            "Give --source a short printable name without blanks at its ends, such as sap or shop.",
            "请为 --source 起一个简短、首尾无空格的名称，例如 sap 或 shop。",
        ),
        value=source[:_LONGEST_SOURCE],
    )


def batch_to_roll_back(number: int) -> Batch:
    """The batch that can be taken back. Raises Problem where there is none, or it was rolled back before."""
    batch = Batch.objects.filter(number=number).first()
    see_list = Text("See `openkam ledger list`.", "请查看 `openkam ledger list`。")
    if batch is None:
        raise Problem(Text("There is no batch {n}.", "没有第 {n} 批。").filled(n=number), remedy=see_list)
    if batch.status == Batch.Status.ROLLED_BACK:
        what = Text("Batch {n} was rolled back before, by {who}.", "第 {n} 批已由 {who} 撤回过。")
        raise Problem(what.filled(n=number, who=batch.rolled_back_by), remedy=see_list)
    return batch


def _no_reason() -> Problem:
    return Problem(
        Text("A rollback needs a reason.", "撤回必须写明原因。"),
        remedy=Text("Say why with --reason, for whoever asks next year.", "请用 --reason 写明原因，方便日后追查。"),
    )
