"""Writes a report to its file in one step: a reader sees the old file or the new one, never half of it."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from openkam.analysis.words import Text
from openkam.cli.system_faults import system_reason
from openkam.core.problem import Problem

_AT_ONCE: Final = 1 << 20


def refuse_inputs(targets: Iterable[Path | None], inputs: Iterable[Path]) -> None:
    """A problem where a file to be written is one of the files that are read."""
    read = list(inputs)
    for target in (one for one in targets if one is not None):
        for path in read:
            if _is_same(target, path):
                raise Problem(
                    Text("This file is read; it cannot be written over.", "这个文件是输入文件，不能覆盖。"),
                    remedy=Text("Name another file for the result.", "请换一个输出文件名。"),
                    file=str(target),
                )


def write_whole(target: Path, content: bytes | Iterable[bytes]) -> None:
    """The content, or its pieces, under its name, through a file beside it that is renamed when it is complete.

    A device or a pipe is written into and stays what it is.
    """
    pieces = [content] if isinstance(content, bytes) else content
    if target.exists() and not (target.is_file() or target.is_dir()):
        _poured(target, pieces)
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.resolve().parent)
    except OSError as fault:
        raise _not_writable(target, fault) from fault
    part = Path(name)
    try:
        with os.fdopen(handle, "wb", buffering=_AT_ONCE) as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except OSError as fault:
        raise _not_writable(target, fault) from fault
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _poured(target: Path, pieces: Iterable[bytes]) -> None:
    try:
        with target.open("wb", buffering=_AT_ONCE) as stream:
            stream.writelines(pieces)
    except OSError as fault:
        raise _not_writable(target, fault) from fault


@contextmanager
def at_the_end(target: Path | None) -> Iterator[Path | None]:
    """A place beside the target; what was written there moves to the target when all went well, else it is gone."""
    if target is None:
        yield None
        return
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.resolve().parent))
    except OSError as fault:
        raise _not_writable(target, fault) from fault
    try:
        part = folder / target.name
        yield part
        if part.exists():
            _moved(part, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_existing(target: Path | None, *, force: bool) -> None:
    """A problem where a file stands under this name already and nobody said that it may go."""
    if target is None or force or not target.exists():
        return
    raise Problem(
        Text("This file exists already.", "文件已存在。"),
        remedy=Text("Choose another name, or add --force.", "请换一个文件名，或加上 --force。"),
        file=str(target),
    )


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def _moved(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as fault:
        raise _not_writable(target, fault) from fault


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _not_writable(target: Path, fault: OSError) -> Problem:
    return Problem(
        Text("The file cannot be written: {reason}.", "文件无法写入：{reason}。").filled(reason=system_reason(fault)),
        remedy=Text(
            "Check that the folder exists, is writable and has room.", "请检查目录是否存在、是否可写、空间是否足够。"
        ),
        file=str(target),
    )
