"""From files to the published ledger: staged in a limited child process, published all or nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from openkam.intake.child import Progress, Running
from openkam.intake.reading import Reading
from openkam.intake.receipt import Receipt
from openkam.intake.stage import Mark, stage_files
from openkam.intake.trial import Outcome, written_aside
from openkam.ledger.batches import already_loaded, publish_batches
from openkam.ledger.entries import Arrival, ArrivedFile
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_batch_number, published_batches
from openkam.ledger.models import Batch
from openkam.ledger.store import file_sha256, staging


def load_files(
    *,
    folder: DataFolder,
    readings: Sequence[Reading],
    source: str,
    actor: str,
    now: datetime,
    again: bool = False,
    set_aside_to: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    alongside: Callable[[list[Batch]], None] | None = None,
    ahead: Running | None = None,
) -> list[Outcome]:
    """Publish these tables as one new version; a table whose very files are its source's latest load is left alone.

    `again` loads such files once more. Rows set aside go to `set_aside_to` (further tables beside it, with the table in
    the name) before anything is published, so that a disk without room for them stops the load. What `alongside` writes
    is part of the publication's transaction. `ahead` is a reading of the first table that was begun before
    (`stage.reading_ahead`). Raises Problem, with nothing published, where a file cannot be used or another load is
    running.
    """
    with staging(folder) as place:
        repeated = {} if again else _repeated(readings, source)
        first = latest_batch_number() + 1
        if ahead and readings[0].table in repeated:
            ahead.stop()
        staged = {
            reading.table: stage_files(
                reading,
                place,
                mark=Mark(source, number),
                ahead=ahead if reading is readings[0] else None,
                on_progress=on_progress,
            )
            for number, reading in enumerate((r for r in readings if r.table not in repeated), first)
        }
        aside = written_aside([(reading.table, staged.get(reading.table)) for reading in readings], set_aside_to)
        arrivals = [arrival_of(table, result.parquet, result.receipt) for table, result in staged.items()]
        published = (
            publish_batches(
                folder=folder,
                place=place,
                arrivals=arrivals,
                source=source,
                actor=actor,
                now=now,
                alongside=alongside,
            )
            if arrivals
            else []
        )
        batches = {batch.table: batch for batch in published}
        return [
            Outcome(name, repeated[name], None, None)
            if name in repeated
            else Outcome(name, batches[name], staged[name].receipt, aside.get(name))
            for name in (reading.table for reading in readings)
        ]


def _repeated(readings: Sequence[Reading], source: str) -> dict[str, Batch]:
    # A first load has nothing to be compared with, and is spared this reading of its files.
    again = [reading for reading in readings if published_batches(reading.table, source)]
    found = {r.table: already_loaded(r.table, source, [file_sha256(file) for file in r.files]) for r in again}
    return {table: batch for table, batch in found.items() if batch is not None}


def arrival_of(table: str, place: Path, receipt: Receipt) -> Arrival:
    """What is handed to the ledger: the files of a batch in `place`, with the totals of their reading."""
    return Arrival(
        table=table,
        place=place,
        files=tuple(ArrivedFile(file.name, file.sha256, file.rows_read) for file in receipt.files),
        rows_read=receipt.rows_read,
        rows_used=receipt.rows_used,
        rows_set_aside=receipt.rows_set_aside,
        rows_replaced=receipt.rows_replaced,
        amount_read=receipt.amount_read,
        amount_used=receipt.amount_used,
        amount_set_aside=receipt.amount_set_aside,
    )
