"""An answer kept for as long as the facts it was drawn from: several measures read the same receivables."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ReferenceType, ref

from openkam.analysis.facts import Facts

Answer = TypeVar("Answer")


def remembered(of: Callable[[Facts], Answer]) -> Callable[[Facts], Answer]:
    """The same function, which keeps its answers; facts never change, so the answers cannot either.

    An answer goes when its facts go.
    """
    kept: dict[int, tuple[ReferenceType[Facts], Answer]] = {}

    @wraps(of)
    def answer(facts: Facts) -> Answer:
        place = id(facts)
        known = kept.get(place)
        if known is not None and known[0]() is facts:
            return known[1]
        found = of(facts)
        kept[place] = ref(facts, lambda _: kept.pop(place, None)), found
        return found

    return answer
