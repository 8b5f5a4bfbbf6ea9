"""What every test shares: no key of this machine is read or written, and hashing a password takes no time."""

from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker


@pytest.fixture(autouse=True, scope="session")
def _own_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    place: Path = tmp_path_factory.mktemp("keys")
    settings.SECRET_KEY = "a key that opens nothing outside the tests, long enough to sign with"
    settings.AUDIT_KEY_FILE = str(place / "audit-key")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The shared test database may be emptied between tests; the triggers are proved in tests/core/audit."""
    from django.db import connection

    from openkam.core.audit.triggers import remove_triggers

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        remove_triggers(cursor.execute, connection.vendor)
