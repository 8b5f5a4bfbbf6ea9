"""One writer at a time: the lock of a data folder."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder

_PAUSE_SECONDS: Final = 0.1
_LOADING: Final = Text(
    "Another load or rollback is running in this data folder (process {process}).",
    "该数据文件夹中正有另一个导入或撤回在进行（进程 {process}）。",
)


@contextmanager
def locked(folder: DataFolder, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the folder's lock; it goes with the process, also when that is killed.

    Raises Problem where another process holds it for longer than `wait_seconds`.
    """
    folder.make()
    with held(folder.lock, at_work=_LOADING, wait_seconds=wait_seconds):
        yield


@contextmanager
def held(lock: Path, *, at_work: Text, wait_seconds: float = 0) -> Iterator[None]:
    """Hold a lock file of one's own; the number of the process stands in it.

    Raises Problem where somebody else holds it for longer than `wait_seconds`; `at_work` says what he is at, with a
    place for his {process}.
    """
    with lock.open("a+", encoding="ascii") as file:
        deadline = time.monotonic() + wait_seconds
        while not _take(file):
            if time.monotonic() >= deadline:
                raise _held_by_another(file, at_work)
            time.sleep(_PAUSE_SECONDS)
        try:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
        finally:
            _release(file)


def is_locked(folder: DataFolder) -> bool:
    """Whether some process is loading, rolling back or migrating right now."""
    return is_held(folder.lock)


def is_held(lock: Path) -> bool:
    """Whether somebody holds a lock file right now."""
    if not lock.exists() or not os.access(lock, os.W_OK):
        return False  # who may not write here cannot know, and cannot be in anybody's way
    with lock.open("a+", encoding="ascii") as file:
        taken = _take(file)
        if taken:
            _release(file)
        return not taken


if sys.platform == "win32":
    import msvcrt

    # Windows locks a range of bytes and refuses to read it: one byte far behind the process number.
    _FAR_BYTE: Final = 1 << 20

    def _take(file: IO[str]) -> bool:
        file.seek(_FAR_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[str]) -> None:
        file.seek(_FAR_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _held_by_another(file: IO[str], at_work: Text) -> Problem:
    file.seek(0)
    return Problem(
        at_work.filled(process=file.read().strip() or "?"),
        remedy=Text(
            "Wait until it has finished, then try again. Nothing was written.",
            "请等它结束后重试。本次没有写入任何内容。",
        ),
    )
