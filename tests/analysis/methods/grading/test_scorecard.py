"""Points, scores, their parts and how much hangs on the weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openkam.analysis.methods.grading.scorecard import contributions, kept_share, points, score, value_at
from tests.analysis.methods.made_schemes import STEPS, figures

WEIGHTS = np.array([46.0, 10.0, 7.0, 37.0])
EARNED = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.just(4)),
    elements=st.one_of(st.just(np.nan), st.floats(0, 100, allow_subnormal=False)),
)


def test_points_are_straight_between_breakpoints_and_end_at_0_and_100() -> None:
    assert points(figures(-5, 0, 5, 10, 30, 70, 100, 900), STEPS).tolist() == [0, 0, 12.5, 25, 62.5, 87.5, 100, 100]


def test_where_less_is_better_the_breakpoints_fall() -> None:
    assert points(figures(200, 75, 30, 10), (120, 90, 60, 45, 30)).tolist() == [0, 37.5, 100, 100]


def test_unknown_earns_no_points_and_is_not_zero() -> None:
    assert np.isnan(points(figures(None), STEPS)).all()


@given(st.floats(0, 100), st.booleans())
def test_points_can_be_read_backwards(wanted: float, falls: bool) -> None:
    steps = tuple(reversed(STEPS)) if falls else STEPS
    value = value_at(np.array([wanted]), steps)
    assert points(value, steps)[0] == pytest.approx(wanted, abs=1e-9)


def test_the_score_is_over_what_is_known_and_the_range_says_what_the_unknown_could_do() -> None:
    found = score(np.array([[80.0, np.nan], [80.0, 20.0], [np.nan, np.nan]]), np.array([60.0, 40.0]))
    assert found.score[:2].tolist() == [80, 56]
    assert np.isnan(found.score[2])
    assert found.low.tolist() == [48, 56, 0]
    assert found.high.tolist() == [88, 56, 100]
    assert found.coverage.tolist() == [0.6, 1, 0]


@settings(deadline=None, max_examples=150)
@given(EARNED)
def test_contributions_add_up_exactly_to_the_difference_from_the_account_in_the_middle(earned: np.ndarray) -> None:
    scored = score(earned, WEIGHTS)
    found = contributions(earned, WEIGHTS, scored.score)
    known = np.isfinite(scored.score)
    hundredths = np.round(found.parts * 100).sum(axis=1)
    assert (hundredths[known] == np.round((scored.score - found.reference) * 100)[known]).all()
    assert (found.parts[~np.isfinite(earned)] == 0).all()


@settings(deadline=None, max_examples=100)
@given(EARNED)
def test_each_contribution_is_within_a_hundredth_or_two_of_its_exact_share(earned: np.ndarray) -> None:
    scored = score(earned, WEIGHTS)
    found = contributions(earned, WEIGHTS, scored.score)
    known = np.isfinite(earned)
    weight = np.where(known, WEIGHTS, 0)
    middle = [np.median(column[np.isfinite(column)]) if np.isfinite(column).any() else 0 for column in earned.T]
    exact = np.where(known, weight / np.maximum(weight.sum(axis=1), 1)[:, None] * (earned - middle), 0)
    assert np.abs(found.parts - exact).max() <= 0.025


def test_a_tier_far_from_its_cut_survives_any_weights_and_one_at_the_cut_does_not() -> None:
    earned = np.array([[100.0, 100.0], [100.0, 37.5]])

    def holds(scores: np.ndarray) -> np.ndarray:
        return np.asarray(scores >= 75)

    kept = kept_share(earned, np.array([60.0, 40.0]), holds)
    assert kept[0] == 1
    assert 0.3 < kept[1] < 0.7
    assert (kept == kept_share(earned, np.array([60.0, 40.0]), holds)).all()
