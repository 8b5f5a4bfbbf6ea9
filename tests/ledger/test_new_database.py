"""A new database made in one go is the one that all migrations make, one after the other."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from openkam.ledger import database
from openkam.ledger.database import due_migrations, open_database
from openkam.ledger.folder import DataFolder


def _asked(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _shape() -> dict[str, Any]:
    """Tables with their columns, keys and indexes, everything else by its text, and how many rows there are."""
    shape: dict[str, Any] = {}
    for kind, name, table, sql in _asked(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_seq%' ORDER BY name"
    ):
        if kind == "table" and "VIRTUAL" not in sql:
            columns = sorted(row[1:] for row in _asked(f'PRAGMA table_info("{name}")'))
            keys = sorted(row[2:] for row in _asked(f'PRAGMA foreign_key_list("{name}")'))
            checks = sorted(re.findall(r'CONSTRAINT "\w+" CHECK .*?(?=, CONSTRAINT|, FOREIGN|$)', sql))
            shape[name] = columns, keys, checks, _asked(f'SELECT count(*) FROM "{name}"')
        elif kind == "index" and sql:
            shape[name] = table, sql
        elif kind != "index":
            shape[name] = sql
        else:
            parts = tuple(row[2] for row in _asked(f'PRAGMA index_info("{name}")'))
            shape.setdefault(f"keys of {table}", set()).add(parts)
    return shape


@pytest.mark.usefixtures("installation")
def test_one_go_makes_what_the_migrations_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(DataFolder(tmp_path / "quick"), create=True)
    quick = _shape()
    assert due_migrations() == []
    recorded = set(MigrationExecutor(connection).loader.applied_migrations)
    with monkeypatch.context() as patched:
        patched.setattr(database, "is_new", lambda _: False)
        open_database(DataFolder(tmp_path / "slow"), create=True)
    slow = _shape()
    assert recorded == set(MigrationExecutor(connection).loader.applied_migrations)
    assert quick.keys() == slow.keys()
    assert {name: made for name, made in quick.items() if made != slow[name]} == {}


@pytest.mark.usefixtures("installation")
def test_a_start_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(MigrationRecorder, "record_applied", broken)
        with pytest.raises(OSError):  # noqa: PT011
            open_database(DataFolder(tmp_path / "half"), create=True)
    assert _shape() == {}
    open_database(DataFolder(tmp_path / "half"), create=True)
    assert due_migrations() == []
    assert _asked("PRAGMA foreign_keys") == [(1,)]
