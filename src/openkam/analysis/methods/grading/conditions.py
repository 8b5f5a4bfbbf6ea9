"""Whether a condition holds, fails or cannot be told."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Condition, Cut


@dataclass(frozen=True)
class Judgement:
    """For every account whether the condition holds and whether it is known at all."""

    holds: Array
    known: Array

    @property
    def fails(self) -> Array:
        """Known and not held."""
        answer: Array = self.known & ~self.holds
        return answer


def judged(condition: Condition, values: Mapping[str, Array], shift: float = 0.0) -> Judgement:
    """The condition against float64 business units; a positive `shift` (share of the bound) makes it stricter."""
    figure = values[condition.measure]
    known = np.isfinite(figure)
    filled = np.where(known, figure, 0.0)
    holds = known.copy()
    for name, cut in condition.bounds.items():
        holds &= _within(name, filled, cut, shift)
    return Judgement(holds, known)


def _within(name: str, figure: Array, cut: Cut, shift: float) -> Array:
    if not isinstance(cut, int | float):
        raise TypeError("a bound that is left to the ledger must be calibrated first")
    room = shift * abs(cut)
    match name:
        case "at_least":
            answer = figure >= cut + room
        case "above":
            answer = figure > cut + room
        case "at_most":
            answer = figure <= cut - room
        case _:
            answer = figure < cut - room
    return np.asarray(answer, bool)
