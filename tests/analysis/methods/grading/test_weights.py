"""AHP and entropy weights against published figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.methods.grading.weights import ahp, entropy_weights

SCHOOL = [
    [1, 4, 3, 1, 3, 4],
    [1 / 4, 1, 7, 3, 1 / 5, 1],
    [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
    [1, 1 / 3, 5, 1, 1, 1 / 3],
    [1 / 3, 5, 5, 1, 1, 3],
    [1 / 4, 1, 6, 3, 1 / 3, 1],
]
PHONES = np.array([[250, 16, 12, 5], [200, 16, 8, 3], [300, 32, 16, 4], [275, 32, 8, 4], [225, 16, 16, 2]], float)


def test_three_criteria_that_hardly_contradict() -> None:
    found = ahp([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    assert found.weights.tolist() == pytest.approx([0.63699, 0.25828, 0.10473], abs=5e-6)
    assert found.eigenvalue == pytest.approx(3.03851, abs=5e-6)
    assert found.ratio == pytest.approx(0.0332, abs=5e-5)
    assert found.consistent
    assert found.contradiction is None


def test_saatys_choice_of_a_school_is_not_consistent_and_the_worst_comparison_is_named() -> None:
    found = ahp(SCHOOL)
    assert found.weights.tolist() == pytest.approx([0.3208, 0.1395, 0.0348, 0.1285, 0.2374, 0.1391], abs=1e-4)
    assert found.eigenvalue == pytest.approx(7.4199, abs=1e-4)
    assert found.index == pytest.approx(0.2840, abs=1e-4)
    assert found.ratio == pytest.approx(0.2290, abs=1e-4)
    assert not found.consistent
    assert found.contradiction == (0, 2)


def test_two_criteria_cannot_contradict() -> None:
    found = ahp([[1, 3], [1 / 3, 1]])
    assert found.weights.tolist() == pytest.approx([0.75, 0.25])
    assert found.ratio == 0


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=10))
def test_comparisons_made_from_weights_give_the_weights_back(raw: list[float]) -> None:
    wanted = np.array(raw) / sum(raw)
    found = ahp((wanted[:, None] / wanted[None, :]).tolist())
    assert found.weights.tolist() == pytest.approx(wanted.tolist(), rel=1e-6)
    assert found.consistent


@pytest.mark.parametrize(
    "matrix", [[[1, 2]], [[1, 2], [2, 1]], [[1, 0], [0, 1]], [[1, -2], [-0.5, 1]], [[1.0] * 11] * 11, []]
)
def test_what_is_no_comparison_is_refused(matrix: list[list[float]]) -> None:
    with pytest.raises(ValueError, match=r"matrix|comparison|matters"):
        ahp(matrix)


def test_entropy_weights_of_the_phones() -> None:
    found = entropy_weights(PHONES)
    assert found.tolist() == pytest.approx([0.063915, 0.378831, 0.287921, 0.269333], abs=1e-6)


def test_where_nothing_tells_the_rows_apart_all_weigh_the_same() -> None:
    assert entropy_weights(np.ones((4, 2))).tolist() == [0.5, 0.5]
    assert entropy_weights(np.array([[3.0, 9.0]])).tolist() == [0.5, 0.5]


def test_entropy_refuses_what_it_cannot_share_out() -> None:
    with pytest.raises(ValueError, match="positive sum"):
        entropy_weights(np.array([[1.0, 0.0], [2.0, 0.0]]))
