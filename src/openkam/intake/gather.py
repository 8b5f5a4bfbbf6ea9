"""From bare files to the facts of a ledger, in one limited child process and without any database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from openkam.analysis.facts import Facts
from openkam.analysis.quality import Quality
from openkam.core.money import SUM_TOO_LARGE, sum_too_large
from openkam.core.problem import Problem
from openkam.intake.child import Parcel, Progress, run_limited
from openkam.intake.inside import Say
from openkam.intake.plain import of_plain, to_plain
from openkam.intake.reading import Reading
from openkam.intake.receipt import Receipt
from openkam.ledger.parcel import unpack

LEAST_MEMORY: Final = 3 << 29
MOST_MEMORY: Final = 3 << 30
"""Fifty million lines, a file of 0.9 GB, take 2.1 GiB, most of it sums by invoice and by day."""

SECONDS: Final = 1800
_SET_ASIDE: Final = "set_aside.csv"


@dataclass(frozen=True)
class Gathered:
    """Facts and their quality, the receipt of the invoice lines, and the receipts of the other tables by name."""

    facts: Facts
    receipt: Receipt
    quality: Quality
    others: dict[str, Receipt]


def gather_files(
    lines: Reading,
    *,
    customers: Reading | None = None,
    payments: Reading | None = None,
    costs: Reading | None = None,
    rates: Reading | None = None,
    since: date | None = None,
    until: date | None = None,
    roll_up: bool = False,
    set_aside_to: Path | None = None,
    memory_bytes: int | None = None,
    seconds: int = SECONDS,
    on_progress: Callable[[Progress], None] | None = None,
) -> Gathered:
    """The facts between two days (None: the first and the latest invoice date) of these files.

    `lines.currency` grades one currency of several (and names that of lines which name none). Clean typed Parquet is
    read where it lies; everything else is parsed once. `set_aside_to` names a CSV file for the invoice lines that
    could not be used; it is written only where there are such lines. Without `memory_bytes` larger files are given
    more memory. Raises a Problem, and leaves nothing behind.
    """
    readings = [reading for reading in (lines, customers, payments, costs, rates) if reading]
    memory_bytes = memory_bytes or _memory_for(readings)
    request = {
        "readings": [reading.as_request() for reading in readings],
        "memory_bytes": memory_bytes,
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "roll_up": roll_up,
        "writes_set_aside": set_aside_to is not None,
    }
    parcel = run_limited(
        "openkam.intake.gather:gather_inside",
        request,
        memory_bytes=memory_bytes,
        seconds=seconds,
        on_progress=on_progress,
        keep={_SET_ASIDE: set_aside_to} if set_aside_to else None,
    )
    receipts = {name: Receipt.of_meta(meta) for name, meta in parcel.meta["receipts"].items()}
    return Gathered(
        unpack(parcel.meta["facts"], parcel.arrays),
        receipts.pop(lines.table),
        of_plain(Quality, parcel.meta["quality"]),
        receipts,
    )


def _memory_for(readings: list[Reading]) -> int:
    """What the reader may use: what small files need, and twice the size of the files more, within bounds."""
    size = sum(path.stat().st_size for reading in readings for path in reading.files if path.exists())
    return min(LEAST_MEMORY + 2 * size, MOST_MEMORY)


def gather_inside(request: dict[str, Any], folder: Path, say: Say) -> Parcel:
    """The child's half of `gather_files`."""
    # Readers and the engine are loaded in the child only: whoever waits for it needs none of them.
    from openkam.intake.pipeline import closed_connection, lock, read_table
    from openkam.ledger.engine import DuckDBEngine
    from openkam.ledger.facts import read_ledger
    from openkam.ledger.parcel import pack
    from openkam.ledger.quality import ledger_quality

    readings = [Reading.of_request(one) for one in request["readings"]]
    files = [path for reading in readings for path in reading.files]
    connection = closed_connection(files, folder, request["memory_bytes"] * 2 // 5)
    receipts = {}
    for reading in readings:
        wanted = request["writes_set_aside"] and reading is readings[0]
        combined = read_table(connection, reading, folder, say, folder / _SET_ASIDE if wanted else None)
        kind = "TABLE" if combined.receipt.rows_replaced else "VIEW"
        connection.execute(f"CREATE {kind} {reading.table} AS {combined.used}")
        receipts[reading.table] = combined.receipt.as_meta()
    engine = DuckDBEngine(connection)
    lock(connection)
    say("measure", 0, 0)
    since, until = (date.fromisoformat(day) if (day := request[name]) else None for name in ("since", "until"))
    try:
        read = read_ledger(engine, since=since, until=until, currency=readings[0].currency, roll_up=request["roll_up"])
    except Problem as problem:
        if problem.code != SUM_TOO_LARGE:
            raise
        raise sum_too_large(file=", ".join(file.name for file in readings[0].files), value=problem.value) from problem
    quality = ledger_quality(engine, read)
    meta, arrays = pack(read.facts)
    return Parcel({"facts": meta, "receipts": receipts, "quality": to_plain(quality)}, arrays, engine)
