"""What rolling a load back would take away and what would come back, before anybody does it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openkam.analysis.schema import INVOICE_LINES
from openkam.core.access import Right, Viewer, require
from openkam.ledger.batches import batch_to_roll_back
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_manifest, published_batches
from openkam.ledger.models import Batch
from openkam.ledger.parquet import connect, files_sql, rows_sql


@dataclass(frozen=True)
class TakenBack:
    """`amounts` by currency: rows and amount that leave the ledger; `rows_returning` are of earlier copies of the same
    invoices, or of the source's load before; `heir` is that load, where the table is replaced as a whole."""

    rows: int
    amounts: tuple[tuple[str, int, Decimal], ...]
    since: date | None
    until: date | None
    rows_returning: int
    heir: int | None


def what_goes(viewer: Viewer, folder: DataFolder, number: int) -> TakenBack:
    """What this load still brings to the published ledger. Raises Problem where it cannot be taken back."""
    require(viewer, Right.LOAD_DATA)
    batch = batch_to_roll_back(number)
    remaining = [one for one in published_batches(batch.table, batch.source) if one.number != number]
    if batch.table != INVOICE_LINES.name:
        heir = remaining[-1] if remaining else None
        if heir is not None and heir.number > number:
            return TakenBack(0, (), None, None, 0, heir.number)
        amounts = tuple((one.currency, one.rows, one.amount) for one in batch.amounts.order_by("currency"))
        returning = heir.rows_used if heir else 0
        return TakenBack(batch.rows_used, amounts, batch.since, batch.until, returning, heir.number if heir else None)
    return _lines(folder, batch, [one for one in remaining if one.number < number])


def _lines(folder: DataFolder, batch: Batch, earlier: list[Batch]) -> TakenBack:
    files = [
        folder.ledger / file.path
        for file in latest_manifest().of(batch.table)
        if not (batch.since and batch.until and file.since and file.until)
        or (file.since <= batch.until and file.until >= batch.since)
    ]
    if not files:
        return TakenBack(0, (), None, None, 0, None)
    with connect(folder.ledger) as connection:
        # A file has no column for currencies where nobody named one.
        going = f"FROM ({rows_sql(connection, INVOICE_LINES, files)}) WHERE batch = {batch.number}"
        found = connection.execute(
            f"SELECT coalesce(currency, ''), count(*), sum(net_amount), min(invoice_date), max(invoice_date) {going} "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        returning = 0
        parts = [folder.ledger / path for one in earlier for path in one.parts.values_list("path", flat=True)]
        if found and parts:
            copies = (
                f"SELECT invoice_number, batch FROM {files_sql(parts)} "
                f"WHERE invoice_number IN (SELECT invoice_number {going}) "
                "QUALIFY batch = max(batch) OVER (PARTITION BY invoice_number)"
            )
            returning = (connection.execute(f"SELECT count(*) FROM ({copies})").fetchone() or (0,))[0]
    return TakenBack(
        sum(row[1] for row in found),
        tuple((row[0], row[1], row[2]) for row in found),
        min((row[3] for row in found), default=None),
        max((row[4] for row in found), default=None),
        returning,
        None,
    )
