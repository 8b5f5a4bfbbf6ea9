"""What became of a person's post at an account: he came, rose, moved, was moved down, took on another, left.

One rule for map, log and whoever else tells it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from openkam.records.contacts.kinds import Level
from openkam.records.contacts.models import Employment

GAP: Final = timedelta(days=31)
"""Who begins anew within a month of his latest day has moved inside the house; later he has left and come back."""
_HEIGHT: Final[dict[str, int]] = {Level.EXECUTION: 1, Level.MANAGEMENT: 2, Level.DECISION: 3}
_DAY: Final = timedelta(days=1)


class Move(StrEnum):
    """What happened."""

    CAME = "CAME"
    CAME_BACK = "CAME_BACK"
    PROMOTED = "PROMOTED"
    TRANSFERRED = "TRANSFERRED"
    LOWERED = "LOWERED"
    ADDED = "ADDED"
    LEFT = "LEFT"


@dataclass(frozen=True)
class Moved:
    """On which day what happened, into which post, or out of which he left; before: the post he had until then."""

    day: date
    move: Move
    post: Employment
    before: Employment | None = None


def change_of_level(before: str, after: str) -> Move:
    """A step up, down or aside; aside too where a level is unknown."""
    step = _HEIGHT.get(after, 0) - _HEIGHT.get(before, 0)
    if not step or before not in _HEIGHT or after not in _HEIGHT:
        return Move.TRANSFERRED
    return Move.PROMOTED if step > 0 else Move.LOWERED


def moves_of(posts: Sequence[Employment]) -> list[Moved]:
    """Everything that happened to one person at one account, from all his posts there, the earliest first.

    The day of leaving is the first on which he is no longer there.
    """
    held = sorted(posts, key=lambda post: (post.since_date or date.min, post.until_date or date.max))
    found = [_began(held[:place], post) for place, post in enumerate(held) if post.since_date is not None]
    for post in held:
        end = post.until_date
        if end is not None and not any(_goes_on(other, end) for other in held if other is not post):
            found.append(Moved(end + _DAY, Move.LEFT, post))
    return sorted(found, key=lambda one: one.day)


def _began(before: Sequence[Employment], post: Employment) -> Moved:
    since = post.since_date or date.min
    if not before:
        return Moved(since, Move.CAME, post)
    latest = max(before, key=lambda one: one.until_date or date.max)
    if latest.until_date is None or latest.until_date >= since:
        return Moved(since, Move.ADDED, post, latest)
    is_back = since - latest.until_date > GAP
    return Moved(since, Move.CAME_BACK if is_back else change_of_level(latest.level, post.level), post, latest)


def _goes_on(other: Employment, end: date) -> bool:
    """Whether another post holds the day after, or begins soon."""
    begins = other.since_date or date.min
    return begins <= end + GAP and (other.until_date is None or other.until_date > end)
