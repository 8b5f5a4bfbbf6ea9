"""What suits a process that answers once and ends."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_OBJECTS: Final = 100_000
"""New objects after which Python looks for circles; its own 700 is made for programs that go on for days."""


@contextmanager
def sparing() -> Iterator[None]:
    """Looks for circles seldom, because neither loading libraries nor writing a report makes any, and keeps linear
    algebra on one thread: for products as small as ours the others only burn a processor while they wait.

    Arrays are put into pages of the usual size: to find huge ones, a system that has run for days moves memory about
    for longer than they save. The processes that are started have the same.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded, which is later
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
