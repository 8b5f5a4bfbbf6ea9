"""Ctrl-C and SIGTERM are remembered: what a handler raises is lost where it meets a callback or a broad `except`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final

_KINDS: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    is_asked: bool = False


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """While this lasts a signal is noted and interrupts nothing; a second one changes nothing."""
    stop = Stop()

    def note(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.is_asked = True

    before = {one: signal.signal(one, note) for one in _KINDS}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
