"""Whether anything was done since a moment: what is kept in memory asks before it is believed."""

from collections.abc import Collection
from typing import Any, Final

from openkam.core.audit.models import AuditLine
from openkam.core.prepared import Prepared

_MOST: Final = 200


def _after(seq: int) -> Any:
    return AuditLine.objects.filter(seq__gt=seq).order_by("-seq").values_list("seq", "action", "outcome")[:_MOST]


_AFTER: Final[Prepared[tuple[int, str, str]]] = Prepared(_after)


def moved_since(seq: int, *, harmless: Collection[str]) -> tuple[int, bool]:
    """The latest line, and whether one after `seq` tells of an act not named harmless; one query."""
    found = _AFTER(seq)
    if not found:
        return seq, False
    moved = any(action not in harmless and outcome == AuditLine.Outcome.DONE for _, action, outcome in found)
    return found[0][0], moved or len(found) == _MOST
