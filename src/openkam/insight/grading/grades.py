"""The answer of one scheme about all accounts, with everything it rests on."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.calibration import Substitution
from openkam.analysis.methods.grading.next_step import NextStep, next_steps
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.methods.grading.scorecard import Contributions
from openkam.analysis.words import Text

COVERAGE = "coverage"
"""The veto of the floor on coverage: too little is known for a higher tier."""


@dataclass(frozen=True)
class Calibration:
    """Cuts that were read from the ledger: of which measures, and from which of its days (both included).

    before  whether that period ended before the graded one began, so that nobody's own rise moved a cut
    """

    measures: tuple[str, ...]
    since: date
    until: date
    before: bool


@dataclass(frozen=True)
class Grades:
    """The tiers of all accounts (arrays aligned with the accounts of the facts) by one scheme.

    scheme         the scheme with the cuts and measures that were used; nothing in it is open any more
    calibration    where its open cuts came from, None where it left none open
    substitutions  measures the ledger cannot tell and what was taken instead
    values         float64 figures in business units by measure code, NaN unknown: all that the scheme saw
    tier           int64, 0 the best, -1 none: the settled tier, after routes, gates and the floor on coverage
    plain_tier     the same from the latest figures alone, without band and repetition
    reached        the same before routes, gates and the floor; the number of tiers where none is reached
    figure         what the cuts were compared with: the score, the one measure, or the criteria passed
    score          float64 0 to 100, NaN where the method has no score or nothing is known; low_score and
                   high_score have the unknown at 0 and at 100 points; coverage is the known share of the weight
    points         float64 (accounts, criteria), NaN unknown
    contributions  parts (accounts, criteria) that add up exactly to score - reference
    findings       card only: int8 (accounts, criteria), 1 passed, 0 failed, -1 unknown
    missing        per account the codes of the measures that are unknown
    vetoes         per account the codes of the gates that hold it down, `coverage` among them
    route          object, code of the route that opened the tier, "" none
    robustness     share of 1,000 draws of weights moved by up to 20 % that keep the plain tier; NaN not computed
    warnings       what a reader should know about the scheme on this ledger
    review_dates   the closed reviews, oldest first; reviews int64 (reviews, accounts): the tier held after each
    """

    scheme: Scheme
    calibration: Calibration | None
    substitutions: tuple[Substitution, ...]
    values: dict[str, Array]
    tier: Array
    plain_tier: Array
    reached: Array
    figure: Array
    score: Array
    low_score: Array
    high_score: Array
    coverage: Array
    points: Array
    contributions: Contributions
    findings: Array | None
    missing: tuple[tuple[str, ...], ...]
    vetoes: tuple[tuple[str, ...], ...]
    route: Array
    robustness: Array
    warnings: tuple[Text, ...]
    review_dates: tuple[date, ...]
    reviews: Array

    @property
    def calibrated(self) -> bool:
        """Whether cuts were read from the ledger."""
        return self.calibration is not None

    @property
    def kept_scheme(self) -> Scheme:
        """The scheme to save: cuts read from the ledger carry their month in its code and label.

        So a report by fixed cuts is never taken for one that read its cuts anew.
        """
        if self.calibration is None:
            return self.scheme
        month = f"{self.calibration.until:%Y-%m}"
        label = Text("{label}, cuts of {month}", "{label}（{month}分界）")
        return replace(
            self.scheme,
            code=f"{self.scheme.code}-{month}",
            label=label.filled(label=self.scheme.label, month=month),
        )

    @cached_property
    def next_step(self) -> list[NextStep | None]:
        """Per account the smallest single change to the next tier; of most schemes nobody asks for it."""
        return next_steps(self.scheme, self.values, self.points, self.reached)

    @property
    def is_key(self) -> Array:
        """Which accounts are key."""
        return np.isin(self.tier, self.scheme.key_places)

    @property
    def breakpoints(self) -> dict[str, tuple[float, ...]]:
        """The breakpoints each criterion was scored with, by criterion code."""
        return {one.code: one.breakpoints for one in self.scheme.criteria if one.breakpoints is not None}

    def tier_code(self, account: int) -> str | None:
        """The code of an account's tier."""
        place = int(self.tier[account])
        return self.scheme.tiers[place].code if place >= 0 else None
