"""A scheme made concrete for one ledger: stand-ins for measures it cannot tell, cuts it left open."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, months_before
from openkam.analysis.methods.grading.calibration import (
    Substitution,
    calibrated,
    ladders,
    open_measures,
    settled_measures,
)
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.insight.grading.grades import Calibration
from openkam.insight.grading.measured import Figures

YEAR = 12
ALIKE = 1.5
"""The year before stands for this one unless it had more than this many times fewer or more buying accounts."""


@dataclass(frozen=True)
class Concrete:
    """The scheme with numbers everywhere, the figures of its measures today, and what was filled in."""

    scheme: Scheme
    values: dict[str, Array]
    calibration: Calibration | None
    substitutions: tuple[Substitution, ...]


def concrete_scheme(figures: Figures, scheme: Scheme) -> Concrete:
    """Fill in what the scheme leaves to the ledger.

    Cuts come from the 12 months before the graded ones where the ledger reaches back that far and about as many
    accounts bought in them; from the whole ledger's latest 12 months otherwise. Only accounts that buy are asked:
    customers who are merely listed move no cut and choose no measure.
    """
    codes = [code for one in scheme.lookups for code in (one.measure, *one.otherwise)]
    facts, candidates = figures.facts, figures.now(codes)
    buying = figures.buying
    chosen, substitutions = settled_measures(scheme, {code: column[buying] for code, column in candidates.items()})
    values = {code: candidates[code] for code in chosen.measures}
    wanted = open_measures(chosen)
    if not wanted:
        return Concrete(chosen, values, None, substitutions)
    since, last, before = calibration_days(facts)
    source = {code: column[buying] for code, column in figures.on(last, wanted).items()}
    told = tuple(code for code in wanted if np.isfinite(source[code]).any())
    calibration = Calibration(told, since, last, before)
    return Concrete(calibrated(chosen, ladders(wanted, source)), values, calibration, substitutions)


def calibration_days(facts: Facts) -> tuple[date, date, bool]:
    """The period open cuts are read from (both days included), and whether it lies before the graded one."""
    before = _has_year_before(facts)
    last = months_before(facts.until, YEAR) if before else facts.until
    return max(facts.since, months_before(last, YEAR) + timedelta(days=1)), last, before


def _has_year_before(facts: Facts) -> bool:
    """Whether the ledger holds a year before the graded one in which about as many accounts bought."""
    if months_before(facts.until, 2 * YEAR) + timedelta(days=1) < facts.since:
        return False
    now, then = _buyers(facts, 0), _buyers(facts, YEAR)
    return now > 0 and then > 0 and max(now / then, then / now) <= ALIKE


def _buyers(facts: Facts, back: int) -> int:
    return int(np.count_nonzero(facts.sum_of("is_purchase", YEAR, back)))
