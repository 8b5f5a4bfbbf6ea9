"""The settings as a production server reads them; each in a process of its own, because Django reads them once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ASK = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def _settings(folder: Path, *names: str, **environment: str) -> dict[str, Any]:
    answer = _run(folder, ["-c", _ASK, *names], environment)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def _run(folder: Path, words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    tests_own = ("OPENKAM_", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(tests_own)}
    ours = {"DJANGO_SETTINGS_MODULE": "openkam.config.settings", "OPENKAM_DATA": str(folder)}
    given = kept | ours | environment
    return subprocess.run([sys.executable, *words], env=given, capture_output=True, text=True, check=False)


def test_behind_https_cookies_travel_encrypted_only_and_are_bound_to_the_host(tmp_path: Path) -> None:
    found = _settings(
        tmp_path,
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "DEBUG",
        OPENKAM_HTTPS="1",
    )
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["DEBUG"] is False


def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    words = ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    answer = _run(tmp_path, words, {"OPENKAM_HTTPS": "1", "OPENKAM_HOSTS": "kam.example.com"})
    assert answer.returncode == 0, answer.stderr


def test_reading_the_settings_writes_no_key(tmp_path: Path) -> None:
    _settings(tmp_path, "DEBUG")
    assert list(tmp_path.iterdir()) == []
