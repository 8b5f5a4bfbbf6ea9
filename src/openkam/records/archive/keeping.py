"""Where the bytes of documents lie: below one folder, under the hash of their content, each content once."""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.archive.media import HEAD, media_type

LARGEST: Final = 45 << 20
"""Less than the body of one request may be (48 MB): a form sends the file whole."""
_ROOM_LEFT: Final = 256 << 20
_HOUR: Final = 3600


@dataclass(frozen=True)
class Content:
    """Bytes that were put down; `media_type` by what they begin with."""

    sha256: str
    size: int
    media_type: str


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content lies. Raises ValueError for what is no hash."""
    if len(sha256) != len(hashlib.sha256().hexdigest()) or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(sha256)
    return folder / sha256[:2] / sha256


def put(folder: Path, pieces: Iterable[bytes]) -> Content:
    """Write a file whole or not at all; the same content twice is one file.

    Raises Problem where it is too large, empty, no document, or the disk is full.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder).free < _ROOM_LEFT:
        raise Problem(
            Text("The server's disk is nearly full.", "服务器磁盘空间不足。"),
            remedy=Text("Ask whoever runs the server to make room.", "请联系服务器管理员腾出空间。"),
        )
    draft = folder / f"draft-{token_hex(8)}"
    try:
        content = _written(draft, pieces)
        place = place_of(folder, content.sha256)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return content


def forget(folder: Path, kept: Collection[str], now: float) -> int:
    """Remove every content no document names any more, and drafts left behind; answers how many files went.

    What was written within the last hour stays: its row may not be there yet.
    """
    gone = 0
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file() and file.name not in kept and file.stat().st_mtime < now - _HOUR:
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _written(draft: Path, pieces: Iterable[bytes]) -> Content:
    digest, size, head = hashlib.sha256(), 0, b""
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise Problem(
                    Text("The file is too large.", "文件过大。"),
                    remedy=Text("At most {most} MB are kept of one file.", "单个文件最大{most} MB。").filled(
                        most=LARGEST >> 20
                    ),
                )
            head = (head + piece)[:HEAD] if len(head) < HEAD else head
            digest.update(piece)
            file.write(piece)
        kind = media_type(head)
        file.flush()
        os.fsync(file.fileno())
    return Content(digest.hexdigest(), size, kind)
