"""What every test shares: no key of this machine is read or written, and hashing a password takes no time."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _own_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    place: Path = tmp_path_factory.mktemp("keys")
    settings.SECRET_KEY = "a key that opens nothing outside the tests, long enough to sign with"
    settings.AUDIT_KEY_FILE = str(place / "audit-key")
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]
