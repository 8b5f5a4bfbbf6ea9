"""What runs the queries: embedded DuckDB, or any engine that offers the same few words."""

from typing import TYPE_CHECKING, Protocol

import numpy as np

from openkam.analysis.column import Array

if TYPE_CHECKING:
    import duckdb


class Engine(Protocol):
    """Runs SQL text in DuckDB's dialect over the tables of `analysis.schema`.

    `columns` answers a query as numpy arrays by name: BIGINT int64, INTEGER int32, DOUBLE float64, BOOLEAN bool,
    VARCHAR str. NULL comes back as 0, False or "": a query that must tell asks for `x is not null` beside x. Decimals
    and dates are cast in the query. `view` names a query; `keep` also runs it once and holds its rows for the session.
    """

    @property
    def name(self) -> str:
        """How the engine is called in reports."""
        ...

    @property
    def is_near(self) -> bool:
        """Whether single lines are handed over at little cost, nearly in the order in which they lie."""
        ...

    def columns(self, sql: str) -> dict[str, Array]:
        """The result of a query, one array a column."""
        ...

    def repeats(self, sql: str) -> Array:
        """The values that a query of one column of whole numbers answers more than once, sorted."""
        ...

    def run(self, sql: str) -> None:
        """Run a statement that answers nothing."""
        ...

    def view(self, name: str, query: str) -> None:
        """Name a query for this session, in place of an earlier one."""
        ...

    def keep(self, name: str, query: str) -> None:
        """Run a query once and name its rows for this session, in place of an earlier one."""
        ...

    def has(self, table: str) -> bool:
        """Whether a table or view of that name can be read."""
        ...


class DuckDBEngine:
    """The embedded engine, on a connection whose views or tables are named as in `analysis.schema`."""

    name = "duckdb"
    is_near = True

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection
        connection.execute("set preserve_insertion_order = false")

    def columns(self, sql: str) -> dict[str, Array]:
        """See `Engine.columns`."""
        found = self._connection.execute(sql).fetchnumpy()
        return {name: _plain(values) for name, values in found.items()}

    def repeats(self, sql: str) -> Array:
        """See `Engine.repeats`; a sort in place takes half the work of a hash table of as many groups as rows."""
        (values,) = self._connection.execute(sql).fetchnumpy().values()
        ordered = np.asarray(values)
        ordered.sort()
        return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])

    def run(self, sql: str) -> None:
        """See `Engine.run`."""
        self._connection.execute(sql)

    def view(self, name: str, query: str) -> None:
        """See `Engine.view`."""
        self._connection.execute(f"create or replace temp view {name} as {query}")

    def keep(self, name: str, query: str) -> None:
        """See `Engine.keep`."""
        self._connection.execute(f"create or replace temp table {name} as {query}")

    def has(self, table: str) -> bool:
        """See `Engine.has`."""
        found = self._connection.execute(
            "select count(*) from (select table_name as name from duckdb_tables()"
            " union all select view_name from duckdb_views()) where name = ?",
            [table],
        ).fetchone()
        return bool(found and found[0])


def _plain(values: Array) -> Array:
    """An array without a mask: text as str, blanks as 0, False or ""."""
    if values.dtype == object:
        gaps = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else np.zeros(len(values), bool)
        texts = [("" if gap or value is None else value) for value, gap in zip(np.asarray(values), gaps, strict=True)]
        return np.array(texts, dtype=str) if texts else np.zeros(0, "<U1")
    if isinstance(values, np.ma.MaskedArray):
        return np.asarray(values.filled(0))
    return values
