"""How the ledger stands: what is published, what lies around, and whether files are as they were written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import is_locked
from openkam.ledger.manifest import latest_manifest
from openkam.ledger.models import Batch, BatchFile, BatchPart, PublishedAmount, PublishedFile, Version
from openkam.ledger.store import file_sha256, orphans


@dataclass(frozen=True)
class TableStatus:
    """One published table; amounts by currency, blank where none was named.

    `batch_count` batches were not rolled back and came from `file_count` files; what counts of them lies in
    `part_count` Parquet files.
    """

    table: str
    batch_count: int
    file_count: int
    part_count: int
    rows: int
    since: date | None
    until: date | None
    amounts: dict[str, Decimal]


@dataclass(frozen=True)
class DamagedFile:
    """A file of the ledger that is MISSING, or CHANGED since it was written."""

    path: str
    code: str


@dataclass(frozen=True)
class LedgerStatus:
    """The ledger at one version. `orphans` is empty while a load is running, whose files they would be."""

    version: int
    published_at: datetime | None
    batch_count: int
    rolled_back_count: int
    tables: tuple[TableStatus, ...]
    is_loading: bool
    orphans: tuple[Path, ...]
    is_verified: bool
    damaged: tuple[DamagedFile, ...]


def ledger_status(folder: DataFolder, *, verify: bool = False) -> LedgerStatus:
    """The latest version, leftovers, and missing files; `verify` also compares the bytes of every file."""
    manifest = latest_manifest()
    version = Version.objects.filter(number=manifest.version).first()
    by_table: dict[str, list[PublishedFile]] = {}
    for file in manifest.files:
        by_table.setdefault(file.table, []).append(file)
    is_loading = is_locked(folder)
    return LedgerStatus(
        version=manifest.version,
        published_at=version.published_at if version else None,
        batch_count=Batch.objects.count(),
        rolled_back_count=Batch.objects.filter(status=Batch.Status.ROLLED_BACK).count(),
        tables=tuple(_table_status(table, files) for table, files in by_table.items()),
        is_loading=is_loading,
        orphans=() if is_loading else tuple(orphans(folder)),
        is_verified=verify,
        damaged=tuple(_damaged(folder, manifest.files, verify=verify)),
    )


def _table_status(table: str, files: list[PublishedFile]) -> TableStatus:
    amounts: dict[str, Decimal] = {}
    for row in PublishedAmount.objects.filter(file__in=files).order_by("currency"):
        amounts[row.currency] = amounts.get(row.currency, Decimal(0)) + row.amount
    batches = Batch.objects.filter(table=table, status=Batch.Status.PUBLISHED)
    return TableStatus(
        table=table,
        batch_count=batches.count(),
        file_count=BatchFile.objects.filter(batch__in=batches).count(),
        part_count=len(files),
        rows=sum(file.rows for file in files),
        since=min((file.since for file in files if file.since), default=None),
        until=max((file.until for file in files if file.until), default=None),
        amounts=amounts,
    )


def _damaged(folder: DataFolder, published: tuple[PublishedFile, ...], *, verify: bool) -> list[DamagedFile]:
    expected = {file.path: file.sha256 for file in published} | dict(BatchPart.objects.values_list("path", "sha256"))
    found = []
    for path, sha256 in expected.items():
        file = folder.ledger / path
        if not file.exists():
            found.append(DamagedFile(path, "MISSING"))
        elif verify and file_sha256(file) != sha256:
            found.append(DamagedFile(path, "CHANGED"))
    return found
