"""A load or a rollback that is killed anywhere leaves the ledger as it was, or as it should be, and nothing else."""

import re
import shutil
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

import openkam.ledger
from openkam.ledger.batches import roll_back_batch
from openkam.ledger.database import open_database
from openkam.ledger.failpoints import FAILPOINTS
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import is_locked
from openkam.ledger.manifest import known_paths, ledger_version
from openkam.ledger.store import file_sha256, orphans
from tests.installation import NOW, Line, days, new_installation, shared_database_aside
from tests.ledger.killed import run_action
from tests.ledger.loads import load, published

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process at once")

JANUARY, MARCH = days("2024-01-15"), days("2024-03-31")
BEFORE = [("erp", "A1", Decimal(3)), ("erp", "A2", Decimal(30))]
LOADED = [("erp", "A1", Decimal(4)), ("erp", "A2", Decimal(30)), ("erp", "A3", Decimal(40))]
ROLLED_BACK = [("erp", "A1", Decimal(2)), ("erp", "A2", Decimal(30))]
# name[:n] of every kill, with the action that is killed there; a name without a number is its first pass.
KILLED_LOADS = (
    "staging-made",
    "batch-written",
    "published-written",
    "staging-synced",
    "file-renamed",
    "file-renamed:2",
    "folders-synced",
    "version-written",
    "manifest-written",
    "committed",
    "stale-file-removed",
    "stale-files-removed",
    "orphans-removed",
    "orphans-removed:2",
)
KILLED_ROLLBACKS = ("published-written", "file-renamed", "version-written", "manifest-written", "committed")
DONE = {"committed", "orphans-removed:2"}


def act(folder: DataFolder, action: str) -> None:
    if action == "load":
        load(folder, [Line("A1", MARCH, Decimal(4)), Line("A3", JANUARY, Decimal(40))])
    else:
        roll_back_batch(folder=folder, number=4, actor="Mei", reason="test", now=NOW)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A ledger of four loads; the file that the second wrote anew lost its lines in the third, the next removes it."""
    with django_db_blocker.unblock(), shared_database_aside():
        folder = new_installation(tmp_path_factory.mktemp("prepared") / "data")
        load(folder, [Line("A1", JANUARY, Decimal(0)), Line("A2", JANUARY, Decimal(30))])
        load(folder, [Line("A1", JANUARY, Decimal(1))])
        load(folder, [Line("A1", JANUARY, Decimal(2)), Line("A2", MARCH, Decimal(30))])
        load(folder, [Line("A1", JANUARY, Decimal(3))])
        connections.close_all()
    return folder.path


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DataFolder]:
    copy = DataFolder(shutil.copytree(prepared, tmp_path / "data"))
    with django_db_blocker.unblock(), shared_database_aside():
        yield copy
        connections.close_all()


def killed_at(failpoint: str, folder: DataFolder, action: str) -> int | None:
    settings = {"OPENKAM_TESTING": "1", "OPENKAM_FAILPOINT": failpoint, "OPENKAM_DATA": str(folder.path)}
    return run_action("tests.ledger.test_failpoints:act", folder.path, action, settings)


def assert_whole(folder: DataFolder) -> None:
    """Nothing behind, nothing missing, nothing changed, and a database in order."""
    assert orphans(folder) == []
    assert not folder.staging.exists()
    assert not is_locked(folder)
    for path in known_paths():
        assert (folder.ledger / path).exists()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        assert cursor.fetchall() == []


def hashes(folder: DataFolder) -> dict[str, Any]:
    return {path: file_sha256(folder.ledger / path) for path in known_paths() if (folder.ledger / path).exists()}


@pytest.mark.parametrize("failpoint", KILLED_LOADS)
def test_a_killed_load_shows_the_old_ledger_or_the_whole_new_one(folder: DataFolder, failpoint: str) -> None:
    assert killed_at(failpoint, folder, "load") == -signal.SIGKILL
    open_database(folder, create=False)
    assert published(folder) == (LOADED if failpoint in DONE else BEFORE)
    act(folder, "load")
    assert published(folder) == LOADED
    assert_whole(folder)
    assert ledger_version() == (6 if failpoint in DONE else 5)


@pytest.mark.parametrize("failpoint", KILLED_ROLLBACKS)
def test_a_killed_rollback_shows_the_old_ledger_or_the_whole_new_one(folder: DataFolder, failpoint: str) -> None:
    open_database(folder, create=False)
    before = hashes(folder)
    connections.close_all()
    assert killed_at(failpoint, folder, "rollback") == -signal.SIGKILL
    assert published(folder) == (ROLLED_BACK if failpoint in DONE else BEFORE)
    assert before.items() >= {p: h for p, h in hashes(folder).items() if p in before}.items()
    if failpoint not in DONE:
        act(folder, "rollback")
    assert published(folder) == ROLLED_BACK
    act(folder, "load")
    assert_whole(folder)


def test_every_failpoint_is_in_the_code_and_every_one_is_exercised() -> None:
    [place] = openkam.ledger.__path__
    written = [name for f in Path(place).glob("*.py") for name in re.findall(r'failpoint\("(.+?)"\)', f.read_text())]
    assert set(written) == set(FAILPOINTS)
    assert {name.partition(":")[0] for name in (*KILLED_LOADS, *KILLED_ROLLBACKS)} == set(FAILPOINTS)


def test_failpoints_sleep_outside_tests(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENKAM_FAILPOINT", "committed")
    monkeypatch.delenv("OPENKAM_TESTING", raising=False)
    open_database(folder, create=False)
    act(folder, "load")
    assert published(folder) == LOADED
