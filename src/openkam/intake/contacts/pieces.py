"""Pieces to search by of many new accounts and people: of a few here, of many in a second process."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Self

from openkam.core.problem import InternalFault
from openkam.intake.contacts.cutting import CUTTERS, read_frame, write_frame

FROM: Final = 5000
"""So many rows are worth the start of a process."""


class PieceMaker:
    """Answers come in the order of the questions; the process ends with the block."""

    def __init__(self, rows: int = 0) -> None:
        self._is_wanted = rows >= FROM and (os.cpu_count() or 1) > 1
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._is_wanted:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "openkam.intake.contacts.cutting"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self

    def __exit__(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def of(
        self, kind: str, parts: Sequence[Any], rows_of: Callable[[Any], list[tuple[str, ...]]]
    ) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
        """Each part with the pieces of its rows; `kind` is "account" or "person" (`cutting.CUTTERS`)."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            cut = CUTTERS[kind]
            for part in parts:
                yield part, [cut(row) for row in rows_of(part)]
            return
        asking, answers = process.stdin, process.stdout

        def ask() -> None:
            try:
                for part in parts:
                    write_frame(asking, (kind, rows_of(part)))
            except OSError:
                return  # the process has ended: whoever waits for the answer is told

        feeder = threading.Thread(target=ask, daemon=True)
        feeder.start()
        for part in parts:
            made = read_frame(answers)
            if made is None:
                raise InternalFault("the process that cuts names ended")
            yield part, made
        feeder.join()
