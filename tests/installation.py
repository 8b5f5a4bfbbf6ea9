"""A data folder of its own for a test: a real SQLite file on disk and a ledger beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb
import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from openkam.core.environment import SETTINGS
from openkam.ledger.database import open_database
from openkam.ledger.folder import DataFolder
from openkam.ledger.parquet import literal, table_named, write_batch

NOW = datetime(2024, 7, 1, 9, 30, tzinfo=UTC)


class Line(NamedTuple):
    """An invoice line as tests write it down."""

    invoice_number: str
    invoice_date: date
    net_amount: Decimal
    currency: str | None = "CNY"
    customer_code: str | None = "Harbour"


@pytest.fixture
def installation(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DataFolder]:
    """An empty installation; the database is the one in the folder, not a shared test database."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path / "data"))
    with django_db_blocker.unblock(), shared_database_aside():
        yield new_installation(tmp_path / "data")


@contextmanager
def shared_database_aside() -> Iterator[None]:
    """The database that other tests share is put away, unharmed, while a test works with files of its own."""
    connection = connections["default"]
    name, link = connection.settings_dict["NAME"], connection.connection
    connection.connection = None
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
        connection.connection = link


def new_installation(path: Path) -> DataFolder:
    """An installation without loads; its database is a copy of one that was migrated before, to save the time."""
    shared = connections["default"]
    assert shared.connection is None or "mode=memory" not in shared.settings_dict["NAME"], (
        "put the shared database aside first"
    )
    folder = DataFolder(path)
    folder.make()
    folder.database.write_bytes(_migrated_database())
    open_database(folder, create=False)
    return folder


@cache
def _migrated_database() -> bytes:
    with TemporaryDirectory() as place:
        folder = DataFolder(Path(place) / "data")
        open_database(folder, create=True)
        connections.close_all()
        return folder.database.read_bytes()


def write_parquet(file: Path, table: str, rows: list[dict[str, Any]]) -> Path:
    """A typed Parquet file with every column of the table, as the intake writes it."""
    with _table_of(table, rows) as connection:
        connection.execute(f"COPY rows TO {literal(file)} (FORMAT parquet)")
    return file


def write_batch_of(place: Path, table: str, rows: list[dict[str, Any]], source: str, number: int) -> Path:
    """The folder of a batch, as the intake writes it."""
    with _table_of(table, rows) as connection:
        write_batch(connection, table_named(table), "SELECT * FROM rows", place, source=source, number=number)
    return place


def _table_of(table: str, rows: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    columns = table_named(table).columns
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"CREATE TABLE rows ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    names = list(dict.fromkeys(name for row in rows for name in row))
    # A thousand rows in one statement: a statement a row takes ten times as long. A row may name no column at all.
    for first in range(0, len(rows) if names else 0, 1000):
        values = (", ".join(_written(row.get(name)) for name in names) for row in rows[first : first + 1000])
        connection.execute(f"INSERT INTO rows ({', '.join(names)}) VALUES {', '.join(f'({one})' for one in values)}")
    return connection


def _written(value: object) -> str:
    """As a text that becomes the column's type, so that nothing is rounded on the way."""
    return "NULL" if value is None else literal(str(value)).replace("\0", "' || chr(0) || '")


def days(text: str) -> date:
    """A day written down."""
    return date.fromisoformat(text)
