"""The processes behind `openkam serve`: started together, watched, stopped within a grace time."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

GRACE_SECONDS: Final = 10.0
_LONGEST_PAUSE: Final = 60.0
_LIVED_WELL_SECONDS: Final = 30.0
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG


@dataclass
class Child:
    """One process; `begin` starts it anew, waiting longer each time it dies young.

    before   what to do before each start
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    before: Callable[[], object] = lambda: None
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    begun: float = field(default=0.0)
    due: float = field(default=0.0)

    def begin(self) -> None:
        """Start it."""
        self.before()
        self.process = _started(self.command, dict(self.environment))
        self.starts, self.begun = self.starts + 1, time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None

    def keep_alive(self) -> bool:
        """Start it again if it died and its pause is over; whether that was done now."""
        now = time.monotonic()
        if self.is_alive:
            if now - self.begun > _LIVED_WELL_SECONDS:
                self.starts = 1
            self.due = 0.0
            return False
        if not self.due:
            self.due = now + min(2.0 ** (self.starts - 1), _LONGEST_PAUSE)
        if now < self.due:
            return False
        self.begin()
        return True


def stop_all(children: Iterable[Child], grace_seconds: float = GRACE_SECONDS) -> None:
    """Ask each to finish what it does, ask again, then end it."""
    running = [child.process for child in children if child.process is not None and child.is_alive]
    for patience in (grace_seconds, 2.0):
        for process in running:
            if process.poll() is None:
                process.terminate()
        _wait(running, patience)
    for process in running:
        if process.poll() is None:
            process.kill()
            process.wait()


def _wait(processes: Iterable[subprocess.Popen[bytes]], seconds: float) -> None:
    end = time.monotonic() + seconds
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, end - time.monotonic()))


def _follow_parent() -> None:
    """In the child: end when `serve` ends, also when that was killed and could not say so."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


# Apart from our terminal, because Ctrl-C must reach `serve` alone: it stops the others in order.
if sys.platform == "win32":

    def _started(command: list[str], given: dict[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=given, creationflags=subprocess.CREATE_NEW_PROCESS_GROUP)  # noqa: S603

else:

    def _started(command: list[str], given: dict[str, str]) -> subprocess.Popen[bytes]:
        follow = _follow_parent if sys.platform == "linux" else None
        # Our own interpreter and modules; `serve` has no second thread.
        return subprocess.Popen(command, env=given, start_new_session=True, preexec_fn=follow)  # noqa: S603, PLW1509


def python(*words: str) -> list[str]:
    """A command line of this very Python."""
    return [sys.executable, *words]


def environment(**more: str) -> dict[str, str]:
    """What the children are given: our environment and these."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", **more}
