"""What `openkam doctor` looks at in the database and the ledger; it reads only and makes nothing."""

import sqlite3
import sys

from openkam.analysis.words import Text
from openkam.cli.finding import Finding, problem, warning, well
from openkam.core.environment import DATABASE_URL, PROCESSES
from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder


def database(folder: DataFolder) -> list[Finding]:
    """The SQLite library, the database in use, its migrations, and the ledger in it."""
    from openkam.ledger.database import set_up_django

    try:
        set_up_django(folder)
        found = _sqlite()
    except Problem as fault:
        return [problem("database", fault.what, fault.remedy)]
    if not DATABASE_URL.value() and not folder.database.exists():
        none = Text("Database: none yet; the first load makes it.", "数据库：尚未建立，首次导入时自动建立。")
        return [*found, well("database", none)]
    return [*found, *_in_use(folder)]


def _sqlite() -> list[Finding]:
    from openkam.ledger.database import WAL_SAFE, process_count, refuse_unsafe_sqlite, sqlite_version

    version, processes = sqlite_version(), process_count()
    if version is None:
        return []
    library = sys.modules.get("sqlite3", sqlite3).__name__
    what = Text(
        "SQLite {v} from {library}; processes that write: {n}", "SQLite {v}（{library}）；写入进程数：{n}"
    ).filled(v=".".join(map(str, version)), library=library, n=processes)
    try:
        refuse_unsafe_sqlite(version, processes)
    except Problem as fault:
        return [problem("sqlite", fault.what, fault.remedy)]
    if version >= WAL_SAFE:
        return [well("sqlite", what)]
    old = Text("{what}. This SQLite has the WAL-reset bug.", "{what}。此版本 SQLite 存在 WAL 重置缺陷。").filled(
        what=what
    )
    remedy = Text(
        "Safe with one process; install pysqlite3 0.6.1 or later before raising {setting}.",
        "单进程使用是安全的；如需调高 {setting}，请先安装 pysqlite3 0.6.1 或更新版本。",
    )
    return [warning("sqlite", old, remedy.filled(setting=PROCESSES.name))]


def _in_use(folder: DataFolder) -> list[Finding]:
    from django.db import DatabaseError, connection

    from openkam.ledger.database import due_migrations, unknown_migrations

    try:
        due, unknown = due_migrations(), unknown_migrations()
        found = [well("database", _named(folder))]
    except DatabaseError as fault:
        what = Text("The database cannot be used: {why}", "数据库无法使用：{why}").filled(
            why=str(fault).partition("\n")[0]
        )
        remedy = Text(
            "Check that the server runs and that {setting} is right, or restore the file from a backup.",
            "请确认数据库服务正常、{setting} 填写正确，或从备份恢复数据库文件。",
        )
        return [problem("database", what, remedy.filled(setting=DATABASE_URL.name))]
    finally:
        connection.close()
    if unknown:
        what = Text("A newer OpenKAM wrote this database.", "该数据库由更新版本的 OpenKAM 写入。")
        return [*found, problem("migrations", what, Text("Update OpenKAM.", "请升级 OpenKAM。"))]
    if due:
        what = Text("Migrations due: {names}", "待执行的升级：{names}").filled(names=", ".join(due))
        remedy = Text("None needed: the next load runs them.", "无需操作：下次导入时自动执行。")
        return [*found, warning("migrations", what, remedy)]
    return [*found, well("migrations", Text("The database is up to date.", "数据库结构已是最新。")), *_ledger(folder)]


def _named(folder: DataFolder) -> Text:
    from django.db import connection

    if connection.vendor == "sqlite":
        return Text("Database: SQLite in {file}", "数据库：SQLite，{file}").filled(file=str(folder.database))
    settings = connection.settings_dict
    place = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{settings['NAME']}"
    return Text("Database: PostgreSQL at {place}", "数据库：PostgreSQL，{place}").filled(place=place)


def _ledger(folder: DataFolder) -> list[Finding]:
    from openkam.ledger.status import ledger_status

    status = ledger_status(folder)
    rows = sum(table.rows for table in status.tables)
    found = [
        well(
            "ledger",
            Text("Ledger version {v}: {rows} rows", "账本版本 {v}：{rows} 行").filled(
                v=status.version, rows=f"{rows:,}"
            ),
        )
    ]
    if status.damaged:
        what = Text("Files of the ledger are missing: {n}", "账本缺少文件：{n} 个").filled(n=len(status.damaged))
        remedy = Text(
            "`openkam ledger status --verify` lists them; restore the folder `ledger` from a backup.",
            "用 `openkam ledger status --verify` 查看清单，并从备份恢复 `ledger` 文件夹。",
        )
        found.append(problem("ledger-files", what, remedy))
    if status.orphans:
        what = Text("Left by a load that died: {n} files", "中断的导入留下 {n} 个文件").filled(n=len(status.orphans))
        remedy = Text("None needed: the next load removes them.", "无需操作：下次导入时自动清除。")
        found.append(warning("ledger-leftovers", what, remedy))
    return found
