"""What the list rests on besides the question, kept in memory while nothing was done: one query tells whether."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from openkam.analysis.methods.grading.scheme import Tier
from openkam.core.access import Viewer
from openkam.core.audit.since import moved_since
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.models import SavedView
from openkam.records.accounts.queries import saved_views, tiers_set
from openkam.records.users.models import User
from openkam.web.sight.columns import Column, columns_of, leading
from openkam.web.sight.harmless import HARMLESS
from openkam.web.sight.seen import Seen, is_long, seen_by, times_forgotten, whose
from openkam.web.sight.teams import managers_of

Made = TypeVar("Made")
_SCENES: Final = 12
_ANSWERS: Final = 24
_ROWS: Final = 400_000
"""Of all scenes of a process together, and of all answers of one."""
_BEGINNING: Final = -1
_STILL: Final = HARMLESS - {"override_tier", "withdraw_override", "save_view", "delete_view"}


class Kept(Generic[Made]):
    """A few values by their key, the latest used stay; shared by the threads of a process.

    most   how many; room: how much they may weigh together, the latest stays whatever it weighs
    """

    def __init__(self, most: int, *, weigh: Callable[[Made], int] = lambda _: 0, room: int = 0) -> None:
        self._most, self._weigh, self._room = most, weigh, room
        self._lock, self._made = Lock(), OrderedDict[Hashable, Made]()

    def found(self, key: Hashable) -> Made | None:
        """What is kept under this key."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def put(self, key: Hashable, made: Made) -> None:
        """Keep it, and let the one used longest ago go."""
        with self._lock:
            self._made[key] = made
            self._made.move_to_end(key)
            weight = sum(map(self._weigh, self._made.values()))
            while len(self._made) > 1 and (len(self._made) > self._most or weight > self._room):
                weight -= self._weigh(self._made.popitem(last=False)[1])

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under this key, else made now; two threads may make the same at the same time."""
        found = self.found(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found


def _rows_in(answer: Any) -> int:
    return len(answer[1].rows)


@dataclass(frozen=True)
class Scene:
    """What one viewer, or all who see the whole company with the same rights, finds before he asks.

    first      code of the column the list is ordered by unless asked
    places     place of each tier by its code; overrides: place that a person set, by account
    owners     names of the owners by key; teams: managers whose team he may choose
    answers, parts, views  what was made of it since, by question, by words of a page, by user
    """

    run: Run | None
    allowed: Mapping[str, Column]
    tiers: tuple[Tier, ...]
    first: str
    seen: Seen
    places: Mapping[str, int]
    overrides: Mapping[int, int]
    owners: Mapping[int, str]
    teams: list[tuple[str, str]]
    answers: Kept[Any] = field(default_factory=lambda: Kept(_ANSWERS, weigh=_rows_in, room=_ROWS))
    parts: Kept[Any] = field(default_factory=lambda: Kept(_ANSWERS))
    views: Kept[list[SavedView]] = field(default_factory=lambda: Kept(_ANSWERS))

    def views_of(self, viewer: Viewer) -> list[SavedView]:
        """His own saved views and those of his team."""
        return self.views.of(viewer.user, lambda: list(saved_views(viewer)))


def scene_of(viewer: Viewer) -> Scene:
    """From memory while nothing was done since; short lists are read anew every time."""
    key = (times_forgotten(), whose(viewer))
    kept = _SHOWN.found(key)
    head, moved = moved_since(kept[0] if kept else _BEGINNING, harmless=_STILL)
    scene = _read(viewer) if kept is None or moved else kept[1]
    if is_long(scene.seen):
        _SHOWN.put(key, (head, scene))
    return scene


_SHOWN: Final[Kept[tuple[int, Scene]]] = Kept(_SCENES, weigh=lambda kept: kept[1].seen.count, room=_ROWS)


def _read(viewer: Viewer) -> Scene:
    run = run_in_force()
    allowed = columns_of(viewer, run)
    tiers = scheme_of(run).tiers if run is not None else ()
    seen, places = seen_by(viewer, run), {tier.code: place for place, tier in enumerate(tiers)}
    return Scene(
        run=run,
        allowed=allowed,
        tiers=tiers,
        first=leading(allowed, run),
        seen=seen,
        places=places,
        overrides={key: places[tier] for key, tier in tiers_set(viewer).items() if tier in places},
        owners=dict(User.objects.visible_to(viewer).filter(pk__in=seen.owners).values_list("pk", "name")),
        teams=managers_of(viewer),
    )
