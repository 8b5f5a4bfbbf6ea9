"""Which files a load or a rollback takes out of the published ledger and which it puts in.

The published lines of a source are, for each invoice number, those of the latest batch that was not rolled back.
A batch is published in its own files; only published files that lose lines are written anew, and lines that come back
get files of their own. Every other table is, for each source, its latest batch.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openkam.analysis.schema import INVOICE_LINES, Table
from openkam.ledger.parquet import batch_files, files_sql, literal, rows_sql, write_batch, write_months
from openkam.ledger.staged import StagedFile, staged_months, staged_rows

if TYPE_CHECKING:
    import duckdb

FILES_A_MONTH: Final = 8
"""Where a month would have more files than this they are written together: many small loads stay fast to read."""


@dataclass(frozen=True)
class Change:
    """What one load or rollback does to the published files of a table."""

    removed: tuple[Path, ...]
    added: tuple[StagedFile, ...]
    rows_superseded: int


@dataclass(frozen=True)
class PublishedLines:
    """A published file of invoice lines."""

    month: date
    rows: int


@dataclass(frozen=True)
class Published:
    """The published files of one table before the change: invoice lines, or by source with the count of rows."""

    table: Table
    lines: dict[Path, PublishedLines]
    by_source: dict[str, tuple[Path, int]]


@dataclass(frozen=True)
class Part:
    """The files of one batch and the source it came from."""

    number: int
    source: str
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Bench:
    """Where a change is worked out: the files before it, a folder for new ones, and the version they will make."""

    connection: "duckdb.DuckDBPyConnection"
    published: Published
    version: int
    place: Path

    def rows(self, files: Sequence[Path], *, provenance: bool = True) -> str:
        """A SELECT of the rows of these files of the table at hand."""
        return rows_sql(self.connection, self.published.table, files, provenance=provenance)

    def rows_of(self, part: Part) -> str:
        """A SELECT of the rows of one batch, saying where they came from."""
        rows = self.rows(part.files, provenance=False)
        return f"SELECT *, {literal(part.source)} AS source, {part.number}::BIGINT AS batch FROM ({rows})"


def load_change(bench: Bench, part: Part, staged: Sequence[StagedFile], *, may_replace: bool) -> Change:
    """What publishing a batch changes; files that take the place of others are written on the bench.

    `staged` are the batch's own files; `may_replace` is False where its source has no other batch that counts.
    """
    if bench.published.table is not INVOICE_LINES:
        owned = bench.published.by_source.get(part.source)
        return Change((owned[0],), tuple(staged), owned[1]) if owned else Change((), tuple(staged), 0)
    leaving = "false"
    if may_replace:
        arriving = f"SELECT DISTINCT invoice_number FROM {files_sql(part.files)}"
        bench.connection.execute(f"CREATE OR REPLACE TEMP TABLE arriving AS {arriving}")
        leaving = f"source = {literal(part.source)} AND invoice_number IN (SELECT invoice_number FROM arriving)"
    left = _leaving(bench, leaving) if may_replace else {}
    crowded = _crowded(bench, left, Counter(file.month for file in staged if file.month))
    merged = [file.staged for file in staged if file.month in crowded]
    whole = tuple(file for file in staged if file.month not in crowded)
    joining = bench.rows(merged) if merged else None
    change = _lines_change(bench, left, crowded, leaving, joining)
    return Change(change.removed, (*whole, *change.added), change.rows_superseded)


def rollback_change(bench: Bench, part: Part, remaining: Sequence[Part]) -> Change:
    """What taking a batch back changes; `remaining` are the other batches of its source, earliest first."""
    if bench.published.table is not INVOICE_LINES:
        heir = remaining[-1] if remaining else None
        if heir is not None and heir.number > part.number:
            return Change((), (), 0)
        return _heir_change(bench, part.source, heir)
    leaving = f"batch = {part.number}"
    left = _leaving(bench, leaving)
    earlier = [bench.rows_of(other) for other in remaining if other.number < part.number]
    if not left or not earlier:
        return _lines_change(bench, left, set(), leaving, None)
    ask = bench.connection.execute
    freed = f"SELECT DISTINCT invoice_number FROM {files_sql(list(left))} WHERE {leaving}"
    ask(f"CREATE OR REPLACE TEMP TABLE freed AS {freed}")
    ask(
        f"""CREATE OR REPLACE TEMP TABLE restored AS
        SELECT * FROM ({" UNION ALL ".join(earlier)}) WHERE invoice_number IN (SELECT invoice_number FROM freed)
        QUALIFY batch = max(batch) OVER (PARTITION BY invoice_number)"""
    )
    months = {m for (m,) in ask("SELECT DISTINCT date_trunc('month', invoice_date)::DATE FROM restored").fetchall()}
    crowded = _crowded(bench, left, Counter(months))
    return _lines_change(bench, left, crowded, leaving, "SELECT * FROM restored" if months else None)


def _leaving(bench: Bench, leaving: str) -> dict[Path, int]:
    """Published files that hold rows for which the condition is true, and how many."""
    files = list(bench.published.lines)
    if not files:
        return {}
    found = bench.connection.execute(
        f"SELECT filename, count(*) FROM {files_sql(files)} WHERE {leaving} GROUP BY filename ORDER BY filename"
    )
    return {Path(name): count for name, count in found.fetchall()}


def _crowded(bench: Bench, left: dict[Path, int], joining: Counter[date]) -> set[date]:
    """Months that would have too many files with those that join them."""
    staying = Counter(lines.month for file, lines in bench.published.lines.items() if left.get(file) != lines.rows)
    return {month for month, count in joining.items() if staying[month] + count > FILES_A_MONTH}


def _lines_change(bench: Bench, left: dict[Path, int], crowded: set[date], leaving: str, joining: str | None) -> Change:
    """Write anew, without the rows that leave, the files that lose some and those of crowded months; add what joins."""
    lines = bench.published.lines
    removed = tuple(file for file, of in lines.items() if file in left or of.month in crowded)
    kept = [file for file in removed if left.get(file) != lines[file].rows]
    rows = [f"SELECT * FROM ({bench.rows(kept)}) WHERE ({leaving}) IS NOT TRUE"] if kept else []
    rows += [joining] if joining else []
    added: tuple[StagedFile, ...] = ()
    if rows:
        target = bench.place / "months"
        write_months(bench.connection, " UNION ALL BY NAME ".join(rows), target)
        added = staged_months(bench.connection, bench.version, batch_files(target))
    return Change(removed, added, sum(left.values()))


def _heir_change(bench: Bench, source: str, heir: Part | None) -> Change:
    """Put the rows of an earlier batch, or nothing, in the place of what a source has published."""
    owned = bench.published.by_source.get(source)
    removed, superseded = ((owned[0],), owned[1]) if owned else ((), 0)
    if heir is None:
        return Change(removed, (), superseded)
    table, place = bench.published.table, bench.place / "rows"
    rows = bench.rows(heir.files, provenance=False)
    write_batch(bench.connection, table, rows, place, source=source, number=heir.number)
    [file] = batch_files(place)
    return Change(removed, staged_rows(bench.connection, bench.version, table.name, source, file), superseded)
