"""Writes a report to its file in one step: a reader sees the old file or the new one, never half of it."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from openkam.analysis.words import Text
from openkam.core.problem import Problem


def refuse_inputs(target: Path | None, inputs: Iterable[Path]) -> None:
    """A problem where a file to be written is one of the files that are read."""
    if target is None:
        return
    for path in inputs:
        same = target.resolve() == path.resolve()
        if same or (target.exists() and path.exists() and target.samefile(path)):
            raise Problem(
                Text("This file is read; it cannot be written over.", "这个文件是输入文件，不能覆盖。"),
                remedy=Text("Name another file for the result.", "请换一个输出文件名。"),
                file=str(target),
            )


def write_whole(target: Path, content: bytes) -> None:
    """The content under its name, through a file beside it that is renamed when it is complete."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.resolve().parent)
    except OSError as fault:
        raise _not_writable(target, fault) from fault
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except OSError as fault:
        raise _not_writable(target, fault) from fault
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _not_writable(target: Path, fault: OSError) -> Problem:
    return Problem(
        Text("The file cannot be written: {reason}.", "文件无法写入：{reason}。").filled(reason=fault.strerror or ""),
        remedy=Text(
            "Check that the folder exists, is writable and has room.", "请检查目录是否存在、是否可写、空间是否足够。"
        ),
        file=str(target),
    )
