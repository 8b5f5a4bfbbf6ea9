"""TOPSIS against published figures, as a second opinion only."""

import numpy as np
import pytest

from openkam.analysis.methods.grading.topsis import second_opinion, topsis
from tests.analysis.methods.grading.test_weights import PHONES

COST_FIRST = np.array([False, True, True, True])


def test_the_phones() -> None:
    found = topsis(PHONES, np.full(4, 0.25), COST_FIRST)
    assert found.tolist() == pytest.approx([0.534277, 0.308368, 0.691632, 0.534737, 0.401046], abs=1e-6)


def test_rows_that_are_all_alike_are_in_the_middle() -> None:
    assert topsis(np.ones((3, 2)), np.full(2, 0.5), np.ones(2, bool)).tolist() == [0.5, 0.5, 0.5]


def test_a_second_opinion_orders_only_accounts_that_are_fully_known() -> None:
    points = np.array([[10.0, 20.0], [np.nan, 90.0], [80.0, 70.0], [40.0, 90.0]])
    found = second_opinion(points, np.array([60.0, 40.0]))
    assert found.order.tolist() == [2, 3, 0]
    assert np.isnan(found.closeness[1])
    assert found.entropy_weights.sum() == pytest.approx(1)


def test_a_second_opinion_of_nothing_is_nothing() -> None:
    found = second_opinion(np.full((2, 2), np.nan), np.array([60.0, 40.0]))
    assert found.order.tolist() == []
    assert np.isnan(found.by_entropy).all()
