"""On whose behalf a command acts: whoever may run it on this machine."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from openkam.cli.ledger_options import opened

if TYPE_CHECKING:
    from openkam.core.access import Viewer


@contextmanager
def operating(data: Path | None) -> "Iterator[tuple[Viewer, datetime]]":
    """The database of the folder ready, who acts, and now; what is done inside is noted as done by a command."""
    opened(data, create=False)
    from openkam.core.audit.origin import coming_from

    now = datetime.now(UTC)
    with coming_from("cli"):
        yield whoever_runs_this(now), now


def whoever_runs_this(now: datetime) -> "Viewer":
    """Who acts, where the database is ready already."""
    from openkam.records.users.viewer import operator

    return operator(_machine_login(), now.date())


def _machine_login() -> str:
    """Under which name the operating system knows him."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"  # a container may run under a number that has no name
