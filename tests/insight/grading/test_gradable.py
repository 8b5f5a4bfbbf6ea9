"""A ledger that cannot answer who is key says so."""

from datetime import date

import pytest
from tests.analysis.ledger_facts import facts_of

from openkam.core.problem import Problem
from openkam.insight.grading.gradable import ensure_gradable

DAY = date(2025, 3, 1)


def test_lines_of_nobody_are_refused() -> None:
    with pytest.raises(Problem, match="No line names a customer"):
        ensure_gradable(facts_of([], since=DAY, nobody=(70.0, 50.0)))


def test_one_customer_alone_is_refused_by_name() -> None:
    with pytest.raises(Problem) as told:
        ensure_gradable(facts_of([("harbour", DAY, 100, None)], customers={"quarry": {}}))
    assert "harbour" in told.value.to("en")
    assert "harbour" in told.value.to("zh")


def test_two_customers_can_be_compared() -> None:
    ensure_gradable(facts_of([("harbour", DAY, 100, None), ("quarry", DAY, 5, None)]))
