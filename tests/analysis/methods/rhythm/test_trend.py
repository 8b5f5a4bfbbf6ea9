"""The trend of an account."""

from datetime import date

import numpy as np
import pytest

from openkam.analysis.methods.rhythm.trend import trend
from tests.analysis.ledger_facts import facts_of, month_end


def test_the_slope_equals_a_least_squares_fit():
    amounts = [3.0, 8.0, 1.0, 9.0, 12.0, 7.0, 15.0, 4.0, 20.0, 11.0]
    facts = facts_of(
        [("A", month_end(9 - i), amount, None) for i, amount in enumerate(amounts)], since=date(2020, 1, 1)
    )
    slope = np.polyfit(np.arange(10), amounts, 1)[0]
    assert trend(facts).values[0] == pytest.approx(12 * slope / np.mean(amounts))


def test_even_sales_have_no_trend_and_only_two_years_count():
    lines = [("A", month_end(back), 10.0, None) for back in range(24)] + [("A", month_end(30), 900.0, None)]
    assert trend(facts_of(lines)).values.tolist() == pytest.approx([0.0])


def test_a_line_through_two_months_is_no_trend():
    one_order = [("A", month_end(9), 100.0, None)]
    two_months = [("B", month_end(back), 100.0, None) for back in (20, 3)]
    three = [("C", month_end(back), 100.0, None) for back in (20, 12, 3)]
    facts = facts_of(one_order + two_months + three, since=date(2020, 1, 1))
    assert trend(facts).known.tolist() == [False, False, True]


def test_nobody_falls_by_more_than_everything_a_year():
    lines = [("A", month_end(back), amount, None) for back, amount in ((8, 900.0), (7, 5.0), (6, 5.0))]
    assert trend(facts_of(lines, since=date(2020, 1, 1))).values.tolist() == [-1.0]


def test_five_months_or_a_total_of_nothing_have_no_trend():
    since = date(2020, 1, 1)
    young = [("A", month_end(back), 10.0, None) for back in range(5)]
    nothing = [("B", month_end(back), 10.0 * (-1) ** (back + 1), None) for back in range(8)]
    assert trend(facts_of(young + nothing, since=since)).known.tolist() == [False, False]
