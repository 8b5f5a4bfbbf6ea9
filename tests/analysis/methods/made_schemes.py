"""Small schemes for the tests of the methods."""

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Condition, Criterion, Method, Route, Scheme, Tier
from openkam.analysis.words import Text

WORD = Text("word", "词")
STEPS = (0.0, 10.0, 20.0, 40.0, 100.0)


def scheme_of(method: Method, tiers: tuple[Tier, ...], criteria: tuple[Criterion, ...], **more: object) -> Scheme:
    """A scheme whose first tier is key."""
    return Scheme("made", 1, WORD, WORD, method, tiers, criteria, (tiers[0].code,), **more)


def tier(code: str, at_least: float | None = None, *needs: Condition, up_to_share: float | None = None) -> Tier:
    """A tier of figures only."""
    return Tier(code, WORD, at_least, up_to_share=up_to_share, needs=needs)


def criterion(measure: str, weight: float = 0.0, breakpoints: tuple[float, ...] | None = None) -> Criterion:
    """A criterion that goes by the name of its measure."""
    return Criterion(measure, WORD, measure, weight=weight, breakpoints=breakpoints)


def route(code: str, **when: str) -> Route:
    """A route opened by one value a column."""
    return Route(code, WORD, {name: (value,) for name, value in when.items()})


def scorecard(*needs: Condition) -> Scheme:
    """Two criteria, 60 and 40, four tiers at 75, 50 and 25 points."""
    tiers = (tier("KEY", 75, *needs), tier("IMPORTANT", 50), tier("GENERAL", 25), tier("SMALL"))
    return scheme_of(Method.SCORECARD, tiers, (criterion("a", 60, STEPS), criterion("b", 40, STEPS)))


def single(*cuts: float) -> Scheme:
    """One measure, one tier for each cut and nothing for the rest."""
    tiers = tuple(tier(f"T{index}", cut) for index, cut in enumerate(cuts))
    return scheme_of(Method.SINGLE, tiers, (criterion("a"),))


def pyramid(*shares: float) -> Scheme:
    """One measure, layers up to each share and a last one."""
    tiers = (*(tier(f"T{index}", up_to_share=share) for index, share in enumerate(shares)), tier("REST"))
    return scheme_of(Method.PYRAMID, tiers, (criterion("a"),))


def figures(*values: float | None) -> Array:
    """A float64 column, None unknown."""
    return np.array([np.nan if value is None else value for value in values], np.float64)
