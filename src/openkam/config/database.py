"""Django's DATABASES from one address: PostgreSQL where it is named, else a SQLite file."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from openkam.analysis.words import Text
from openkam.core.environment import DATABASE_URL
from openkam.core.problem import Problem

# FULL, because NORMAL loses acknowledged commits at power loss; IMMEDIATE, because DEFERRED fails at once
# under two writers; no mmap_size, which is suspected in a corrupted WAL database (docs/decisions).
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-20000;"
)
_KEPT_SECONDS: Final = 600
_PLANNED_AFTER: Final = 2
"""A text asked for so often is planned for good (`core/prepared.py`)."""


def database(url: str, sqlite_file: Path) -> dict[str, Any]:
    """The settings of one database.

    Raises Problem where the address is not a PostgreSQL one; the message never shows the address.
    """
    return _postgresql(url) if url else _sqlite(sqlite_file)


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _PRAGMAS},
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad_address() from None
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) <= 1:
        raise _bad_address()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        # A connection stays with its thread: making one costs as much as a page asks. One that was cut is noticed.
        "CONN_MAX_AGE": _KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _options(parts.query),
    }


def _options(query: str) -> dict[str, Any]:
    """What the address says of the connection; `prepare_threshold=off` for a pooler that keeps no prepared texts.

    Raises Problem for any other word there that is no number: it would turn kept plans off in silence.
    """
    options: dict[str, Any] = {"prepare_threshold": str(_PLANNED_AFTER)} | dict(parse_qsl(query))
    planned = options["prepare_threshold"]
    if planned == "off":
        return options | {"prepare_threshold": None}
    if not (planned.isascii() and planned.isdigit()):
        raise _bad_address()
    return options | {"prepare_threshold": int(planned)}


def _bad_address() -> Problem:
    return Problem(
        Text("{name} is not a database address OpenKAM knows.", "{name} 不是 OpenKAM 认识的数据库地址。").filled(
            name=DATABASE_URL.name
        ),
        remedy=Text(
            "Write postgresql://user:password@host:port/name (special characters percent-encoded), "
            "or leave it blank to use SQLite.",
            "请写成 postgresql://用户:密码@主机:端口/库名（特殊字符用百分号编码），或留空使用 SQLite。",
        ),
    )
