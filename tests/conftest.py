"""What every test shares: no key of this machine is read or written, and hashing a password takes no time."""

import os
import secrets

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

# The browser tests leave a loop running in their process; Django would refuse the database to whatever follows there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True, scope="session")
def _own_secret() -> None:
    settings.SECRET_KEY = "a key that opens nothing outside the tests, long enough to sign with"
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]
    # Sessions end by the database's clock, which goes on where a test's own clock stands still.
    settings.SESSION_COOKIE_AGE = 100 * 366 * 86400


@pytest.fixture(autouse=True)
def _own_trail(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A key of its own for every test, made only where something is recorded; nothing is noted of another's trail."""
    keys = tmp_path_factory.getbasetemp() / "trails" / secrets.token_hex(6)
    settings.AUDIT_KEY_FILE, settings.COACH_KEY_FILE = str(keys / "audit-key"), str(keys / "coach-key")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The shared test database may be emptied between tests; the triggers are proved in tests/core/audit."""
    from django.db import connection

    from openkam.core.audit.triggers import remove_triggers

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        remove_triggers(cursor.execute, connection.vendor)
