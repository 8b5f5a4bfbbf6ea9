"""The latest pages of this process, so that a repeated view costs nothing; a key says everything a page rests on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

Made = TypeVar("Made")
MOST: Final = 12


class Same:
    """A part of a key that is the same only as itself: what is long to compare, and never changed."""

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __hash__(self) -> int:
        return id(self._thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._thing is other._thing


class Kept(Generic[Made]):
    """A few values by their key, the latest used stay; shared by the threads of a process."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock, self._made = most, Lock(), OrderedDict[Hashable, Made]()

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made for this key, else made now; two threads may make the same at the same time."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()
