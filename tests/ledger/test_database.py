"""Opening a data folder: SQLite as it must be set, migrations by themselves, and no older OpenKAM on newer data."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from openkam.core.problem import Problem
from openkam.ledger.database import due_migrations, open_database, refuse_unsafe_sqlite, unknown_migrations
from openkam.ledger.folder import DataFolder, data_folder
from openkam.ledger.lock import is_locked, locked
from openkam.ledger.manifest import ledger_version
from tests.installation import Line, days
from tests.ledger.loads import load


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000), ("mmap_size", 0)],
)
@pytest.mark.usefixtures("installation")
def test_sqlite_is_set_for_safety(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX")
def test_a_new_data_folder_is_its_owners_only(installation: DataFolder) -> None:
    assert stat.S_IMODE(installation.path.stat().st_mode) == 0o700


def test_one_process_can_turn_from_folder_to_folder(installation: DataFolder, tmp_path: Path) -> None:
    from decimal import Decimal

    load(installation, [Line("A1", days("2024-01-15"), Decimal(1))])
    open_database(DataFolder(tmp_path / "other"), create=True)
    assert ledger_version() == 0
    seen: list[int] = []
    thread = threading.Thread(target=lambda: (seen.append(ledger_version()), connections.close_all()))
    thread.start()
    thread.join()
    assert seen == [0]
    open_database(installation, create=False)
    assert ledger_version() == 1


@pytest.mark.usefixtures("installation")
def test_models_and_migrations_agree() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert due_migrations() == []


def test_a_start_loads_migrations_only_where_the_database_has_not_seen_them_all(
    installation: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr("openkam.ledger.database.MigrationExecutor", never)
        open_database(installation, create=False)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name = '0002_batch_parts'")
        with pytest.raises(AssertionError):
            open_database(installation, create=False)
    assert due_migrations() == ["ledger.0002_batch_parts"]


def test_data_of_a_newer_openkam_is_not_touched(installation: DataFolder) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '2030-01-01')"
        )
    assert unknown_migrations() == ["ledger.9999_later"]
    with pytest.raises(Problem, match="newer OpenKAM"):
        open_database(installation, create=True)


@pytest.mark.parametrize(
    ("version", "processes", "is_refused"),
    [
        ((3, 51, 2), 2, True),
        ((3, 51, 3), 2, False),
        ((3, 53, 4), 8, False),
        ((3, 40, 1), 1, False),
        (None, 8, False),
    ],
)
def test_old_sqlite_is_refused_for_several_processes(
    version: tuple[int, ...] | None, processes: int, is_refused: bool
) -> None:
    if is_refused:
        with pytest.raises(Problem, match=r"3\.51\.3"):
            refuse_unsafe_sqlite(version, processes)
    else:
        refuse_unsafe_sqlite(version, processes)


def test_the_lock_goes_with_its_process(installation: DataFolder) -> None:
    hold = (
        "import sys, time; from pathlib import Path\n"
        "from openkam.ledger.folder import DataFolder; from openkam.ledger.lock import locked\n"
        "with locked(DataFolder(Path(sys.argv[1]))):\n    print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", hold, str(installation.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_locked(installation)
        with pytest.raises(Problem, match=str(holder.pid)), locked(installation):
            pass
        holder.kill()
    with locked(installation):
        assert is_locked(installation)
    assert not is_locked(installation)


def test_the_folder_is_the_one_given_else_of_the_setting_else_the_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENKAM_DATA", "/srv/openkam")
    assert data_folder(Path("/given")).path == Path("/given").absolute()
    assert data_folder().path == Path("/srv/openkam").absolute()
    monkeypatch.delenv("OPENKAM_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/home/lin/data")
    monkeypatch.setattr("openkam.ledger.folder.sys.platform", "linux")
    assert data_folder().path == Path("/home/lin/data/openkam").absolute()
    monkeypatch.setattr("openkam.ledger.folder.sys.platform", "darwin")
    assert data_folder().path.parts[-2:] == ("Application Support", "OpenKAM")
    monkeypatch.setattr("openkam.ledger.folder.sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/c/local")
    assert data_folder().path == Path("/c/local/OpenKAM").absolute()
