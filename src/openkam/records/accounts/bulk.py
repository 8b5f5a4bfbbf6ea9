"""Many new rows at once, without the bookkeeping of a model instance for each."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

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
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in written:
                    copy.write_row(row)
            return
        # Of one statement SQLite keeps the index of the search in memory; row by row it takes three times as long.
        most = VARIABLES // len(fields)
        with connection.wrap_database_errors:
            for start in range(0, len(written), most):
                part = written[start : start + most]
                places = ", ".join([f"({', '.join('?' * len(fields))})"] * len(part))
                # Django's own cursor would look for its marks in a statement of 30,000 places, every time.
                values = [value for row in part for value in row]
                connection.connection.execute(f"INSERT INTO {target} VALUES {places}", values)


def write_instances(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, given as instances; their keys are filled in."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def stored_moment(moment: Any) -> Any:
    """A moment as the database at hand takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Let the database count anew after many new rows, so that it takes the right index at once.

    PostgreSQL would do so by itself a minute later, SQLite never; a thousand entries of an index tell it enough.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
