"""The company of the tests, graded, with a data folder of its own."""

from pathlib import Path

import pytest

from tests.cast import Cast, cast


@pytest.fixture
def company(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Four accounts with grades; no ledger."""
    monkeypatch.setenv("OPENKAM_DATA", str(tmp_path))
    return cast(graded=True)
