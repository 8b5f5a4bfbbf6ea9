"""A graded company of forty accounts with a ledger, made once; tests leave it as they found it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from openkam.core.environment import SETTINGS
from openkam.ledger.folder import DataFolder
from tests.installation import shared_database_aside
from tests.web.worlds import first_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[DataFolder]:
    """Accounts are dealt out to fang (reads prices), bo, mei and nobody in turn."""
    with django_db_blocker.unblock(), shared_database_aside(), pytest.MonkeyPatch.context() as patch:
        for setting in SETTINGS:
            patch.delenv(setting.name, raising=False)
        folder = first_world(Path(tmp_path_factory.mktemp("portfolio")) / "data")
        patch.setenv("OPENKAM_DATA", str(folder.path))
        yield folder
        connections.close_all()
