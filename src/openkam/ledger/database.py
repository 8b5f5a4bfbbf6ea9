"""Opening the database of a data folder: Django set up, tables up to date."""

import os
import sqlite3
import sys
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Final

import django
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from openkam.analysis.words import Text
from openkam.core.environment import DATA, DATABASE_URL, PROCESSES
from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import locked
from openkam.ledger.new_database import is_new, make_tables

WAL_SAFE: Final = (3, 51, 3)
"""From this SQLite on, several processes may write in WAL mode (the WAL-reset bug, 3.7.0 to 3.51.2)."""
_MIGRATION_WAIT_SECONDS: Final = 20
_SETTINGS_MODULE: Final = "openkam.config.settings"


def open_database(folder: DataFolder, *, create: bool) -> None:
    """Make Django ready to ask the database of this folder; migrations that are due run by themselves, under the lock.

    Raises Problem where there is no ledger yet and `create` is False, where the database was written by a newer
    OpenKAM, and where this SQLite is not safe with several processes.
    """
    if not create and not DATABASE_URL.value() and not folder.database.exists():
        raise _nothing_loaded(folder)
    set_up_django(folder)
    refuse_unsafe_sqlite(sqlite_version(), process_count())
    folder.make()
    if _is_as_released():
        return
    if unknown_migrations():
        raise _newer_database()
    if due_migrations():
        with locked(folder, wait_seconds=_MIGRATION_WAIT_SECONDS):
            executor = MigrationExecutor(connection)
            if is_new(executor):
                make_tables(executor)
            else:
                executor.migrate(executor.loader.graph.leaf_nodes())


def set_up_django(folder: DataFolder) -> None:
    """Set Django up for this folder; a process may turn from one folder to another."""
    os.environ[DATA.name] = str(folder.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS_MODULE)
    django.setup()
    current = connections.settings["default"]
    if connection.vendor == "sqlite" and current["NAME"] != str(folder.database):
        connections.close_all()
        current["NAME"] = settings.DATABASES["default"]["NAME"] = str(folder.database)


def _is_as_released() -> bool:
    """Whether the database has seen exactly the migrations there are, by name: hardly one start needs to load them."""
    seen = {(app, name) for app, name in MigrationRecorder(connection).applied_migrations() if app in _labels()}
    places = {label: MigrationLoader.migrations_module(label)[0] for label in _labels()}
    return seen == {(label, name) for label, place in places.items() if place for name in _names_in(place)}


def _names_in(place: str) -> list[str]:
    """The migrations of a package, as Django's loader finds them."""
    if find_spec(place) is None:
        return []
    found = iter_modules(import_module(place).__path__)
    return [one.name for one in found if not one.ispkg and not one.name.startswith(("_", "~"))]


def _labels() -> set[str]:
    return {config.label for config in django.apps.apps.get_app_configs()}


def due_migrations() -> list[str]:
    """Names of migrations that this OpenKAM brings and the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """Names of migrations the database has seen and this OpenKAM does not know: a newer one wrote it."""
    loader = MigrationExecutor(connection).loader
    ours = _labels()
    seen = {key for key in loader.applied_migrations or () if key[0] in ours}
    return sorted(f"{label}.{name}" for label, name in seen - set(loader.disk_migrations or ()))


def sqlite_version() -> tuple[int, ...] | None:
    """The version of the SQLite in use; None with PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    library = sys.modules.get("sqlite3", sqlite3)
    return tuple(int(part) for part in library.sqlite_version.split("."))


def process_count() -> int:
    """How many processes OPENKAM_PROCESSES announces.

    Raises Problem where it is not a whole number above zero.
    """
    text = PROCESSES.value()
    if text.isascii() and text.isdigit() and int(text):
        return int(text)
    raise Problem(
        Text("{name} must be a whole number above zero.", "{name} 必须是大于零的整数。").filled(name=PROCESSES.name),
        remedy=Text("Write 1, or leave it blank.", "请写 1，或留空。"),
        value=text,
    )


def refuse_unsafe_sqlite(version: tuple[int, ...] | None, processes: int) -> None:
    """Several processes on a SQLite with the WAL-reset bug may corrupt the database.

    Raises Problem then.
    """
    if version is None or version >= WAL_SAFE or processes <= 1:
        return
    raise Problem(
        Text(
            "SQLite {version} can corrupt the database when several processes write (bug fixed in 3.51.3), "
            "and {setting} is {processes}.",
            "SQLite {version} 在多个进程同时写入时可能损坏数据库（3.51.3 已修复），而 {setting} 为 {processes}。",
        ).filled(version=".".join(map(str, version)), setting=PROCESSES.name, processes=processes),
        remedy=Text(
            "Install pysqlite3 0.6.1 or later into OpenKAM's environment, or use PostgreSQL. Commands alone also run "
            "with {setting}=1; `openkam serve` always has two processes.",
            "请在 OpenKAM 的环境中安装 pysqlite3 0.6.1 或更新版本，或改用 PostgreSQL。"
            "仅使用命令行时也可设置 {setting}=1；`openkam serve` 始终使用两个进程。",
        ).filled(setting=PROCESSES.name),
    )


def _nothing_loaded(folder: DataFolder) -> Problem:
    return Problem(
        Text("There is no ledger in {folder} yet.", "{folder} 中还没有账本。").filled(folder=str(folder.path)),
        remedy=Text(
            "Load invoice lines with `openkam ledger load FILE`, or name another folder with --data.",
            "请先用 `openkam ledger load 文件` 导入发票明细，或用 --data 指定另一个文件夹。",
        ),
    )


def _newer_database() -> Problem:
    return Problem(
        Text("This data folder was written by a newer OpenKAM.", "该数据文件夹由更新版本的 OpenKAM 写入。"),
        remedy=Text("Update OpenKAM; an older version must not write here.", "请升级 OpenKAM；旧版本不能在此写入。"),
    )
