"""A grading scheme: by which measures, with which weights and cuts, an account gets its tier."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from openkam.analysis.words import Text

POINTS: Final = (0.0, 25.0, 50.0, 75.0, 100.0)
"""The points that the five breakpoints of a criterion stand for."""

NO_TIER: Final = -1
"""An account that no tier of the scheme takes in."""


class Method(StrEnum):
    """The ways a scheme can tell tiers apart."""

    SINGLE = "single"  # one measure against fixed cuts
    PYRAMID = "pyramid"  # cumulative share of one measure
    SCORECARD = "scorecard"  # weighted points of several measures
    RULES = "rules"  # the first tier whose conditions all hold
    CARD = "card"  # how many criteria are passed


@dataclass(frozen=True)
class Anchor:
    """A cut that a scheme leaves open: where the ledger's ladder puts 25, 50, 75 or 100 points."""

    points: float


Cut = float | Anchor


@dataclass(frozen=True)
class Condition:
    """What a measure must be; bounds in business units (money in currency units, shares 0 to 1, days).

    at_least and at_most include the bound, above and below do not. `otherwise` names the measures to take, in
    order, where the ledger does not know the first.
    """

    measure: str
    at_least: Cut | None = None
    above: Cut | None = None
    at_most: Cut | None = None
    below: Cut | None = None
    otherwise: tuple[str, ...] = ()

    @property
    def bounds(self) -> dict[str, Cut]:
        """The bounds that are set, by name."""
        named = {name: getattr(self, name) for name in ("at_least", "above", "at_most", "below")}
        return {name: cut for name, cut in named.items() if cut is not None}


@dataclass(frozen=True)
class Route:
    """A way into a tier that needs no figures: columns of the customers table and the values that open it.

    All columns of `when` must hold one of their values, none of `unless` may.
    """

    code: str
    label: Text
    when: dict[str, tuple[str, ...]]
    unless: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tier:
    """A tier; a scheme lists its tiers from the best to the least.

    at_least         the cut: points of a scorecard, value of a single measure, passes of a card; None takes the rest
    up_to_share      pyramid only: the tier ends where the accounts before hold this share of the total
    with_unknown     card only: criteria that cannot be told count as if they were passed
    needs            conditions that must hold whatever the score says
    calls, visits    contacts a year that the tier is served with (R115)
    """

    code: str
    label: Text
    at_least: Cut | None = None
    up_to_share: float | None = None
    with_unknown: bool = False
    needs: tuple[Condition, ...] = ()
    routes: tuple[Route, ...] = ()
    calls: int | None = None
    visits: int | None = None
    service: Text | None = None


@dataclass(frozen=True)
class Criterion:
    """One line of a scheme.

    indicator    class of indicator (R185 to R189), or "" where the method has no classes
    weight       of 100; 0 where the method does not weigh
    breakpoints  values for 0, 25, 50, 75 and 100 points in business units, rising or falling strictly;
                 None leaves them to the ledger
    steerable    whether somebody's work can move it: tenure cannot be sold
    conditions   card only: what passing means
    """

    code: str
    label: Text
    measure: str
    indicator: str = ""
    weight: float = 0.0
    otherwise: tuple[str, ...] = ()
    breakpoints: tuple[float, ...] | None = None
    steerable: bool = True
    conditions: tuple[Condition, ...] = ()

    @property
    def falling(self) -> bool:
        """Whether less is better."""
        return self.breakpoints is not None and self.breakpoints[0] > self.breakpoints[-1]


@dataclass(frozen=True)
class Gate:
    """A test that can veto: an account that fails it gets at most `highest_tier`."""

    code: str
    highest_tier: str


@dataclass(frozen=True)
class Comparisons:
    """How many times each criterion matters more than each other one: where the weights came from.

    criteria  codes, in the order of rows and columns
    matrix    matrix[i][j] for i against j, 1/9 to 9, reciprocal
    """

    criteria: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Scheme:
    """A whole scheme. Its cuts are fixed numbers, or left open (Anchor, None) and then read from the ledger once.

    reconstruct_past  whether reviews before the first grading count as if they had been held
    """

    code: str
    version: int
    label: Text
    about: Text
    method: Method
    tiers: tuple[Tier, ...]
    criteria: tuple[Criterion, ...]
    key_tiers: tuple[str, ...]
    gates: tuple[Gate, ...] = ()
    period_months: int = 12
    currency: str | None = None
    coverage_floor: float = 0.0
    floor_tier: str | None = None
    band_share: float = 0.10
    reviews_running: int = 2
    review_every_months: int = 3
    most_reviews: int = 8
    reconstruct_past: bool = False
    comparisons: Comparisons | None = None
    origin: str = ""

    def place(self, tier: str) -> int:
        """Index of a tier by its code, 0 the best."""
        return [one.code for one in self.tiers].index(tier)

    @property
    def key_places(self) -> tuple[int, ...]:
        """Indices of the tiers whose accounts are key."""
        return tuple(self.place(code) for code in self.key_tiers)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of tiers and criteria."""
        of_tiers = [need for tier in self.tiers for need in tier.needs]
        return tuple(of_tiers + [one for criterion in self.criteria for one in criterion.conditions])

    @property
    def lookups(self) -> tuple[Criterion | Condition, ...]:
        """Everything that names a measure."""
        return (*self.criteria, *self.conditions)

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of all measures the scheme looks at, without what stands in for them."""
        return tuple(dict.fromkeys(one.measure for one in self.lookups))
