"""What `openkam doctor` looks at without a database: the machine, the data folder, the engine, what is installed."""

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from openkam import __version__
from openkam.analysis.words import Language, Text
from openkam.cli.finding import Finding, problem, warning, well
from openkam.core.environment import DATA, ENGINE, engine_name, spark_tables
from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder

_LEAST_PYTHON: Final = (3, 11)
_LITTLE_BYTES: Final = 1 << 30
_GIB: Final = 1 << 30


def machine(language: Language) -> list[Finding]:
    """OpenKAM, Python, the system and the language."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    old = problem(
        "python",
        Text("Python {v} is too old.", "Python {v} 版本过低。").filled(v=python),
        Text("Install Python 3.11 or later.", "请安装 Python 3.11 或更新版本。"),
    )
    fine = well("python", Text("Python {v}", "Python {v}").filled(v=python))
    return [
        well("openkam", Text("OpenKAM {v}", "OpenKAM {v}").filled(v=__version__)),
        fine if sys.version_info >= _LEAST_PYTHON else old,
        well("platform", Text("System: {name}", "系统：{name}").filled(name=platform.platform(terse=True))),
        well("language", Text("Language: {name}", "语言：{name}").filled(name=_NAMES[language])),
    ]


_NAMES: Final = {"en": Text("English", "英文"), "zh": Text("Chinese", "中文")}


def place(folder: DataFolder) -> list[Finding]:
    """The data folder: there, writable, private, with room."""
    path = folder.path
    if not path.exists():
        what = Text(
            "Data folder {path}: not made yet; the first load makes it.",
            "数据文件夹 {path}：尚未建立，首次导入时自动建立。",
        )
        return [well("data-folder", what.filled(path=str(path))), *_room(_nearest(path))]
    named = Text("Data folder {path}", "数据文件夹 {path}").filled(path=str(path))
    if not path.is_dir() or not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        what = Text("{folder} cannot be written.", "{folder} 无法写入。").filled(folder=named)
        remedy = Text(
            "Give yourself the right to write there, or name another folder in {setting}.",
            "请授予写权限，或用 {setting} 指定另一个文件夹。",
        )
        return [problem("data-folder", what, remedy.filled(setting=DATA.name))]
    return [well("data-folder", named), *_privacy(path), *_room(path)]


def engine() -> list[Finding]:
    """Where sums are computed, and whether that can work."""
    duckdb = Text("DuckDB {v}", "DuckDB {v}").filled(v=_installed("duckdb") or "?")
    try:
        chosen = engine_name()
    except Problem as unknown:
        return [problem("engine", unknown.what, unknown.remedy)]
    if chosen == "duckdb":
        return [well("engine", Text("Analysis engine: {name}", "分析引擎：{name}").filled(name=duckdb))]
    return [well("duckdb", duckdb), *_spark()]


def extras() -> list[Finding]:
    """Optional parts, installed or not."""
    found = []
    for name, package in (("spark", "pyspark"), ("postgres", "psycopg"), ("tax", "python-stdnum")):
        state = _installed(package)
        what = (
            Text("Optional part {name}: {package} {v}", "可选组件 {name}：{package} {v}").filled(
                name=name, package=package, v=state
            )
            if state
            else Text("Optional part {name}: not installed", "可选组件 {name}：未安装").filled(name=name)
        )
        found.append(well(f"extra-{name}", what))
    return found


def _spark() -> list[Finding]:
    pyspark, java = _installed("pyspark"), _java()
    if pyspark is None:
        what = Text("The engine is spark, but pyspark is not installed.", "引擎设为 spark，但未安装 pyspark。")
        remedy = Text(
            "pip install 'openkam[spark]', or set {setting}=duckdb.",
            "请执行 pip install 'openkam[spark]'，或设置 {setting}=duckdb。",
        )
        return [problem("engine", what, remedy.filled(setting=ENGINE.name))]
    if java is None:
        what = Text("The engine is spark, but there is no Java.", "引擎设为 spark，但没有找到 Java。")
        remedy = Text(
            "Install a Java 17 runtime and put it on the PATH or name it in JAVA_HOME.",
            "请安装 Java 17 运行环境，并加入 PATH 或设置 JAVA_HOME。",
        )
        return [problem("engine", what, remedy)]
    folder = spark_tables()
    if folder and not (folder / "invoice_lines.parquet").exists():
        what = Text("Spark is to read invoice_lines.parquet, which is not there.", "找不到供 Spark 读取的明细表。")
        remedy = Text(
            "Name the folder that holds it: {setting}=spark?tables=FOLDER.",
            "请指定该表所在的文件夹：{setting}=spark?tables=文件夹。",
        )
        return [problem("engine", what, remedy.filled(setting=ENGINE.name))]
    what = Text(
        "Engine of `openkam grade --data`: Spark {v}, Java in {java}; tables: {tables}",
        "`openkam grade --data` 使用的引擎：Spark {v}，Java：{java}；表：{tables}",
    )
    tables = Text("Spark's catalogue", "Spark 目录") if folder is None else Text(str(folder), str(folder))
    return [well("engine", what.filled(v=pyspark, java=java, tables=tables))]


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _privacy(path: Path) -> list[Finding]:
    if os.name != "posix" or not path.stat().st_mode & 0o007:
        return []
    what = Text("Other users of this machine can look into the data folder.", "本机其他用户可以查看数据文件夹。")
    remedy = Text("chmod o-rwx '{path}'", "请执行 chmod o-rwx '{path}'")
    return [warning("data-folder-privacy", what, remedy.filled(path=str(path)))]


def _room(path: Path) -> list[Finding]:
    free = shutil.disk_usage(path).free
    what = Text("Free space: {gib} GiB", "剩余空间：{gib} GiB").filled(gib=f"{free / _GIB:.1f}")
    if free >= _LITTLE_BYTES:
        return [well("free-space", what)]
    remedy = Text(
        "Make room: a load needs about twice the size of its files.", "请腾出空间：一次导入大约需要文件大小两倍的空间。"
    )
    return [warning("free-space", what, remedy)]


def _nearest(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.exists())
