"""Measures in time."""

from datetime import date

import pytest

from openkam.analysis.catalogue import measure
from tests.analysis.ledger_facts import facts_of, month_end

SINCE = date(2023, 1, 1)
FACTS = facts_of(
    [("A", month_end(back), 10.0 if back > 11 else 15.0, None) for back in range(24)]
    + [("B", month_end(3), 10.0, None)],
    since=SINCE,
    customers={"C": {}},
)


@pytest.mark.parametrize(
    ("code", "values", "known"),
    [
        ("active_months", [12, 1, 0], [True, True, True]),
        ("longest_gap_days", [31, 0, 0], [True, False, False]),
        ("days_since_purchase", [16, 107, 0], [True, True, False]),
        ("growth", [0.5, 0, 0], [True, False, False]),
    ],
)
def test_rhythm(code: str, values: list[float], known: list[bool]):
    column = measure(code).of(FACTS)
    assert column.values.tolist() == pytest.approx(values)
    assert column.known.tolist() == known


def test_a_ledger_below_two_years_knows_no_growth():
    lines = [("A", month_end(back), 10.0, None) for back in range(20)]
    assert not measure("growth").of(facts_of(lines)).known.any()


def test_trend_and_predictability_are_those_of_the_methods():
    assert measure("trend").of(FACTS).values[0] > 0
    assert 0.8 < measure("predictability").of(FACTS).values[0] < 1
    assert measure("predictability").of(FACTS).known.tolist() == [True, False, False]
