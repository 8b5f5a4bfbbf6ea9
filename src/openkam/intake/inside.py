"""The inside of the reader's process: sets its own limits, runs the job, writes what it found."""

import ctypes
import errno
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openkam.core.problem import Problem
from openkam.intake.child import ARRAY_NAMES, ARRAYS, FILE_EXIT, MEMORY_EXIT, PROBLEM_EXIT, Parcel

Say = Callable[[str, int, int], None]

_PARSERS = {"duckdb", "_duckdb", "python_calamine", "zipfile", "zlib", "gzip"}
_OUR_SQL = {"ParserException", "BinderException", "CatalogException", "SyntaxException", "ProgrammingError"}
_CODE_BYTES = 1 << 30
"""Address space that libraries and thread stacks map without ever touching most of it."""
_to_the_end: list[Parcel] = []


def main(folder: Path) -> int:
    """Runs the task that lies in the folder; the exit code says how it went."""
    os.environ["TMPDIR"] = str(folder)
    task = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    _limit(task["memory_bytes"], task["seconds"])
    module, name = task["job"].split(":")
    try:
        job: Callable[[dict[str, Any], Path, Say], Parcel] = getattr(importlib.import_module(module), name)
        parcel = job(task["request"], folder, _say)
        _to_the_end.append(parcel)
    except Problem as problem:
        words = {key: getattr(problem, key) for key in ("what", "remedy", "file", "row", "column", "value", "code")}
        (folder / "problem.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        return PROBLEM_EXIT
    except Exception as fault:
        if is_out_of_memory(fault):
            return MEMORY_EXIT
        if _is_of_the_file(fault):
            traceback.print_exc()
            return FILE_EXIT
        raise
    (folder / "meta.json").write_text(json.dumps(parcel.meta, ensure_ascii=False), encoding="utf-8")
    if parcel.arrays:
        import numpy as np

        with (folder / ARRAYS).open("wb") as stream:
            for values in parcel.arrays.values():
                np.save(stream, values, allow_pickle=False)
        (folder / ARRAY_NAMES).write_text(json.dumps(list(parcel.arrays)), encoding="utf-8")
    return 0


def _told_folder() -> Path:
    """Where the job lies for which this process was started early (`child.start_early`), once the engine is there."""
    importlib.import_module("openkam.intake.pipeline")
    told = sys.stdin.readline()
    if not told:
        os._exit(0)  # whoever started this needed no reader
    folder = Path(json.loads(told))
    with (folder / "errors.txt").open("ab") as errors:
        os.dup2(errors.fileno(), sys.stderr.fileno())
    return folder


def told_later() -> dict[str, Any]:
    """What whoever started this job could not say yet when he did (`child.Running.result`); waits for it."""
    later: dict[str, Any] = json.loads(sys.stdin.readline())
    return later


def is_out_of_memory(fault: Exception) -> bool:
    """Whether the limit was met: by an allocation, by the engine, or by the system that was asked for room."""
    if isinstance(fault, OSError):
        return fault.errno == errno.ENOMEM
    return isinstance(fault, MemoryError) or type(fault).__name__ == "OutOfMemoryException"


def _is_of_the_file(fault: Exception) -> bool:
    """Whether a parser or the system failed on the bytes; SQL that cannot be understood is a fault of ours."""
    if type(fault).__name__ in _OUR_SQL:
        return False
    return isinstance(fault, OSError | EOFError) or type(fault).__module__.split(".")[0] in _PARSERS


def _say(stage: str, done: int, total: int) -> None:
    sys.stdout.write(f"{stage} {done} {total}\n")
    sys.stdout.flush()


def _limit(memory_bytes: int, seconds: int) -> None:
    if os.name != "posix":
        return
    import resource

    def at_most(name: str, value: int) -> None:
        kind = getattr(resource, name, None)
        if kind is None:
            return
        hard = resource.getrlimit(kind)[1]
        top = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (top, hard))

    at_most("RLIMIT_AS", memory_bytes + _CODE_BYTES)
    at_most("RLIMIT_CPU", seconds * 2)
    at_most("RLIMIT_CORE", 0)
    if sys.platform == "linux":
        # PR_SET_PDEATHSIG: a reader does not outlive the command that started it.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _run() -> None:
    """Ends the process at once when the job is done: its files are closed, and all else goes with it."""
    code = main(Path(sys.argv[1]) if len(sys.argv) > 1 else _told_folder())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _run()
