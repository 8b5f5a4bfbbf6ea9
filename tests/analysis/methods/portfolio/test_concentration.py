"""Concentration against its vectors and its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from openkam.analysis.methods.portfolio.concentration import concentration, gini
from tests.analysis import real_ledgers


def test_the_vector_of_the_dashboard():
    found = concentration(np.array([5, 40, 20, 15, 10, 5, 5]))
    assert (found.cr1, found.cr5, found.cr10) == (0.40, 0.90, 1.0)
    assert found.hhi == pytest.approx(0.24)
    assert found.effective_customers == pytest.approx(4.17, abs=0.005)
    assert found.gini == pytest.approx(0.414, abs=0.0005)


def test_the_second_vector():
    found = concentration(np.array([40, 25, 15, 10, 6, 4]))
    assert found.hhi == pytest.approx(0.2602)
    assert found.effective_customers == pytest.approx(3.8432, abs=5e-5)
    assert found.hhi_normalised == pytest.approx(0.11224)
    assert found.gini == pytest.approx(0.403333, abs=5e-7)
    assert (found.cr1, found.cr5) == (0.40, 0.96)


def test_exponential_values_have_a_gini_of_one_half():
    steps = (np.arange(100_000) + 0.5) / 100_000
    assert gini((-np.log(1 - steps) * 10**9).astype(np.int64)) == pytest.approx(0.5, abs=1e-4)


def test_one_account_is_everything():
    found = concentration(np.array([7]))
    assert (found.cr1, found.hhi, found.effective_customers, found.gini, found.hhi_normalised) == (1, 1, 1, 0, None)


def test_negative_totals_count_in_the_shares_and_are_floored_in_the_gini():
    found = concentration(np.array([100, 20, -20]))
    assert (found.cr1, found.floored_count) == (1.0, 1)
    assert found.gini == gini(np.array([100, 20, 0]))


@pytest.mark.parametrize("values", [[], [0], [5, -9]])
def test_without_a_positive_total_nothing_is_claimed(values: list[int]):
    found = concentration(np.array(values, np.int64))
    assert {found.cr1, found.cr5, found.cr10, found.hhi, found.effective_customers, found.gini} == {None}


@settings(deadline=None, max_examples=60)
@given(some.lists(some.integers(0, 10**14), min_size=1, max_size=60).filter(any))
def test_gini_and_effective_customers_stay_in_their_range(values: list[int]):
    found = concentration(np.array(values))
    assert 0 <= found.gini < 1
    assert 1 - 1e-9 <= found.effective_customers <= len(values) + 1e-6
    assert found.cr1 <= found.cr5 <= found.cr10 <= 1


def test_the_largest_five_of_online_retail():
    net = real_ledgers.online_retail("true")
    found = concentration(net)
    assert np.sort(net)[-5:][::-1].tolist() == [2794890200, 2564384900, 1874821700, 1325726200, 1237254500]
    assert found.cr1 == pytest.approx(279489.02 / 8300065.81, abs=1e-6)
    assert found.floored_count == int((net < 0).sum())
