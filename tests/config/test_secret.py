"""The signing key is made once, for its owner's eyes only."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openkam.config.secret import secret_key


@pytest.fixture(autouse=True)
def _without_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENKAM_SECRET_KEY", raising=False)


def test_the_key_is_made_on_first_need_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret-key"
    key = secret_key(file)
    assert len(key) >= 50
    assert secret_key(file) == key
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_that_start_together_share_one_key(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(file), range(32)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_key_of_the_environment_is_used_and_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENKAM_SECRET_KEY", "from-a-vault")
    assert secret_key(tmp_path / "secret-key") == "from-a-vault"
    assert list(tmp_path.iterdir()) == []
