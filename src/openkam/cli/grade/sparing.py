"""What suits a process that answers once and ends."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_OBJECTS: Final = 100_000
"""New objects after which Python looks for circles; its own 700 is made for programs that go on for days."""

_SETTINGS: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "NUMPY_MADVISE_HUGEPAGE": "0",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
}
"""Linear algebra on one thread: for products as small as ours the others only burn a processor while they wait. Arrays
in pages of the usual size: to find huge ones, a system that has run for days moves memory about for longer than they
save. What one array leaves is kept for the next: fresh pages cost more than many a sum over them.
"""


@contextmanager
def sparing() -> Iterator[None]:
    """Looks for circles seldom, because neither loading libraries nor writing a report makes any, and has numpy and the
    processes that are started spare threads and pages, see `_SETTINGS`.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)  # read when numpy is loaded or a process starts, which is later
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
