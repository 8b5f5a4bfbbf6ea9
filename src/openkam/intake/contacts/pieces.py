"""Pieces to search by of many new accounts and people: of a few here, of many in a second process."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Queue
from typing import IO, Any, Final, Self

from openkam.core.problem import InternalFault
from openkam.intake.contacts.cutting import CUTTERS, read_body, unpacked, write_frame

FROM: Final = 5000
"""So many rows are worth the start of a process."""
_AHEAD: Final = 64
"""So many answers may wait to be used."""
Made = list[tuple[str, str]]
RowsOf = Callable[[Any], list[tuple[str, ...]]]


class PieceMaker:
    """Answers come in the order of the questions; the process ends with the block."""

    def __init__(self, rows: int = 0) -> None:
        self._is_wanted = rows >= FROM and (os.cpu_count() or 1) > 1
        self._process: subprocess.Popen[bytes] | None = None
        self._questions: Queue[tuple[str, Sequence[Any], RowsOf] | None] = Queue()
        self._answers: Queue[bytes | None] = Queue(_AHEAD)

    def __enter__(self) -> Self:
        if self._is_wanted:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "openkam.intake.contacts.cutting"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for work, stream in ((self._ask, self._process.stdin), (self._hear, self._process.stdout)):
                threading.Thread(target=work, args=(stream,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._questions.put(None)
        process.kill()
        process.wait()
        while not self._answers.empty():
            self._answers.get_nowait()  # whoever waits to put another one may end

    def of(self, kind: str, parts: Sequence[Any], rows_of: RowsOf) -> Iterator[tuple[Any, Made]]:
        """Each part with the pieces of its rows; `kind` is one of `cutting.CUTTERS`.

        The process begins at once; answers must be taken in the order in which this was called.
        """
        if self._process is None:
            return _made_here(kind, parts, rows_of)
        self._questions.put((kind, parts, rows_of))
        return self._made_there(parts)

    def _made_there(self, parts: Sequence[Any]) -> Iterator[tuple[Any, Made]]:
        for part in parts:
            body = self._answers.get()
            if body is None:
                raise InternalFault("the process that cuts names ended")
            yield part, unpacked(body)

    def _ask(self, stream: IO[bytes]) -> None:
        with stream:
            while (question := self._questions.get()) is not None:
                kind, parts, rows_of = question
                try:
                    for part in parts:
                        write_frame(stream, (kind, rows_of(part)))
                except OSError:
                    return  # the process has ended: whoever waits for an answer is told

    def _hear(self, stream: IO[bytes]) -> None:
        with stream:
            while body := read_body(stream):
                self._answers.put(body)
        self._answers.put(None)


def _made_here(kind: str, parts: Sequence[Any], rows_of: RowsOf) -> Iterator[tuple[Any, Made]]:
    cut = CUTTERS[kind]
    for part in parts:
        yield part, [cut(row) for row in rows_of(part)]
