"""Named places where a test may kill a load, to prove that it leaves nothing behind."""

import os
import signal
from collections import Counter
from typing import Final

FAILPOINTS: Final = (
    "staging-made",
    "batch-written",
    "published-written",
    "staging-synced",
    "file-renamed",
    "folders-synced",
    "version-written",
    "manifest-written",
    "committed",
    "stale-file-removed",
    "stale-files-removed",
    "orphans-removed",
)
_SETTING: Final = "OPENKAM_FAILPOINT"
_passes: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Die here, as in a power cut, where the environment says `OPENKAM_FAILPOINT=name[:n]` (the n-th pass).

    Honoured only with OPENKAM_TESTING=1.
    """
    if os.environ.get("OPENKAM_TESTING") != "1":
        return
    wanted, _, pass_number = os.environ.get(_SETTING, "").partition(":")
    if wanted != name:
        return
    _passes[name] += 1
    if _passes[name] == int(pass_number or 1):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
