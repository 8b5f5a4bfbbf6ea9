from decimal import Decimal

import pytest

from openkam.analysis.methods.forecast.lifetime.formula import steady_value, value_of_years

M, R, D = Decimal(100), Decimal("0.8"), Decimal("0.1")


def test_a_steady_margin_gives_the_textbook_value():
    assert round(steady_value(M, R, D), 2) == Decimal("266.67")


def test_three_years_give_the_textbook_value():
    assert round(value_of_years([M] * 3, R, D), 2) == Decimal("164.09")


def test_many_years_come_near_the_endless_value():
    assert abs(value_of_years([M] * 200, R, D) - steady_value(M, R, D)) < Decimal("0.01")


@pytest.mark.parametrize(("retention", "discount"), [("1.2", "0.1"), ("-0.1", "0.1"), ("1", "0")])
def test_impossible_assumptions_are_refused(retention, discount):
    with pytest.raises(ValueError, match="rate"):
        steady_value(M, Decimal(retention), Decimal(discount))
