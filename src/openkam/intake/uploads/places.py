"""Where the files of an upload lie in the data folder, under which names, and whether there is room for them."""

import re
import shutil
import unicodedata
from pathlib import Path
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder

LARGEST_UPLOAD: Final = 2 << 30
LARGEST_TOGETHER: Final = 10 << 30
MOST_FILES: Final = 100
_ROOM_FACTOR: Final = 3
"""Unpacked, in UTF-8 and as checked rows, a file needs about so many times its own size."""
_ROOM_LEFT: Final = 256 << 20
_LONGEST_NAME: Final = 150
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\[\]{}$`\x00-\x1f\x7f-\x9f]')
_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_RESERVED: Final = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def home(folder: DataFolder) -> Path:
    """The folder of all uploads."""
    return folder.path / "uploads"


def place_of(folder: DataFolder, token: str) -> Path:
    """The folder of one upload. Raises ValueError for what is no token."""
    if not is_token(token):
        raise ValueError(token)
    return home(folder) / token


def is_token(name: str) -> bool:
    """Whether a name could be the token of an upload."""
    return _TOKEN.fullmatch(name) is not None


def file_of(folder: DataFolder, token: str, position: int, name: str) -> Path:
    """The file with the bytes as they came; `name` is one that `safe_name` made."""
    return place_of(folder, token) / "files" / f"{position:03d}" / name


def staged_of(folder: DataFolder, token: str, table: str) -> Path:
    """The checked and typed rows of one table."""
    return place_of(folder, token) / "staged" / f"{table}.parquet"


def set_aside_of(folder: DataFolder, token: str, table: str) -> Path:
    """The rows of one table that could not be used."""
    return place_of(folder, token) / "staged" / f"{table}_set_aside.csv"


def lock_of(folder: DataFolder, job: int) -> Path:
    """The lock that a job holds while it lives."""
    return home(folder) / f"job-{job}.lock"


def safe_name(name: str) -> str:
    """The name of a file without folders, steering characters, or anything a system or an engine reads as a command."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in _UNSAFE.sub("_", bare) if unicodedata.category(sign) not in {"Cf", "Cs", "Co"})
    plain = plain.strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    if (stem or ending).partition(".")[0].casefold() in _RESERVED:
        plain = f"_{plain}"
        stem, dot, ending = plain.rpartition(".")
    while len(plain.encode()) > _LONGEST_NAME:
        stem = stem[:-1]
        plain = f"{stem}{dot}{ending[-20:]}"
    return plain


def check_room(folder: DataFolder, size: int) -> None:
    """Raises Problem where an upload of this size is too large, or the disk too small."""
    if size > LARGEST_UPLOAD:
        raise Problem(
            Text("Files of {size} are too much for one upload.", "一次上传的文件共 {size}，超出上限。").filled(
                size=megabytes(size)
            ),
            remedy=Text(
                "Send at most {limit} at a time, or compress them (gzip, Parquet). Larger files: `openkam ledger "
                "load` on the server.",
                "每次最多上传 {limit}，或先压缩（gzip、Parquet）。更大的文件请在服务器上用命令 `openkam ledger load`。",
            ).filled(limit=megabytes(LARGEST_UPLOAD)),
        )
    if _size_of(home(folder)) + size > LARGEST_TOGETHER:
        raise Problem(
            Text("Too many uploads are waiting.", "待处理的上传太多。"),
            remedy=Text("Publish or cancel those that are under way.", "请先发布或取消进行中的上传。"),
        )
    place = folder.path
    free = shutil.disk_usage(place if place.exists() else place.parent).free
    if free < size * _ROOM_FACTOR + _ROOM_LEFT:
        raise Problem(
            Text("The server's disk has only {free} left.", "服务器磁盘仅剩 {free}。").filled(free=megabytes(free)),
            remedy=Text("Ask whoever runs the server to make room.", "请联系服务器管理员腾出空间。"),
        )


def megabytes(size: int) -> str:
    """A size as people say it."""
    if size < 1 << 20:
        return f"{max(-(-size // 1024), 1)} KB"
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{size / (1 << 20):.1f} MB"


def forget(folder: DataFolder, token: str, *, keep_set_aside: bool = False) -> None:
    """Remove the bytes of an upload; with `keep_set_aside` the rows to be corrected stay."""
    place = place_of(folder, token)
    if not keep_set_aside:
        shutil.rmtree(place, ignore_errors=True)
        return
    shutil.rmtree(place / "files", ignore_errors=True)
    for file in (place / "staged").glob("*.parquet"):
        file.unlink(missing_ok=True)


def _size_of(place: Path) -> int:
    sizes = []
    for file in place.rglob("*") if place.exists() else ():
        try:
            sizes.append(file.stat().st_size)
        except FileNotFoundError:  # another upload is being cleared away at this very moment
            continue
    return sum(sizes)
