"""An answer kept for as long as the facts it was drawn from: several measures read the same receivables."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ReferenceType, ref

from openkam.analysis.facts import Facts

Answer = TypeVar("Answer")


def remembered(of: Callable[[Facts], Answer]) -> Callable[[Facts], Answer]:
    """The same function, which keeps its latest answer; facts never change, so the answer cannot either.

    The answer goes when its facts go.
    """
    kept: list[tuple[ReferenceType[Facts], Answer]] = []

    def forget(_: ReferenceType[Facts]) -> None:
        kept[:] = [one for one in kept if one[0]() is not None]

    @wraps(of)
    def answer(facts: Facts) -> Answer:
        for reference, known in tuple(kept):
            if reference() is facts:
                return known
        found = of(facts)
        kept[:] = [(ref(facts, forget), found)]
        return found

    return answer
