"""Customer features."""

from dataclasses import replace

import numpy as np

from openkam.analysis.catalogue import measure
from tests.analysis.ledger_facts import facts_of, month_end

FACTS = facts_of(
    [("A", month_end(20), 1.0, None), ("A", month_end(2), 1.0, None)],
    customers={"A": {"branch_count": 4, "coverage_count": 3}, "B": {"branch_count": 0, "coverage_count": 3}},
)


def test_tenure_runs_from_the_first_purchase():
    column = measure("tenure_months").of(FACTS)
    assert (column.values.tolist(), column.known.tolist()) == ([20, 0], [True, False])


def test_a_count_of_zero_is_unknown():
    facts = replace(FACTS, products=np.array([3, 0]), categories=np.array([2, 0]), branches=np.array([0, 0]))
    assert measure("product_breadth").of(facts).known.tolist() == [True, False]
    assert measure("category_breadth").of(facts).values.tolist() == [2, 0]
    assert not measure("branches").of(facts).known.any()


def test_coverage_of_branches():
    column = measure("coverage_share").of(FACTS)
    assert (column.values.tolist(), column.known.tolist()) == ([0.75, 0], [True, False])
    assert measure("branch_count").of(FACTS).values.tolist() == [4, 0]
