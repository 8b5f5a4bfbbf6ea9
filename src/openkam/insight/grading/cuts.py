"""Cuts that were read anew from the ledger between two runs: a tier may move although the customer did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from openkam.analysis.methods.grading.scheme import Criterion, Scheme
from openkam.analysis.methods.grading.scorecard import points
from openkam.analysis.words import Text

_MIDDLE: Final = 2
_FULL: Final = 100.0


@dataclass(frozen=True)
class MovedCut:
    """A criterion whose breakpoints are others now; `then` and `now` are what earned and earns 50 points."""

    label: Text
    measure: str
    then: float
    now: float


def moved_cuts(before: Scheme, after: Scheme) -> tuple[MovedCut, ...]:
    """Criteria of both schemes whose breakpoints differ; none where the schemes are not of one code."""
    if before.code != after.code:
        return ()
    return tuple(
        MovedCut(now.label, now.measure, then.breakpoints[_MIDDLE], now.breakpoints[_MIDDLE])
        for then, now in _pairs(before, after)
        if then.breakpoints is not None and now.breakpoints is not None and then.breakpoints != now.breakpoints
    )


def moved_by_cuts(before: Scheme, after: Scheme, criteria: Sequence[Mapping[str, Any]]) -> float:
    """By how many points of the score the new cuts alone move an account.

    criteria  those of the later verdict, with the figures they saw
    """
    if before.code != after.code:
        return 0.0
    seen = {one["code"]: one for one in criteria}
    return sum(
        _points(now, seen[now.code]) - _points(then, seen[now.code])
        for then, now in _pairs(before, after)
        if now.code in seen and then.breakpoints != now.breakpoints
    )


def _pairs(before: Scheme, after: Scheme) -> list[tuple[Criterion, Criterion]]:
    earlier = {one.code: one for one in before.criteria}
    return [(earlier[one.code], one) for one in after.criteria if one.code in earlier]


def _points(criterion: Criterion, seen: Mapping[str, Any]) -> float:
    """The points a figure brings to the score by these cuts; an unknown one brings none."""
    if seen["value"] is None or criterion.breakpoints is None:
        return 0.0
    earned = float(points(np.array([float(seen["value"])]), criterion.breakpoints)[0])
    return earned * float(seen["weight"]) / _FULL
