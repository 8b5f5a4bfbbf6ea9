"""How far an import is: beside its rows, so that it is seen while its one transaction is open, and by whom it concerns.

A job that publishes writes everything in one transaction, and what is written in one nobody sees before its end.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECONDS_BETWEEN: Final = 0.5
PROGRESS: Final = "progress.json"
Meter = Callable[[str, int, int], None]
"""Told the stage, the steps done, and the steps in all (0: nobody knows)."""


def unmeasured(stage: str, done: int, total: int) -> None:
    """For whoever needs no progress."""
    del stage, done, total


@dataclass
class FileMeter:
    """Says it in a small file, not more often than people can read; `stop` is asked each time and may raise."""

    place: Path
    stop: Callable[[], None]
    _latest: float = field(default=0.0)
    _stage: str = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note a step."""
        now = time.monotonic()
        if stage == self._stage and now - self._latest < SECONDS_BETWEEN:
            return
        self._latest, self._stage = now, stage
        fresh = self.place / f"{PROGRESS}.new"
        fresh.write_text(json.dumps([stage, done, total]), encoding="ascii")
        fresh.replace(self.place / PROGRESS)
        self.stop()


def read_progress(place: Path) -> tuple[str, int, int]:
    """Stage, steps done and in all; blank where nothing was said yet."""
    try:
        stage, done, total = json.loads((place / PROGRESS).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return "", 0, 0
    return str(stage), int(done), int(total)
