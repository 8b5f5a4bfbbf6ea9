"""Copies of the same thing in several files: the later one takes the place of the earlier."""

from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from openkam.analysis.schema import MONEY_SCALE
from openkam.intake.cleaning import Cleaned
from openkam.intake.reading import Reading


@dataclass(frozen=True)
class Copies:
    """`replaced`: file index -> SQL condition of the rows that a later copy replaces; `key`: the column they share.

    `differing` counts the keys whose copies are not the same; `differing_amount` is the latest copy minus the first.
    `clashing` counts those whose copies share no day or no customer, so that they are hardly the same invoice;
    `clashing_amount` is what their earlier copies amounted to.
    """

    key: str = ""
    replaced: dict[int, str] = field(default_factory=dict)
    differing: int = 0
    differing_amount: int = 0
    clashing: int = 0
    clashing_amount: int = 0


_COMPARE = f"""
WITH copy AS (
    SELECT invoice_number, file, sum(net_amount) AS net, count(*) AS n, sum(hash({{values}})) AS mark,
        min(invoice_date) AS day, max(invoice_date) AS to_day, min({{customer}}) AS one, max({{customer}}) AS other
    FROM ({{lines}}) GROUP BY ALL
), compared AS (
    SELECT c.invoice_number, count(DISTINCT (c.net, c.n, c.mark)) > 1 AS differs,
        max(c.day) > min(c.to_day) OR coalesce(max(c.one) > min(c.other), false) AS clashes,
        sum(CASE WHEN c.file = k.latest THEN c.net WHEN c.file = k.earliest THEN -c.net ELSE 0 END) AS change,
        sum(CASE WHEN c.file <> k.latest THEN c.net ELSE 0 END) AS gone
    FROM copy c JOIN copied k USING (invoice_number) GROUP BY c.invoice_number
)
SELECT count(*) FILTER (differs), CAST(coalesce(sum(change), 0) * {MONEY_SCALE} AS HUGEINT),
    count(*) FILTER (clashes), CAST(coalesce(sum(gone) FILTER (clashes), 0) * {MONEY_SCALE} AS HUGEINT)
FROM compared
"""


def find(connection: DuckDBPyConnection, reading: Reading, cleaned: list[Cleaned], relations: list[str]) -> Copies:
    """An invoice in a later file replaces the whole invoice of an earlier one; a customer's latest row counts.

    Parts of one export replace nothing. Of other tables a file that is given twice counts once.
    """
    if reading.table == "customers":
        return _customers(connection, relations)
    if reading.parts or len(cleaned) == 1:
        return Copies()
    if reading.table == "invoice_lines":
        return _invoices(connection, cleaned, relations)
    prints = [one.loaded.receipt.sha256 for one in cleaned]
    again = {i: "true" for i, mark in enumerate(prints) if mark in prints[i + 1 :]}
    return Copies("file", again)


def _invoices(connection: DuckDBPyConnection, cleaned: list[Cleaned], relations: list[str]) -> Copies:
    every = " UNION ALL ".join(
        f"SELECT DISTINCT invoice_number, {i} AS file, fault IS NULL AS is_usable FROM {relation} "
        f"WHERE invoice_number IS NOT NULL AND NOT is_blank"
        for i, relation in enumerate(relations)
    )
    # Unusable rows of an invoice that came again need no mending, so they give way as well.
    connection.execute(
        f"CREATE TABLE copied AS SELECT invoice_number, max(file) FILTER (is_usable) AS latest, "
        f"min(file) FILTER (is_usable) AS earliest FROM ({every}) GROUP BY invoice_number HAVING latest > min(file)"
    )
    latest = connection.execute("SELECT max(latest) FROM copied").fetchone()
    if latest is None or latest[0] is None:
        return Copies()
    replaced = {
        i: f"invoice_number IN (SELECT invoice_number FROM copied WHERE latest > {i})" for i in range(len(cleaned) - 1)
    }
    return Copies("invoice_number", replaced, *_compared(connection, cleaned, relations))


def _compared(
    connection: DuckDBPyConnection, cleaned: list[Cleaned], relations: list[str]
) -> tuple[int, int, int, int]:
    """The four counts of `Copies`, by the columns that all files have."""
    shared = [name for name in cleaned[0].columns if all(name in one.columns for one in cleaned)]
    columns = ", ".join(f'"{name}"' for name in shared)
    lines = " UNION ALL ".join(
        f"SELECT {i} AS file, {columns} FROM {relation} WHERE fault IS NULL AND NOT is_blank "
        f"AND invoice_number IN (SELECT invoice_number FROM copied)"
        for i, relation in enumerate(relations)
    )
    values = ", ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in shared)
    customer = next((name for name in ("customer_code", "customer_name") if name in shared), "NULL")
    row = connection.execute(_COMPARE.format(values=values, customer=customer, lines=lines)).fetchone()
    differing, change, clashing, gone = row or (0, 0, 0, 0)
    return int(differing), int(change), int(clashing), int(gone)


def _customers(connection: DuckDBPyConnection, relations: list[str]) -> Copies:
    every = " UNION ALL ".join(
        f"SELECT {i} AS file, row_id, customer_code FROM {relation} WHERE fault IS NULL AND NOT is_blank"
        for i, relation in enumerate(relations)
    )
    connection.execute(
        f"CREATE TABLE repeated AS SELECT file, row_id FROM ({every}) "
        f"QUALIFY row_number() OVER (PARTITION BY customer_code ORDER BY file DESC, row_id DESC) > 1"
    )
    files = connection.execute("SELECT DISTINCT file FROM repeated").fetchall()
    return Copies("customer_code", {i: f"row_id IN (SELECT row_id FROM repeated WHERE file = {i})" for (i,) in files})
