"""A company that was graded for good, with several people's accounts; what a test changes is undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from openkam.core.environment import SETTINGS
from openkam.ledger.folder import DataFolder
from openkam.records.users.models import User
from openkam.web.sight.seen import forget
from tests.cast import NOW
from tests.installation import shared_database_aside
from tests.web.worlds import copied_world, enter, first_world


@pytest.fixture(scope="package")
def graded_folder(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> DataFolder:
    """The installation, made once."""
    with django_db_blocker.unblock(), shared_database_aside(), pytest.MonkeyPatch.context() as patch:
        for setting in SETTINGS:
            patch.delenv(setting.name, raising=False)
        folder = first_world(Path(tmp_path_factory.mktemp("grading")) / "data")
        connections.close_all()
    return folder


@pytest.fixture
def folder(
    graded_folder: DataFolder, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DataFolder]:
    """The installation, as it was made."""
    monkeypatch.setenv("OPENKAM_DATA", str(graded_folder.path))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    with django_db_blocker.unblock(), shared_database_aside():
        enter(graded_folder.path)
        forget()
        with transaction.atomic():
            yield graded_folder
            transaction.set_rollback(True)


@pytest.fixture
def own_folder(
    graded_folder: DataFolder,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> Iterator[DataFolder]:
    """A copy for a test that lets jobs run, at once and in this process."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path / "copy"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    with django_db_blocker.unblock(), shared_database_aside():
        forget()
        yield copied_world(graded_folder, tmp_path / "copy", "ops")
        connections.close_all()


@pytest.fixture
def people(folder: DataFolder) -> dict[str, User]:
    """Everybody, by login."""
    del folder
    return {user.login: user for user in User.objects.all()}
