"""Whether anything was done since a moment: what is kept in memory asks before it is believed."""

from collections.abc import Collection
from typing import Final

from openkam.core.audit.models import AuditLine

_MOST: Final = 200


def moved_since(seq: int, *, harmless: Collection[str]) -> tuple[int, bool]:
    """The latest line, and whether one after `seq` tells of an act not named harmless; one query."""
    lines = AuditLine.objects.filter(seq__gt=seq).order_by("-seq")
    found = list(lines.values_list("seq", "action", "outcome")[:_MOST])
    if not found:
        return seq, False
    moved = any(action not in harmless and outcome == AuditLine.Outcome.DONE for _, action, outcome in found)
    return found[0][0], moved or len(found) == _MOST
