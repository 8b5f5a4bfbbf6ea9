"""Pareto: the vectors of the method and the figures of the public data sets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from openkam.analysis.methods.portfolio.pareto import pareto
from tests.analysis import real_ledgers

VALUES = some.lists(some.integers(-(10**15), 10**15), min_size=1, max_size=60)


def test_four_of_ten_customers_give_exactly_80_percent():
    line = pareto(np.array([30, 400, 30, 200, 150, 40, 50, 40, 30, 30]))
    assert (line.total, line.accounts_for_80, line.accounts_for_80_share) == (1000, 4, 0.4)
    assert (line.top_20_count, line.top_20_share) == (2, 0.6)


def test_three_customers_of_six_make_80_percent():
    assert pareto(np.array([40, 25, 15, 10, 6, 4])).accounts_for_80 == 3


def test_one_unit_below_80_percent_needs_one_customer_more():
    assert pareto(np.array([8 * 10**17 - 1, 2 * 10**17, 1])).accounts_for_80 == 2
    assert pareto(np.array([8 * 10**17, 2 * 10**17])).accounts_for_80 == 1


def test_equal_values_keep_their_order():
    assert pareto(np.array([5, 7, 5, 7])).order.tolist() == [1, 3, 0, 2]


@pytest.mark.parametrize("values", [[], [0, 0], [5, -5], [-3, -1]])
def test_without_a_positive_total_no_share_is_claimed(values: list[int]):
    line = pareto(np.array(values, np.int64))
    assert (line.top_20_share, line.accounts_for_80, line.total) == (None, None, sum(values))


@settings(deadline=None, max_examples=60)
@given(VALUES, some.randoms())
def test_the_order_of_the_accounts_changes_nothing(values: list[int], random):
    shuffled = random.sample(values, len(values))
    one, other = pareto(np.array(values)), pareto(np.array(shuffled))
    assert one.cumulative.tolist() == other.cumulative.tolist()
    assert (one.accounts_for_80, one.top_20_share) == (other.accounts_for_80, other.top_20_share)


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_no_smaller_group_reaches_80_percent(values: list[int]):
    line = pareto(np.array(values))
    if line.accounts_for_80 is not None:
        best = sorted(values, reverse=True)
        assert 5 * sum(best[: line.accounts_for_80]) >= 4 * sum(values)
        assert all(5 * sum(best[:fewer]) < 4 * sum(values) for fewer in range(line.accounts_for_80))


@pytest.mark.parametrize(
    ("where", "counts", "total", "percent"),
    [
        ("true", (4372, 875, 1171), 8_300_065_8140, 73.85),
        ("Invoice not like 'C%' and Quantity > 0 and Price > 0", (4338, 868, 1133), 8_911_407_9040, 74.62),
    ],
)
def test_online_retail_net_and_gross(where, counts, total, percent):
    line = pareto(real_ledgers.online_retail(where))
    assert (line.accounts, line.top_20_count, line.accounts_for_80) == counts
    assert line.total == total
    assert round(100 * line.top_20_share, 2) == percent


def test_northwind_top_18_of_89():
    line = pareto(real_ledgers.northwind())
    assert (line.accounts, line.top_20_count, line.accounts_for_80) == (89, 18, 34)
    assert (round(line.total / 1e4, 2), round(100 * line.top_20_share, 2)) == (1_265_793.04, 60.06)


def test_classicmodels_top_20_of_98():
    line = pareto(real_ledgers.classicmodels())
    assert (line.accounts, line.top_20_count, line.total) == (98, 20, 9_604_190_6100)
    assert round(100 * line.top_20_share, 2) == 41.64


def test_wholesale_needs_252_customers_for_80_percent():
    line = pareto(real_ledgers.uci_wholesale())
    assert (line.accounts, line.top_20_count, line.accounts_for_80) == (440, 88, 252)
    assert (line.total, round(100 * line.top_20_share, 2)) == (14_619_500_0000, 42.90)
