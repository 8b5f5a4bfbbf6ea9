"""Files of the ledger: staged, synced, renamed, and removed once no version needs them.

Order of a load: lock → write into `staging/<id>/` → sync files → rename to final names → sync folders → one database
transaction. A process that dies before the transaction leaves files that no manifest names; the next load removes
them. Files of the version before the current one stay, so that a reader who began before a load can finish.
"""

import hashlib
import os
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from django.db import DatabaseError, OperationalError

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.ledger.failpoints import failpoint
from openkam.ledger.folder import DataFolder
from openkam.ledger.lock import locked
from openkam.ledger.manifest import batch_paths, forget_files, known_paths, stale_files

_SYNCED_AT_ONCE: Final = 8


@contextmanager
def staging(folder: DataFolder) -> Iterator[Path]:
    """Hold the lock, clean up after loads that died, and lend an empty folder for the files of a new load.

    The folder is gone afterwards, and so is every file that no manifest names. Raises Problem where the lock is held,
    and where disk or database fail while the folder is lent.
    """
    with locked(folder):
        remove_stale_files(folder)
        remove_orphans(folder)
        place = folder.staging / uuid.uuid4().hex
        place.mkdir(parents=True, mode=0o700)
        failpoint("staging-made")
        try:
            yield place
        except BaseException as fault:
            # The manifest decides what an orphan is; where it cannot be asked, the next load cleans up.
            with suppress(DatabaseError, OSError):
                remove_orphans(folder)
            import duckdb

            if isinstance(fault, OSError | duckdb.IOException | OperationalError):
                raise _not_written(folder, fault) from fault
            raise
        remove_orphans(folder)


def move_into_place(folder: DataFolder, moves: Iterable[tuple[Path, str]]) -> None:
    """Sync staged files and rename each to its final path (relative to `ledger/`), which must be new."""
    moves = list(moves)
    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:  # a disk that waits for one writes the others meanwhile
        list(pool.map(_sync, (staged for staged, _ in moves)))
    failpoint("staging-synced")
    changed: set[Path] = set()
    for staged, path in moves:
        final = folder.ledger / path
        changed |= _made_folders(final.parent, folder.path) | {final.parent}
        if final.exists():
            raise FileExistsError(final)
        staged.rename(final)
        failpoint("file-renamed")
    for place in sorted(changed, key=lambda p: len(p.parts), reverse=True):
        _sync_folder(place)
    failpoint("folders-synced")


def file_sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def orphans(folder: DataFolder) -> list[Path]:
    """Files and folders under `ledger/` that no manifest names; meaningful only while no load is running."""
    known = known_paths()
    left: list[Path] = sorted(folder.staging.iterdir()) if folder.staging.is_dir() else []
    for file in sorted(folder.ledger.rglob("*")):
        if file.is_dir() or file == folder.lock or file.is_relative_to(folder.staging):
            continue
        if file.relative_to(folder.ledger).as_posix() not in known:
            left.append(file)
    return left


def remove_orphans(folder: DataFolder) -> None:
    """Remove what no manifest names, and folders that became empty; the caller holds the lock."""
    for orphan in orphans(folder):
        if orphan.is_dir():
            shutil.rmtree(orphan)
        else:
            orphan.unlink()
    for place in sorted(folder.ledger.rglob("*"), reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    failpoint("orphans-removed")


def remove_stale_files(folder: DataFolder) -> None:
    """Remove files that left the ledger before the current version was made; the caller holds the lock."""
    stale = stale_files()
    kept = batch_paths() if stale else set()
    for file in stale:
        if file.path not in kept:
            (folder.ledger / file.path).unlink(missing_ok=True)
            failpoint("stale-file-removed")
    forget_files(stale)
    failpoint("stale-files-removed")


def _not_written(folder: DataFolder, fault: Exception) -> Problem:
    return Problem(
        Text("The ledger could not be written: {why}", "账本无法写入：{why}").filled(why=str(fault).partition("\n")[0]),
        remedy=Text(
            "Make room or mend the disk or the database (`openkam doctor`), then run the command again. "
            "`openkam ledger list` shows what is published; a load is published whole or not at all.",
            "请腾出空间或修复磁盘、数据库（`openkam doctor`），然后重新运行。"
            "可用 `openkam ledger list` 查看已发布的内容；一次导入要么完整发布，要么完全不发布。",
        ),
        file=str(folder.path),
    )


def _made_folders(place: Path, root: Path) -> set[Path]:
    """Make a folder; the folders whose listing changed by that, which must be synced too."""
    changed: set[Path] = set()
    missing = place
    while not missing.exists() and missing != root:
        missing = missing.parent
        changed.add(missing)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return changed


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        if sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(stream, fcntl.F_FULLFSYNC)
        os.fsync(stream.fileno())


def _sync_folder(place: Path) -> None:
    if sys.platform == "win32":
        return  # Windows cannot open a folder; NTFS journals the rename itself
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
