"""Many new rows at once, without the bookkeeping of a model instance for each."""

from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, Final, Self

from django.db import connection, models

VARIABLES: Final = 30_000
"""SQLite takes no more than 32,766 values in one statement."""


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """Keys no row of the model has or will be given by the database; inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sql, [table, count])
            return [key for (key,) in cursor.fetchall()]
        # SQLite has one writer, and that is this transaction.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        latest = cursor.fetchone()
    after = (latest[0] if latest else 0) + 1
    return list(range(after, after + count))


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows given as values of these fields; a field that is left out must have a default in the database.

    Values are as the database takes them: a moment goes through `stored_moment`.
    """
    fields: list[Any] = [model._meta.get_field(column) for column in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    written = list(rows)
    if connection.vendor != "postgresql":
        connection.ensure_connection()
        with connection.wrap_database_errors:
            _insert(connection.connection, target, len(fields), written)
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in written:
            copy.write_row(row)


class Lane:
    """Rows written in the order they come, while whoever brings them makes the next ones ready; inside a transaction.

    SQLite writes without holding Python up, so a thread of its own uses the second core. Until the lane is left nothing
    else may ask the database. Elsewhere each call writes at once.
    """

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._under_way: deque[Future[None]] = deque()
        self._cache = 0

    def __enter__(self) -> Self:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self._thread = ThreadPoolExecutor(1, "lane")
            self._cache = connection.connection.execute("PRAGMA cache_size").fetchone()[0]
            # New rows fall on every page of the indexes: pages that are put aside are read and written again.
            connection.connection.execute(f"PRAGMA cache_size = {_ROOMY_CACHE:d}")
        return self

    def insert(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """As `insert_rows`; a fault is raised by this call or a later one."""
        if self._thread is None:
            insert_rows(model, columns, rows)
            return
        fields: list[Any] = [model._meta.get_field(column) for column in columns]
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        target = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
        work = self._thread.submit(_insert, connection.connection, target, len(fields), list(rows))
        self._under_way.append(work)
        if len(self._under_way) > _WAITING:
            with connection.wrap_database_errors:
                self._under_way.popleft().result()

    def __exit__(self, kind: object, *_: object) -> None:
        if self._thread is None:
            return
        self._thread.shutdown(cancel_futures=kind is not None)
        connection.connection.execute(f"PRAGMA cache_size = {self._cache:d}")
        if kind is None:
            with connection.wrap_database_errors:
                for work in self._under_way:
                    work.result()


_ROOMY_CACHE: Final = -128 * 1024
"""128 MiB, in the negative kibibytes SQLite asks for; given back when the lane is left."""
_WAITING: Final = 8
"""So many parts may wait for the database; more would only take memory."""


def _insert(raw: Any, target: str, width: int, rows: list[Sequence[Any]]) -> None:
    """On SQLite. Of one statement it keeps the index of the search in memory; row by row takes three times as long."""
    most = VARIABLES // width
    one = f"({', '.join('?' * width)})"
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        # Django's own cursor would look for its marks in a statement of 30,000 places, every time.
        raw.execute(f"INSERT INTO {target} VALUES {', '.join([one] * len(part))}", list(chain.from_iterable(part)))


def delete_rows(model: type[models.Model], column: str, keys: Iterable[int]) -> None:
    """Remove rows by a key of theirs without looking for what hangs on them, which takes a hundred times as long.

    Where anything still does, the database refuses the whole transaction.
    """
    field: Any = model._meta.get_field(column)
    name = f"{connection.ops.quote_name(model._meta.db_table)} WHERE {connection.ops.quote_name(field.column)}"
    rest = iter(keys)
    with connection.cursor() as cursor:
        while part := list(islice(rest, VARIABLES)):
            cursor.execute(f"DELETE FROM {name} IN ({', '.join(f'{key:d}' for key in part)})")


def write_instances(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, given as instances; their keys are filled in."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def stored_moment(moment: Any) -> Any:
    """A moment as the database at hand takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Let the database count anew after many new rows, so that it takes the right index at once.

    PostgreSQL would do so by itself a minute later, SQLite never; a thousand entries of an index tell it enough. New
    rows also wait in a list before PostgreSQL's index of pieces, which every search reads through until it is emptied.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
            if connection.vendor == "postgresql":
                cursor.execute(_EMPTIED, [model._meta.db_table])


_EMPTIED: Final = """
SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
WHERE i.indrelid = %s::regclass AND m.amname = 'gin' AND pg_has_role(c.relowner, 'USAGE')"""
