"""Runs one job on untrusted files in a child process of its own, with limits, and leaves nothing behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openkam.analysis.words import Text
from openkam.core.problem import InternalFault, Problem

if TYPE_CHECKING:
    from openkam.analysis.column import Array

FOLDER_PREFIX = "openkam-reader-"
PROBLEM_EXIT = 3
MEMORY_EXIT = 4
FILE_EXIT = 5
ARRAYS, ARRAY_NAMES = "arrays.npy", "arrays.json"
"""The arrays of a parcel, one after the other without an archive, whose checksums take longer than the arrays."""
_ERRORS = "errors.txt"
_early: list[subprocess.Popen[bytes]] = []
_NO_MEMORY = ("MemoryError", "failed to map segment", "Cannot allocate memory")


@dataclass(frozen=True)
class Progress:
    """How far a job is: the code of its stage, steps done, and steps in all (0 where nobody knows)."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True)
class Parcel:
    """What a job hands back: plain JSON values and arrays of numbers, strings or booleans.

    `engine` is what it worked with, which then lives to the end of its process: to free what an engine holds piece by
    piece takes a tenth of a second in which somebody waits.
    """

    meta: dict[str, Any]
    arrays: "dict[str, Array]"
    engine: object = None


class Running:
    """A job at work in a process of its own (`started`)."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder = folder
        self._process = _started_early(folder) or _process(folder)
        self._too_late = threading.Event()
        self._timer = threading.Timer(seconds, self._stop_late)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, later: dict[str, Any]) -> None:
        """What a job that asks for it (`inside.told_later`) learns only now."""
        self._say(json.dumps(later))

    def result(
        self,
        *,
        on_progress: Callable[[Progress], None] | None = None,
        keep: dict[str, Path] | None = None,
    ) -> Parcel:
        """Waits for what the job hands back; asked once.

        Files it wrote in its folder under the names in `keep` are moved to their places. Raises as `run_limited` does.
        """
        self._say("")
        for line in self._process.stdout or ():
            stage, done, total = line.decode().split()
            if on_progress:
                on_progress(Progress(stage, int(done), int(total)))
        code = self._process.wait()
        self._timer.cancel()
        parcel = _result(self._folder, code, self._too_late.is_set())
        for name, target in (keep or {}).items():
            if (self._folder / name).exists():
                shutil.move(self._folder / name, target)
        return parcel

    def stop(self) -> None:
        """Ends the process, if it has not ended by itself."""
        self._timer.cancel()
        _stop(self._process)
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()

    def _say(self, words: str) -> None:
        """The last words to the job."""
        with suppress(BrokenPipeError):  # a child that is gone already says why by its exit code
            if self._process.stdin and not self._process.stdin.closed:
                with self._process.stdin as told:
                    told.write(words.encode())

    def _stop_late(self) -> None:
        self._too_late.set()
        _stop(self._process)


def start_early() -> None:
    """Starts a process that gets ready for the next job of this one, while the words of a command are understood.

    It reads nothing before it is given a job, and ends with whoever started it.
    """
    _early.append(_process(None))


@contextmanager
def started(
    job: str, request: dict[str, Any], *, memory_bytes: int, seconds: int, beside: Path | None = None
) -> Iterator[Running]:
    """Starts `"module:function"` as `function(request, folder, say)` in a fresh Python process.

    The job sees a folder of its own (in `beside`, or where temporary files go). Process and folder are gone afterwards
    in every case. The time counts from the start.
    """
    home = beside or Path(tempfile.gettempdir())
    _sweep_orphans(home)
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-", dir=home))
    try:
        task = {"job": job, "request": request, "memory_bytes": memory_bytes, "seconds": seconds}
        (folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
        running = Running(folder, seconds)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_limited(
    job: str,
    request: dict[str, Any],
    *,
    memory_bytes: int,
    seconds: int,
    on_progress: Callable[[Progress], None] | None = None,
    keep: dict[str, Path] | None = None,
    beside: Path | None = None,
) -> Parcel:
    """Runs a job from its start to its end, as `started` and `Running.result` say.

    A Problem raised there is raised here; a child that was killed, ran out of memory or out of time, or whose parser
    failed on the file becomes a Problem as well. Any other exception there is a fault of ours and raises InternalFault.
    """
    with started(job, request, memory_bytes=memory_bytes, seconds=seconds, beside=beside) as running:
        return running.result(on_progress=on_progress, keep=keep)


def _process(folder: Path | None) -> subprocess.Popen[bytes]:
    """A reader for the job in this folder; without one it waits to be told (`_started_early`)."""
    with (folder / _ERRORS if folder else Path(os.devnull)).open("wb") as errors:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "openkam.intake.inside", *([str(folder)] if folder else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            start_new_session=True,
        )


def _started_early(folder: Path) -> subprocess.Popen[bytes] | None:
    """The process of `start_early`, told where its job lies; None where there is none, or none any more."""
    process = _early.pop() if _early else None
    if process is None or process.stdin is None or process.poll() is not None:
        return None
    (folder / _ERRORS).touch()
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps(str(folder)).encode() + b"\n")
        process.stdin.flush()
        return process
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


def _result(folder: Path, code: int, too_late: bool) -> Parcel:
    if too_late:
        raise Problem(
            Text("Reading took too long and was stopped.", "读取时间过长，已停止。"),
            remedy=Text("Split the file into smaller ones, or raise the time limit.", "请拆分文件，或调高时间上限。"),
        )
    if code == PROBLEM_EXIT:
        raise _problem(json.loads((folder / "problem.json").read_text(encoding="utf-8")))
    if code == MEMORY_EXIT or (code == 1 and any(sign in _last_words(folder) for sign in _NO_MEMORY)):
        raise Problem(
            Text("The file needs more memory than the reader may use.", "文件所需内存超过读取上限。"),
            remedy=Text("Split the file, or save it as CSV or Parquet.", "请拆分文件，或另存为 CSV 或 Parquet 格式。"),
        )
    if code != 0:
        raise _crash(folder, code)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    names = folder / ARRAY_NAMES
    if not names.exists():
        return Parcel(meta, {})
    import numpy as np  # a tenth of a second in both processes, which only arrays are worth

    with (folder / ARRAYS).open("rb") as stored:
        named = json.loads(names.read_text(encoding="utf-8"))
        return Parcel(meta, {name: np.load(stored, allow_pickle=False) for name in named})


def _problem(words: dict[str, Any]) -> Problem:
    place = {key: words[key] for key in ("file", "row", "column", "value", "code")}
    return Problem(Text(*words["what"]), remedy=Text(*words["remedy"]), **place)


def _crash(folder: Path, code: int) -> Problem:
    last = _last_words(folder) or (signal.Signals(-code).name if code < 0 else str(code))
    if code > 0 and code != FILE_EXIT:
        raise InternalFault(last)
    what = Text("The reader stopped on this file: {last}", "读取该文件时程序中止：{last}")
    return Problem(
        what.filled(last=last),
        remedy=Text(
            "The file may be damaged. Save it again from its source, or as CSV.",
            "文件可能已损坏。请从原系统重新导出，或另存为 CSV。",
        ),
    )


def _last_words(folder: Path) -> str:
    lines = (folder / _ERRORS).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else ""


def _sweep_orphans(home: Path) -> None:
    """Removes the folders of readers whose parent was killed before it could clean up."""
    for folder in home.glob(f"{FOLDER_PREFIX}*-*"):
        owner = folder.name.removeprefix(FOLDER_PREFIX).split("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process_id: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
