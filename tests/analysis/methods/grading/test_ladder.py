"""Breakpoints from a ledger: rising, round, and within what a team can look after."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.methods.grading.ladder import ladder


def reaching(values: np.ndarray, points: int) -> int:
    """How many accounts earn that many points."""
    return int((values >= ladder(values)[points // 25]).sum())


@settings(deadline=None, max_examples=150)
@given(st.lists(st.floats(-1e6, 1e12, allow_subnormal=False), max_size=60))
def test_it_rises_strictly_from_zero_for_any_ledger(values: list[float]) -> None:
    steps = ladder(np.array(values, np.float64))
    assert steps[0] == 0
    assert len(steps) == 5
    assert all(low < high for low, high in pairwise(steps))


@pytest.mark.parametrize(("count", "low", "high"), [(5000, 20, 50), (400, 20, 50), (100, 8, 22), (10, 1, 3)])
@pytest.mark.parametrize("spread", [0.5, 1.2, 2.5])
def test_three_quarters_of_the_points_are_for_as_many_as_a_team_can_look_after(
    count: int, low: int, high: int, spread: float
) -> None:
    values = np.exp(np.random.default_rng(1).normal(8, spread, count))
    assert low <= reaching(values, 75) <= high


def test_the_currency_does_not_matter() -> None:
    values = np.exp(np.random.default_rng(2).normal(8, 1.5, 300))
    assert reaching(values * 1000, 75) == pytest.approx(reaching(values, 75), abs=2)


def test_amounts_are_round() -> None:
    values = np.exp(np.random.default_rng(1).normal(8, 1.5, 2000))
    assert all(float(f"{step:.1e}") == step for step in ladder(values)[1:4])


def test_one_giant_stands_alone_on_top() -> None:
    values = np.array([9_000.0, *[10.0] * 20])
    assert reaching(values, 100) == 1


def test_where_all_are_alike_nobody_is_large() -> None:
    assert reaching(np.full(50, 700.0), 75) == 0


def test_the_only_customer_is_large() -> None:
    assert reaching(np.array([123.45]), 100) == 1


def test_nothing_positive_gives_a_ladder_that_nobody_climbs() -> None:
    assert reaching(np.array([0.0, -5.0, np.nan]), 25) == 0
