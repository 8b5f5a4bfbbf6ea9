"""What the web server loads before its first page: libraries that only rare work needs come with that work."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_HEAVY: Final = ("duckdb", "scipy", "xlsxwriter", "segno", "python_calamine", "pypinyin")
_OPEN: Final = "import openkam.config.wsgi, gc, sys; print(gc.get_freeze_count(), *sorted(sys.modules))"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a process that is ready to answer."""
    folder: Path = tmp_path_factory.mktemp("data")
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "openkam.config.settings", "OPENKAM_DATA": str(folder)}
    answer = subprocess.run([sys.executable, "-c", _OPEN], env=given, capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


@pytest.mark.parametrize("library", _HEAVY)
def test_the_server_answers_its_first_page_without(library: str, loaded: set[str]) -> None:
    assert library not in loaded


def test_every_screen_is_loaded_before_the_first_page(loaded: set[str]) -> None:
    assert {"openkam.web.accounts.views", "openkam.web.portfolio.views", "openkam.web.people.views"} <= loaded


def test_what_was_loaded_is_no_longer_gone_through_by_the_collector(loaded: set[str]) -> None:
    assert max(int(word) for word in loaded if word.isdigit()) > 50_000
