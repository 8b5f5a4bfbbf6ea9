"""The whale curve against its published vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from openkam.analysis.methods.portfolio.whale import whale


def test_seven_of_ten_customers_make_118_percent():
    curve = whale(np.array([-90, 500, 300, 200, 100, 50, 20, 10, -30, -60]))
    assert curve.cumulative.tolist() == [500, 800, 1000, 1100, 1150, 1170, 1180, 1150, 1090, 1000]
    assert (curve.peak_share, curve.peak_at_share, curve.erosion_share) == (1.18, 0.7, 0.18)
    assert (curve.loss_making, curve.tail_share) == (3, 0.3)


def test_a_customer_without_profit_belongs_to_the_tail_but_makes_no_loss():
    curve = whale(np.array([100, 60, 30, 10, 0, -10, -30, -60]))
    assert (curve.cumulative / curve.total).tolist() == [1, 1.6, 1.9, 2, 2, 1.9, 1.6, 1]
    assert (curve.peak_at, curve.peak_share, curve.loss_making, curve.tail_share) == (4, 2.0, 3, 0.5)


@pytest.mark.parametrize("profit", [[10, -10], [10, -30], [-1, -2], [0]])
def test_a_total_that_is_not_positive_keeps_its_money_and_has_no_shares(profit: list[int]):
    curve = whale(np.array(profit, np.int64))
    assert (curve.peak_share, curve.peak_at_share, curve.erosion_share) == (None, None, None)
    assert curve.peak_amount == max(0, *profit)
    assert curve.peak_amount - curve.erosion_amount == sum(profit) == curve.total


def test_no_accounts_have_no_tail():
    assert whale(np.zeros(0, np.int64)).tail_share is None


@settings(deadline=None, max_examples=60)
@given(some.lists(some.integers(-(10**15), 10**15), min_size=1, max_size=60))
def test_the_curve_ends_at_the_total_and_never_rises_above_its_peak(profit: list[int]):
    curve = whale(np.array(profit))
    assert int(curve.cumulative[-1]) == sum(profit)
    assert curve.peak_amount == max(0, int(curve.cumulative.max()))
    assert sorted(curve.order.tolist()) == list(range(len(profit)))
