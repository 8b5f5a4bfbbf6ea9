"""Files that are written but not published yet: where they will lie, their hash, and what they hold."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openkam.analysis.schema import COST_TO_SERVE, INVOICE_LINES, PAYMENTS, RATES
from openkam.ledger.parquet import files_sql, literal
from openkam.ledger.store import file_sha256

if TYPE_CHECKING:
    import duckdb

_DAY: Final = {INVOICE_LINES.name: "invoice_date", COST_TO_SERVE.name: "cost_date", RATES.name: "rate_date"}
_AMOUNT: Final = {INVOICE_LINES.name: "net_amount", PAYMENTS.name: "amount", COST_TO_SERVE.name: "amount"}


@dataclass(frozen=True)
class Content:
    """What a file holds: rows, days, and per currency the rows and the exact amount.

    `strangers` are rows of a batch's file that do not say that they are of this batch from its source.
    """

    rows: int
    since: date | None
    until: date | None
    amounts: dict[str, tuple[int, Decimal]]
    strangers: int = 0

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


def staged_parts(
    connection: "duckdb.DuckDBPyConnection", table: str, source: str, number: int, files: Sequence[Path]
) -> tuple[StagedFile, ...]:
    """The files of a batch as `parquet.write_batch` wrote them, ready to be published as they stand."""
    own = f"source = {literal(source)} AND batch = {number}"
    return tuple(
        _staged(table, source, file, f"batches/{number:06d}/{index:04d}.parquet", content)
        for index, (file, content) in enumerate(_contents(connection, table, files, own=own).items(), 1)
    )


def staged_months(
    connection: "duckdb.DuckDBPyConnection", version: int, files: Sequence[Path]
) -> tuple[StagedFile, ...]:
    """Files of invoice lines as `parquet.write_months` wrote them, which take the place of published ones."""
    name = INVOICE_LINES.name
    return tuple(
        _staged(name, "", file, f"{name}/{content.since:%Y-%m}/{_unused_name(version)}", content)
        for file, content in _contents(connection, name, files).items()
    )


def staged_rows(
    connection: "duckdb.DuckDBPyConnection", version: int, table: str, source: str, file: Path
) -> tuple[StagedFile, ...]:
    """A file with all rows that a source has in a table other than invoice lines."""
    contents = _contents(connection, table, [file])
    return tuple(_staged(table, source, file, f"{table}/{_unused_name(version)}", c) for c in contents.values())


def joined_content(contents: Iterable[Content]) -> Content:
    """What several files hold together."""
    together = Content(0, None, None, {})
    for content in contents:
        days = [d for d in (together.since, together.until, content.since, content.until) if d is not None]
        amounts = dict(together.amounts)
        for currency, (rows, amount) in content.amounts.items():
            have = amounts.get(currency, (0, Decimal(0)))
            amounts[currency] = (have[0] + rows, have[1] + amount)
        since, until = min(days, default=None), max(days, default=None)
        strangers = together.strangers + content.strangers
        together = Content(together.rows + content.rows, since, until, amounts, strangers)
    return together


def _staged(table: str, source: str, file: Path, path: str, content: Content) -> StagedFile:
    if table != INVOICE_LINES.name:
        return StagedFile(table, source, None, file, path, file_sha256(file), content)
    months = {day.replace(day=1) for day in (content.since, content.until) if day is not None}
    [month] = months  # a file of lines is of one month; anything else is a fault of ours
    return StagedFile(table, "", month, file, path, file_sha256(file), content)


def _unused_name(version: int) -> str:
    return f"{version:06d}-{uuid.uuid4().hex[:12]}.parquet"


def _contents(
    connection: "duckdb.DuckDBPyConnection", table: str, files: Sequence[Path], *, own: str = "true"
) -> dict[Path, Content]:
    """What each of these files holds, in one pass; `own` is the condition that every row should fulfil."""
    if not files:
        return {}
    day, amount = _DAY.get(table, "NULL::DATE"), _AMOUNT.get(table, "0::DECIMAL(18, 4)")
    currency = "coalesce(currency, '')" if table in _AMOUNT else "''"
    # A file has no column for currencies where nobody named one.
    named = "UNION ALL BY NAME SELECT NULL::VARCHAR AS currency WHERE false" if table in _AMOUNT else ""
    lines = f"SELECT *, filename FROM {files_sql(files)} {named}"
    found: dict[Path, list[Content]] = {file: [] for file in files}
    for name, code, rows, total, since, until, strangers in connection.execute(
        f"""SELECT filename, {currency}, count(*), coalesce(sum({amount}), 0), min({day}), max({day}),
            count(*) FILTER (({own}) IS NOT TRUE)
        FROM ({lines}) GROUP BY 1, 2 ORDER BY 1, 2"""
    ).fetchall():
        amounts = {code: (rows, Decimal(total))} if table in _AMOUNT else {}
        found[Path(name)].append(Content(rows, since, until, amounts, strangers))
    return {file: joined_content(contents) for file, contents in found.items()}
