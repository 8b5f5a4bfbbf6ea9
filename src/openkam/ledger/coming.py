"""The ledger as it would be with rows that are read but not published, and what gives way to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openkam.analysis.schema import INVOICE_LINES
from openkam.ledger.engine import DuckDBEngine
from openkam.ledger.folder import DataFolder
from openkam.ledger.parquet import connect, literal, rows_sql, table_named
from openkam.ledger.tables import complete_manifest, one_row_per_key

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class GivingWay:
    """Published rows that a load would replace; of invoice lines also how many invoices they belong to."""

    rows: int
    invoices: int = 0


@dataclass(frozen=True)
class ComingLedger:
    """`version` is the one published now, `gives_way` by table what leaves it, `engine` has the tables afterwards."""

    version: int
    gives_way: dict[str, GivingWay]
    engine: DuckDBEngine


def coming_ledger(folder: DataFolder, source: str, staged: Mapping[str, Path]) -> ComingLedger:
    """The ledger after these rows, by table one Parquet file, will have been published from this source.

    Raises Problem where a published file is missing.
    """
    manifest = complete_manifest(folder)
    connection = connect(folder.ledger, also=tuple(staged.values()))
    gives_way = {}
    for name in dict.fromkeys([*(file.table for file in manifest.files), *staged]):
        files = manifest.of(name)
        rows = rows_sql(connection, table_named(name), [folder.ledger / file.path for file in files])
        if name in staged:
            leaving = _leaving(connection, source, staged[name], name)
            gives_way[name] = (
                _invoices(connection, f"({rows}) WHERE {leaving}")
                if name == INVOICE_LINES.name
                else GivingWay(sum(file.rows for file in files if file.source == source))
            )
            coming = rows_sql(connection, table_named(name), [staged[name]], provenance=False)
            # Of two sources the latest load is believed, and no batch is later than the one to come.
            marked = f"SELECT *, {literal(source)} AS source, {2**62} AS batch FROM ({coming})"
            rows = f"SELECT * FROM ({rows}) WHERE ({leaving}) IS NOT TRUE UNION ALL BY NAME {marked}"
        connection.execute(f"CREATE VIEW {name} AS {one_row_per_key(rows, name)}")
    return ComingLedger(manifest.version, gives_way, DuckDBEngine(connection))


def _leaving(connection: "duckdb.DuckDBPyConnection", source: str, staged: Path, name: str) -> str:
    """The condition of the published rows that give way."""
    own = f"source = {literal(source)}"
    if name != INVOICE_LINES.name:
        return own
    arriving = f"SELECT DISTINCT invoice_number FROM read_parquet({literal(staged)})"
    connection.execute(f"CREATE TEMP TABLE arriving AS {arriving}")
    return f"{own} AND invoice_number IN (SELECT invoice_number FROM arriving)"


def _invoices(connection: "duckdb.DuckDBPyConnection", leaving: str) -> GivingWay:
    asked = f"SELECT count(*), count(DISTINCT invoice_number) FROM {leaving}"
    return GivingWay(*(connection.execute(asked).fetchone() or (0, 0)))
