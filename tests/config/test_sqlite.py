"""Django speaks to a SQLite without the WAL-reset bug wherever one can be had."""

import importlib.util
import subprocess
import sys

import pytest


def test_the_newest_sqlite_is_used() -> None:
    if importlib.util.find_spec("pysqlite3") is None:
        pytest.skip("pysqlite3 has no wheel for this system")
    ask = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'openkam.config.settings'; import django; django.setup()\n"
        "from django.db.backends.sqlite3.base import Database; print(Database.sqlite_version_info >= (3, 51, 3))"
    )
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "True\n"


def test_bare_files_are_graded_without_django() -> None:
    ask = (
        "import sys, openkam.cli.main, openkam.cli.grade.command, openkam.intake.gather, openkam.ledger.facts\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "[]\n"
