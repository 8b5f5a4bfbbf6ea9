"""Which SQLite library Django speaks to."""

import importlib
import sqlite3
import sys


def use_newest_sqlite() -> None:
    """Put pysqlite3 in the place of the standard module where it brings a newer SQLite.

    Stock systems ship versions with the WAL-reset bug (3.7.0 to 3.51.2). Must run before Django's
    SQLite backend is imported, which is why the settings call it first.
    """
    try:
        bundled = importlib.import_module("pysqlite3")
        interface = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return
    if bundled.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = bundled, interface
