"""From files to one typed Parquet file that the ledger can publish, in a limited child process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from openkam.intake.child import Parcel, Progress, Running, run_limited, started
from openkam.intake.inside import Say, told_later
from openkam.intake.reading import Reading
from openkam.intake.receipt import Receipt
from openkam.ledger.folder import DataFolder

MEMORY_BYTES: Final = 3 << 29
SECONDS: Final = 3600
_JOB: Final = "openkam.intake.stage:stage_inside"
_LATER: Final = "later"
"""In the place of a mark that is told when the rows are read."""


@dataclass(frozen=True)
class Mark:
    """What the rows of a batch say about themselves: their source and the number of the batch."""

    source: str
    number: int


@dataclass(frozen=True)
class Staged:
    """`parquet` has the columns of the table in their types; `set_aside_file` is None where every row is used.

    `parquet` is one file with all columns, or with a mark the folder of a batch as `ledger.parquet.write_batch` makes
    it, with those that the files have.
    """

    parquet: Path
    receipt: Receipt
    set_aside_file: Path | None


def stage_files(
    reading: Reading,
    folder: Path,
    *,
    mark: Mark | None = None,
    ahead: Running | None = None,
    memory_bytes: int = MEMORY_BYTES,
    seconds: int = SECONDS,
    on_progress: Callable[[Progress], None] | None = None,
) -> Staged:
    """Reads, checks and combines the files; writes `<table>.parquet` and the rows set aside into the folder.

    With a mark the rows are written once and for all, in the files in which the ledger will publish them. `ahead` is a
    reading of the same files that was begun before (`reading_ahead`); it needs a mark.

    Raises a Problem, with nothing written, where a file cannot be used.
    """
    parquet = folder / f"{reading.table}.parquet"
    set_aside = folder / f"{reading.table}_set_aside.csv"
    keep = {parquet.name: parquet, set_aside.name: set_aside}
    if ahead and mark:
        ahead.tell(asdict(mark))
        import_module("duckdb")  # a tenth of a second for publishing, while the child is at work
        parcel = ahead.result(on_progress=on_progress, keep=keep)
    else:
        parcel = run_limited(
            _JOB,
            {"reading": reading.as_request(), "mark": asdict(mark) if mark else None},
            memory_bytes=memory_bytes,
            seconds=seconds,
            on_progress=on_progress,
            keep=keep,
            beside=folder,
        )
    return Staged(parquet, Receipt.of_meta(parcel.meta), set_aside if set_aside.exists() else None)


@contextmanager
def reading_ahead(reading: Reading, folder: DataFolder) -> Iterator[Running | None]:
    """Begins to read the files while the database of the data folder is opened, for `stage_files`.

    None where the folder cannot be written: whoever opens it says why. What was begun is gone afterwards.
    """
    request = {"reading": reading.as_request(), "mark": _LATER}
    with ExitStack() as stack:
        running = None
        with suppress(OSError):
            folder.make()
            running = stack.enter_context(
                started(_JOB, request, memory_bytes=MEMORY_BYTES, seconds=SECONDS, beside=folder.path)
            )
        yield running


def stage_inside(request: dict[str, Any], folder: Path, say: Say) -> Parcel:
    """The child's half of `stage_files`."""
    # Readers and the engine are loaded in the child only: whoever waits for it needs none of them.
    from openkam.intake.oddities import oddities
    from openkam.intake.pipeline import closed_connection, lock, read_table
    from openkam.intake.text_file import literal
    from openkam.ledger.parquet import files_sql, write_batch

    reading = Reading.of_request(request["reading"])
    connection = closed_connection(list(reading.files), folder)
    combined = read_table(connection, reading, folder, say, folder / f"{reading.table}_set_aside.csv")
    lock(connection)
    say("write", 0, 0)
    target = folder / f"{reading.table}.parquet"
    mark = told_later() if request["mark"] == _LATER else request["mark"]
    if mark:
        # Columns that no file has are left out: even nothing costs time to write once a row.
        rows = f"SELECT {', '.join(combined.columns)} FROM ({combined.used})"
        write_batch(connection, reading.schema, rows, target, **mark)
    else:
        connection.execute(f"COPY ({combined.used}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    # A load is published whatever its lines are like, so only a trial compares them with each other.
    used = f"({combined.used})" if mark else files_sql([target])
    found = oddities(connection, reading.schema, combined.columns, used, is_thorough=not mark)
    return Parcel(replace(combined.receipt, oddities=found).as_meta(), {}, connection)
