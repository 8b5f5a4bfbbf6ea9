"""Whether anything was done since a moment: what is kept in memory asks before it is believed."""

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from openkam.core.audit.models import AuditLine
from openkam.core.prepared import Prepared

_MOST: Final = 200


def _after(seq: int) -> Any:
    told = ("seq", "action", "outcome", "object_kind", "object_key")
    return AuditLine.objects.filter(seq__gt=seq).order_by("-seq").values_list(*told)[:_MOST]


_AFTER: Final[Prepared[tuple[int, str, str, str, str]]] = Prepared(_after)


class Act(NamedTuple):
    """Something that was done, and to which record."""

    action: str
    kind: str
    key: str


def acts_since(seq: int) -> tuple[int, list[Act] | None]:
    """The latest line, and what was done after `seq`, None where that is too much to tell; one query."""
    found = _AFTER(seq)
    if not found:
        return seq, []
    done = [Act(action, *about) for _, action, outcome, *about in found if outcome == AuditLine.Outcome.DONE]
    return found[0][0], done if len(found) < _MOST else None


def moved_since(seq: int, *, harmless: Collection[str]) -> tuple[int, bool]:
    """The latest line, and whether one after `seq` tells of an act not named harmless; one query."""
    found = _AFTER(seq)
    if not found:
        return seq, False
    moved = any(action not in harmless and outcome == AuditLine.Outcome.DONE for _, action, outcome, *_ in found)
    return found[0][0], moved or len(found) == _MOST
