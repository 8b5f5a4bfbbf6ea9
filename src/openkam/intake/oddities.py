"""What is odd in invoice lines that can all be used: those that name no customer, and those that stand twice."""

from typing import TYPE_CHECKING, Final

from openkam.analysis.schema import INVOICE_LINES, MONEY_SCALE, Table
from openkam.intake.reasons import DOUBLED, NO_CUSTOMER

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

_TALLY: Final = f"count(*), CAST(coalesce(sum(net_amount), 0) * {MONEY_SCALE} AS HUGEINT)"
_MARK: Final = ("invoice_number", "line_number", "product_code", "net_amount", "quantity")
"""Equal lines have equal marks; in a clean file no others have, so that hardly a line is compared in full."""
Found = dict[str, tuple[int, int]]


def oddities(
    connection: "DuckDBPyConnection", schema: Table, columns: "Collection[str]", rows: str, *, is_thorough: bool
) -> Found:
    """How many lines are odd and what they amount to (units of 1/10,000), by `NO_CUSTOMER` and `DOUBLED`.

    columns      those of the table that the rows have
    rows         SQL after FROM
    is_thorough  whether lines are compared with each other, too; that costs a good part of the reading
    """
    if schema is not INVOICE_LINES:
        return {}
    names = [name for name in ("customer_code", "customer_name") if name in columns]
    blank = " AND ".join(f"coalesce({name}, '') = ''" for name in names) or "true"
    found = {NO_CUSTOMER: _asked(connection, f"SELECT {_TALLY} FROM {rows} WHERE {blank}")}
    return found | {DOUBLED: _doubled(connection, columns, rows)} if is_thorough else found


def _doubled(connection: "DuckDBPyConnection", columns: "Collection[str]", rows: str) -> tuple[int, int]:
    """Lines that are equal to another one in every column; one of each stays uncounted, as in a grading."""
    mark = f"hash({', '.join(name for name in _MARK if name in columns)})"
    every = ", ".join(f'"{name}"' for name in columns)
    again = f"SELECT {mark} FROM {rows} GROUP BY 1 HAVING count(*) > 1"
    same = f"SELECT net_amount, count(*) - 1 AS more FROM {rows} WHERE {mark} IN ({again}) GROUP BY {every}"
    tally = f"coalesce(sum(more), 0), CAST(coalesce(sum(net_amount * more), 0) * {MONEY_SCALE} AS HUGEINT)"
    return _asked(connection, f"SELECT {tally} FROM ({same} HAVING count(*) > 1)")


def _asked(connection: "DuckDBPyConnection", query: str) -> tuple[int, int]:
    count, amount = connection.execute(query).fetchone() or (0, 0)
    return int(count), int(amount)
