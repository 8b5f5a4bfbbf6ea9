"""Every setting of an installation: its name in the environment, its default and what it means."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from openkam.analysis.words import Text
from openkam.core.problem import Problem


@dataclass(frozen=True)
class Setting:
    """One environment variable; blank counts as not given. `secret` values are never printed."""

    name: str
    default: str
    meaning: Text
    secret: bool = False

    def value(self) -> str:
        """What the environment says now, else the default."""
        return os.environ.get(self.name, "").strip() or self.default

    def is_on(self) -> bool:
        """Whether a setting that is 0 or 1 is on."""
        return self.value().lower() in {"1", "yes", "true", "on"}


DATA: Final = Setting(
    "OPENKAM_DATA",
    "",
    Text(
        "Folder that holds the database and the ledger. Default: ~/.local/share/openkam on Linux, "
        "~/Library/Application Support/OpenKAM on macOS, %LOCALAPPDATA%\\OpenKAM on Windows.",
        "存放数据库和账本的文件夹。默认：Linux 为 ~/.local/share/openkam，"
        "macOS 为 ~/Library/Application Support/OpenKAM，Windows 为 %LOCALAPPDATA%\\OpenKAM。",
    ),
)
DATABASE_URL: Final = Setting(
    "OPENKAM_DATABASE_URL",
    "",
    Text(
        "postgresql://user:password@host:port/name for a team; blank keeps everything in one SQLite file "
        "in the data folder.",
        "团队使用时填写 postgresql://用户:密码@主机:端口/库名；留空则使用数据文件夹中的一个 SQLite 文件。",
    ),
    secret=True,
)
SECRET_KEY: Final = Setting(
    "OPENKAM_SECRET_KEY",
    "",
    Text(
        "Key that signs sessions and links; blank makes one in the data folder, readable by its owner only.",
        "用于会话和链接签名的密钥；留空则在数据文件夹中自动生成，仅所有者可读。",
    ),
    secret=True,
)
ENGINE: Final = Setting(
    "OPENKAM_ENGINE",
    "duckdb",
    Text(
        "Where `openkam grade --data` finds and sums invoice lines: duckdb (the ledger of the data folder), or "
        "spark[:MASTER][?tables=FOLDER], the tables of Spark's catalogue or FOLDER/invoice_lines.parquet and the other "
        "tables beside it, e.g. spark:local[2]?tables=/srv/sales. Files named on the command line are always read by "
        "duckdb.",
        "`openkam grade --data` 从哪里读取并汇总发票明细：duckdb（数据文件夹中的账本）；"
        "或 spark[:MASTER][?tables=文件夹]，即 Spark 目录中的表，"
        "或该文件夹中的 invoice_lines.parquet 等表，例如 spark:local[2]?tables=/srv/sales。"
        "命令行中给出的文件始终由 duckdb 读取。",
    ),
)
PROCESSES: Final = Setting(
    "OPENKAM_PROCESSES",
    "1",
    Text(
        "How many OpenKAM processes write to the database at the same time; more than one needs "
        "SQLite 3.51.3 or later, or PostgreSQL.",
        "同时写数据库的 OpenKAM 进程数；大于 1 时需要 SQLite 3.51.3 或更新版本，或改用 PostgreSQL。",
    ),
)
LANGUAGE: Final = Setting(
    "OPENKAM_LANG",
    "",
    Text(
        "Language of messages, en or zh; blank follows the language of the machine.",
        "界面语言，en 或 zh；留空则跟随系统语言。",
    ),
)
HOSTS: Final = Setting(
    "OPENKAM_HOSTS",
    "",
    Text(
        "Names under which the browser reaches OpenKAM, e.g. kam.example.com; localhost always works. Requests for "
        "other names are refused.",
        "浏览器访问 OpenKAM 所用的域名，例如 kam.example.com；localhost 始终可用。其他域名的请求一律拒绝。",
    ),
)
HTTPS: Final = Setting(
    "OPENKAM_HTTPS",
    "0",
    Text(
        "1 when a proxy in front speaks HTTPS: cookies travel encrypted only, and plain HTTP is sent to HTTPS.",
        "前置代理提供 HTTPS 时设为 1：Cookie 只通过加密连接传输，HTTP 请求自动转到 HTTPS。",
    ),
)
PROXIES: Final = Setting(
    "OPENKAM_PROXIES",
    "",
    Text(
        "Addresses of the proxies in front, e.g. 127.0.0.1 or 10.0.0.0/8; only theirs X-Forwarded-For and "
        "X-Forwarded-Proto are believed.",
        "前置代理的地址，例如 127.0.0.1 或 10.0.0.0/8；只采信来自这些地址的 X-Forwarded-For 与 X-Forwarded-Proto。",
    ),
)
SESSION_HOURS: Final = Setting(
    "OPENKAM_SESSION_HOURS",
    "12",
    Text(
        "Hours without a click after which a user must sign in again.",
        "多少小时无操作后需要重新登录。",
    ),
)
TIME_ZONE: Final = Setting(
    "OPENKAM_TIME_ZONE",
    "",
    Text(
        "Time zone in which days begin and moments are shown, e.g. Asia/Shanghai; blank takes the machine's.",
        "划分日期和显示时间所用的时区，例如 Asia/Shanghai；留空则使用本机时区。",
    ),
)
DEVELOPER: Final = Setting(
    "OPENKAM_DEVELOPER",
    "0",
    Text(
        "1 shows faults in full and the page of all components at /ui/; for developers, never where others reach it.",
        "设为 1 时显示完整的错误信息，并开放组件展示页 /ui/；仅供开发使用，切勿用于他人可访问的环境。",
    ),
)
SETTINGS: Final = (
    DATA,
    DATABASE_URL,
    SECRET_KEY,
    ENGINE,
    PROCESSES,
    LANGUAGE,
    HOSTS,
    HTTPS,
    PROXIES,
    SESSION_HOURS,
    TIME_ZONE,
    DEVELOPER,
)


def engine_name() -> str:
    """Which engine `OPENKAM_ENGINE` names: duckdb or spark.

    Raises Problem where it names neither.
    """
    name = ENGINE.value().partition("?")[0].partition(":")[0]
    if name in {"duckdb", "spark"}:
        return name
    raise Problem(
        Text("{setting} names no engine OpenKAM knows.", "{setting} 指定的引擎 OpenKAM 不认识。").filled(
            setting=ENGINE.name
        ),
        remedy=Text("Set it to duckdb or spark, or leave it blank.", "请设为 duckdb 或 spark，或留空。"),
        value=ENGINE.value(),
    )


def spark_tables() -> Path | None:
    """The folder of Parquet tables that `OPENKAM_ENGINE` names; None where Spark's catalogue is read."""
    folder = parse_qs(ENGINE.value().partition("?")[2]).get("tables", [""])[0]
    return Path(folder) if folder else None
