"""The published ledger as tables: one view a fact table, over the files of one version."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openkam.analysis.schema import CUSTOMERS, RATES, Table
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.folder import DataFolder
from openkam.ledger.parquet import connect, rows_sql, table_named

if TYPE_CHECKING:
    import duckdb

    from openkam.ledger.manifest import Manifest

_ONE_ROW_PER = {CUSTOMERS.name: "customer_code", RATES.name: "currency, to_currency, rate_date"}
"""Where two sources name the same thing, the latest load is believed; rows of other tables add up."""


@dataclass(frozen=True)
class OpenLedger:
    """One version of the ledger: an engine with a view for each table that has published rows."""

    version: int
    engine: DuckDBEngine


def open_ledger(folder: DataFolder) -> OpenLedger:
    """The latest published version, ready to be asked; `database.open_database` comes first.

    The views keep showing that version whatever is loaded meanwhile, until two more loads have passed; then its files
    are gone and the ledger must be opened again. Raises Problem where a published file is missing.
    """
    manifest = complete_manifest(folder)
    connection = connect(folder.ledger)
    for name in {file.table: None for file in manifest.files}:
        connection.execute(f"CREATE VIEW {name} AS {_view_sql(connection, folder, manifest, table_named(name))}")
    engine = DuckDBEngine(connection)
    connection.execute("SET lock_configuration = true")
    return OpenLedger(manifest.version, engine)


def _view_sql(connection: "duckdb.DuckDBPyConnection", folder: DataFolder, manifest: "Manifest", table: Table) -> str:
    files = [folder.ledger / file.path for file in manifest.of(table.name)]
    rows = rows_sql(connection, table, files)
    return rows if len(files) == 1 else one_row_per_key(rows, table.name)


def one_row_per_key(rows: str, table: str) -> str:
    """A SELECT of these rows of a table, of those that name the same thing the ones of the latest load."""
    key = _ONE_ROW_PER.get(table)
    return rows if key is None else f"SELECT * FROM ({rows}) QUALIFY batch = max(batch) OVER (PARTITION BY {key})"


def complete_manifest(folder: DataFolder) -> "Manifest":
    """The latest manifest whose files are all there.

    Between the question and the look two loads may have passed, so a missing file is a fault only where the
    version has not moved.
    """
    from openkam.ledger.manifest import latest_manifest  # models can be imported once the database is open only

    version = -1
    while True:
        manifest = latest_manifest()
        missing = [file.path for file in manifest.files if not (folder.ledger / file.path).exists()]
        if not missing:
            return manifest
        if manifest.version == version:
            raise _file_missing(missing[0])
        version = manifest.version


def _file_missing(path: str) -> Problem:
    return Problem(
        Text("A file of the published ledger is missing.", "已发布账本缺少一个文件。"),
        remedy=Text(
            "Restore the folder `ledger` of the data folder from a backup; "
            "`openkam ledger status --verify` lists every missing or changed file.",
            "请从备份恢复数据文件夹中的 `ledger` 目录；`openkam ledger status --verify` 会列出所有缺失或被改动的文件。",
        ),
        file=path,
    )
