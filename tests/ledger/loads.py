"""Loads as tests make them, and what the ledger shows afterwards."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from openkam.analysis.schema import MONEY_SCALE
from openkam.core.money import amount_of
from openkam.ledger.batches import publish_batches
from openkam.ledger.entries import Arrival, ArrivedFile
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_batch_number
from openkam.ledger.models import Batch
from openkam.ledger.store import staging
from openkam.ledger.tables import open_ledger
from tests.installation import NOW, Line, write_batch_of

_AMOUNT = {"invoice_lines": "net_amount", "payments": "amount", "cost_to_serve": "amount"}


def arrival(
    place: Path, rows: list[dict[str, Any]], table: str = "invoice_lines", *, source: str = "erp", position: int = 0
) -> Arrival:
    """What the intake would hand over for these rows, as the table at this position of a load."""
    units = int(sum((row.get(_AMOUNT.get(table, ""), Decimal(0)) for row in rows), Decimal(0)) * 10_000)
    number = latest_batch_number() + 1 + position
    folder = write_batch_of(place / uuid4().hex, table, rows, source, number)
    name = ArrivedFile(f"{table}.csv", uuid4().hex * 2, len(rows))
    return Arrival(table, folder, (name,), len(rows), len(rows), 0, 0, units, units, 0)


def load(folder: DataFolder, lines: Iterable[Line], source: str = "erp") -> Batch:
    """Publish some invoice lines."""
    return load_rows(folder, [line._asdict() for line in lines], "invoice_lines", source)


def load_rows(folder: DataFolder, rows: list[dict[str, Any]], table: str, source: str = "erp") -> Batch:
    """Publish some rows of any table."""
    with staging(folder) as place:
        arrivals = [arrival(place, rows, table, source=source)]
        [batch] = publish_batches(folder=folder, place=place, arrivals=arrivals, source=source, actor="Lin", now=NOW)
        return batch


def published(folder: DataFolder) -> list[tuple[str, str, Decimal]]:
    """Source, invoice and amount of the published invoice lines, sorted."""
    engine = open_ledger(folder).engine
    if not engine.has("invoice_lines"):
        return []
    units = f"(net_amount * {MONEY_SCALE})::BIGINT AS units"
    found = engine.columns(f"SELECT source, invoice_number, {units} FROM invoice_lines")
    rows = zip(found["source"], found["invoice_number"], map(amount_of, found["units"]), strict=True)
    return sorted((str(source), str(invoice), amount) for source, invoice, amount in rows)
