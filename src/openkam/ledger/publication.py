"""Which files a load or a rollback takes out of the published ledger and which it puts in.

The published lines of a source are, for each invoice number, those of the latest batch that was not rolled back.
Only the months that change are written anew. Every other table is, for each source, its latest batch.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb

from openkam.analysis.schema import COST_TO_SERVE, INVOICE_LINES, PAYMENTS, RATES, Table
from openkam.ledger.parquet import files_sql, literal, rows_sql, table_named
from openkam.ledger.store import file_sha256

_DAY: Final = {INVOICE_LINES.name: "invoice_date", COST_TO_SERVE.name: "cost_date", RATES.name: "rate_date"}
_AMOUNT: Final = {INVOICE_LINES.name: "net_amount", PAYMENTS.name: "amount", COST_TO_SERVE.name: "amount"}
_PARQUET: Final = "FORMAT parquet, COMPRESSION zstd"


@dataclass(frozen=True)
class Content:
    """What a file holds: rows, days, and per currency the rows and the exact amount."""

    rows: int
    since: date | None
    until: date | None
    amounts: dict[str, tuple[int, Decimal]]

    @property
    def amount(self) -> Decimal:
        """The control total over all currencies."""
        return sum((amount for _, amount in self.amounts.values()), Decimal(0))


@dataclass(frozen=True)
class StagedFile:
    """A file that is written but not published: where it lies, and its path under `ledger/` once it is."""

    table: str
    source: str
    month: date | None
    staged: Path
    path: str
    sha256: str
    content: Content


@dataclass(frozen=True)
class Change:
    """What one load or rollback does to the published files of a table."""

    removed: tuple[Path, ...]
    added: tuple[StagedFile, ...]
    rows_superseded: int


@dataclass(frozen=True)
class Published:
    """The published files of one table before the change: by month, or by source."""

    table: Table
    by_month: dict[date, Path]
    by_source: dict[str, Path]


@dataclass(frozen=True)
class Part:
    """The file of one batch and the source it came from."""

    number: int
    source: str
    file: Path


@dataclass(frozen=True)
class Bench:
    """Where a change is worked out: the files before it, a folder for new ones, and the version they will make."""

    connection: duckdb.DuckDBPyConnection
    published: Published
    version: int
    place: Path

    def rows(self, files: Sequence[Path], *, provenance: bool = True) -> str:
        """A SELECT of the rows of these files of the table at hand."""
        return rows_sql(self.connection, self.published.table, files, provenance=provenance)

    def rows_of(self, part: Part) -> str:
        """A SELECT of the rows of one batch, saying where they came from."""
        rows = self.rows([part.file], provenance=False)
        return f"SELECT *, {literal(part.source)} AS source, {part.number}::BIGINT AS batch FROM ({rows})"


def content_of(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> Content:
    """What a file holds."""
    return _contents(connection, table, [file], by="0").get("0", Content(0, None, None, {}))


def load_change(bench: Bench, part: Part) -> Change:
    """What publishing a batch changes; new files are written on the bench."""
    if bench.published.table is not INVOICE_LINES:
        return _source_change(bench, part.source, part)
    arriving = f"SELECT DISTINCT invoice_number FROM ({bench.rows([part.file], provenance=False)})"
    bench.connection.execute(f"CREATE OR REPLACE TEMP TABLE arriving AS {arriving}")
    leaving = f"source = {literal(part.source)} AND invoice_number IN (SELECT invoice_number FROM arriving)"
    return _months_change(bench, leaving, bench.rows_of(part))


def rollback_change(bench: Bench, part: Part, remaining: Sequence[Part]) -> Change:
    """What taking a batch back changes; `remaining` are the other batches of its source, earliest first."""
    if bench.published.table is not INVOICE_LINES:
        heir = remaining[-1] if remaining else None
        if heir is not None and heir.number > part.number:
            return Change((), (), 0)
        return _source_change(bench, part.source, heir)
    leaving = f"batch = {part.number}"
    freed = f"SELECT DISTINCT invoice_number FROM ({_published_lines(bench)}) WHERE {leaving}"
    bench.connection.execute(f"CREATE OR REPLACE TEMP TABLE freed AS {freed}")
    earlier = [bench.rows_of(other) for other in remaining if other.number < part.number] or [bench.rows([])]
    bench.connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE restored AS
        SELECT * FROM ({" UNION ALL ".join(earlier)}) WHERE invoice_number IN (SELECT invoice_number FROM freed)
        QUALIFY batch = max(batch) OVER (PARTITION BY invoice_number)"""
    )
    return _months_change(bench, leaving, "SELECT * FROM restored")


def _published_lines(bench: Bench) -> str:
    return bench.rows(list(bench.published.by_month.values()))


def _months_change(bench: Bench, leaving: str, joining: str) -> Change:
    """Write every month anew that loses rows (those for which `leaving` is true) or gains some of `joining`."""
    by_month, ask = bench.published.by_month, bench.connection.execute
    month = "date_trunc('month', invoice_date)::DATE"
    left = dict(ask(f"SELECT {month}, count(*) FROM ({_published_lines(bench)}) WHERE {leaving} GROUP BY 1").fetchall())
    joined = {day for (day,) in ask(f"SELECT DISTINCT {month} FROM ({joining})").fetchall()}
    removed = tuple(by_month[day] for day in sorted(left.keys() | joined) if day in by_month)
    target = bench.place / "months"
    ask(
        f"""COPY (SELECT *, strftime(invoice_date, '%Y-%m') AS month
        FROM (SELECT * FROM ({bench.rows(removed)}) WHERE ({leaving}) IS NOT TRUE UNION ALL BY NAME {joining}))
        TO {literal(target)} ({_PARQUET}, PARTITION_BY (month))"""
    )
    partitions = sorted(target.glob("month=*"))
    files = {part.name.removeprefix("month="): _one_file(bench.connection, part) for part in partitions}
    contents = _contents(
        bench.connection, INVOICE_LINES.name, list(files.values()), by="strftime(invoice_date, '%Y-%m')"
    )
    added = tuple(_staged_month(name, file, contents[name], bench.version) for name, file in files.items())
    return Change(removed, added, sum(left.values()))


def _one_file(connection: duckdb.DuckDBPyConnection, partition: Path) -> Path:
    """The file of a month; DuckDB splits months into several where there are very many of them."""
    parts = sorted(partition.glob("*.parquet"))
    if len(parts) == 1:
        return parts[0]
    whole = partition / "whole.parquet"
    connection.execute(f"COPY (SELECT * FROM {files_sql(parts)}) TO {literal(whole)} ({_PARQUET})")
    return whole


def _staged_month(month: str, file: Path, content: Content, version: int) -> StagedFile:
    path = f"{INVOICE_LINES.name}/{month}/{version:06d}-{uuid.uuid4().hex[:12]}.parquet"
    day = date.fromisoformat(f"{month}-01")
    return StagedFile(INVOICE_LINES.name, "", day, file, path, file_sha256(file), content)


def _source_change(bench: Bench, source: str, part: Part | None) -> Change:
    """Put the rows of a batch, or nothing, in the place of what a source has published."""
    connection, name = bench.connection, bench.published.table.name
    removed = tuple(file for owner, file in bench.published.by_source.items() if owner == source)
    superseded = sum(content_of(connection, name, file).rows for file in removed)
    if part is None:
        return Change(removed, (), superseded)
    staged = bench.place / f"{name}.parquet"
    connection.execute(f"COPY ({bench.rows_of(part)}) TO {literal(staged)} ({_PARQUET})")
    path = f"{name}/{bench.version:06d}-{uuid.uuid4().hex[:12]}.parquet"
    content = content_of(connection, name, staged)
    return Change(removed, (StagedFile(name, source, None, staged, path, file_sha256(staged), content),), superseded)


def _contents(
    connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path], *, by: str
) -> dict[str, Content]:
    if not files:
        return {}
    day, amount = _DAY.get(table, "NULL::DATE"), _AMOUNT.get(table, "0::DECIMAL(18, 4)")
    currency = "coalesce(currency, '')" if table in _AMOUNT else "''"
    found: dict[str, Content] = {}
    for key, code, rows, total, since, until in connection.execute(
        f"""SELECT {by}, {currency}, count(*), coalesce(sum({amount}), 0), min({day}), max({day})
        FROM ({rows_sql(connection, table_named(table), files, provenance=False)}) GROUP BY 1, 2 ORDER BY 1, 2"""
    ).fetchall():
        amounts = {code: (rows, Decimal(total))} if table in _AMOUNT else {}
        found[str(key)] = _joined(found.get(str(key)), Content(rows, since, until, amounts))
    return found


def _joined(one: Content | None, other: Content) -> Content:
    if one is None:
        return other
    days = [day for day in (one.since, one.until, other.since, other.until) if day is not None]
    since, until = (min(days), max(days)) if days else (None, None)
    return Content(one.rows + other.rows, since, until, one.amounts | other.amounts)
