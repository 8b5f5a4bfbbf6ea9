"""The line a load by command leaves in the audit trail."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openkam.core.access import Viewer
    from openkam.ledger.models import Batch


def noting_load(viewer: "Viewer", now: datetime) -> "Callable[[list[Batch]], None]":
    """What `load_files` does alongside the publication, in its transaction."""

    def note(batches: "list[Batch]") -> None:
        from openkam.core.audit.actions import record

        change = {f"batch {batch.number}": [None, f"{batch.table}: {batch.rows_used}"] for batch in batches}
        record(viewer, "load_files", kind="batch", key=batches[0].number, change=change, now=now, channel="cli")

    return note
