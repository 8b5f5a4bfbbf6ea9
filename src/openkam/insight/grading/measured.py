"""Measures of the catalogue as plain figures in business units, the way schemes are written."""

from collections.abc import Iterable

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts
from openkam.analysis.measure import Unit
from openkam.analysis.schema import MONEY_SCALE


def measured(facts: Facts, codes: Iterable[str]) -> dict[str, Array]:
    """float64 columns by measure code, NaN where unknown; money in currency units.

    Money of up to 900 billion keeps its 1/10,000 exactly, so an amount equals the cut that is written the same.
    """
    return {code: in_business_units(code, MEASURES[code].of(facts)) for code in dict.fromkeys(codes)}


def in_business_units(code: str, column: Column) -> Array:
    """One column as float64, NaN where unknown."""
    filled = column.filled()
    return filled / MONEY_SCALE if MEASURES[code].unit is Unit.MONEY else np.asarray(filled, np.float64)
