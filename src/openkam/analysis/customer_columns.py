"""Number columns of the customers table, with what is empty kept unknown."""

import numpy as np

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts


def money_column(facts: Facts, name: str) -> Column:
    """A money column of the customers table, unknown where it is empty or the table is absent."""
    return _numbers(facts, name, np.dtype(np.int64))


def number_column(facts: Facts, name: str) -> Column:
    """A number column of the customers table as float64 (ratings, counts)."""
    return _numbers(facts, name, np.dtype(np.float64))


def _numbers(facts: Facts, name: str, kind: "np.dtype[np.int64] | np.dtype[np.float64]") -> Column:
    if facts.customers is None:
        return Column(np.zeros(facts.count, kind), np.zeros(facts.count, bool))
    column = facts.customers.column(name, facts.count)
    known = np.not_equal(column, np.array(None, object)).astype(bool)
    values = np.zeros(facts.count, kind)
    values[known] = column[known].astype(kind)
    return Column.of(values, known)
