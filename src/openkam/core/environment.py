"""Every setting of an installation: its name in the environment, its default and what it means."""

import os
from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text


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
        "Where sums over invoice lines are computed: duckdb (inside OpenKAM) or spark.",
        "发票明细在哪里汇总计算：duckdb（内置）或 spark。",
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
SETTINGS: Final = (DATA, DATABASE_URL, SECRET_KEY, ENGINE, PROCESSES, LANGUAGE)
