"""Measures of the catalogue as plain figures in business units, the way schemes are written."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts
from openkam.analysis.measure import Unit
from openkam.analysis.schema import MONEY_SCALE


class Figures:
    """The figures of one ledger on any of its days, each measured once however many schemes ask for it.

    buying  which accounts have a line at all: only among them is anybody in the middle, or a measure widely known
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.buying: Array = facts.lines > 0
        self._kept: dict[tuple[date, str], Array] = {}

    def on(self, day: date, codes: Iterable[str]) -> dict[str, Array]:
        """float64 columns by measure code as of a day, NaN where unknown; money in currency units."""
        wanted = tuple(dict.fromkeys(codes))
        unmeasured = [code for code in wanted if (day, code) not in self._kept]
        if unmeasured:
            facts = self.facts if day == self.facts.until else self.facts.as_of(day)
            self._kept.update({(day, code): column for code, column in measured(facts, unmeasured).items()})
        return {code: self._kept[day, code] for code in wanted}

    def now(self, codes: Iterable[str]) -> dict[str, Array]:
        """The same on the last day of the ledger."""
        return self.on(self.facts.until, codes)


def measured(facts: Facts, codes: Iterable[str]) -> dict[str, Array]:
    """float64 columns by measure code, NaN where unknown; money in currency units.

    Money of up to 900 billion keeps its 1/10,000 exactly, so an amount equals the cut that is written the same.
    """
    return {code: in_business_units(code, MEASURES[code].of(facts)) for code in dict.fromkeys(codes)}


def in_business_units(code: str, column: Column) -> Array:
    """One column as float64, NaN where unknown."""
    filled = column.filled()
    return filled / MONEY_SCALE if MEASURES[code].unit is Unit.MONEY else np.asarray(filled, np.float64)
