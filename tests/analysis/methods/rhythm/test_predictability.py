"""Predictability: the requirement's two series and the limits of the rule."""

import numpy as np
import pytest

from openkam.analysis.methods.rhythm.predictability import predictability, predictable
from tests.analysis.ledger_facts import facts_of, month_end


def series(*amounts: float) -> np.ndarray:
    """One account, oldest period first, as the rule wants it: newest first."""
    return np.array(amounts[::-1], float)[:, None]


def test_10_10_10_passes_and_200_0_0_fails():
    even, once = predictable(series(10, 10, 10), np.array([3])), predictable(series(200, 0, 0), np.array([3]))
    assert (even.passes.tolist(), even.score.tolist()) == ([True], [1.0])
    assert (once.passes.tolist(), once.score.tolist()) == ([False], [0.0])
    assert (once.bought_share[0], once.variation[0], once.change[0]) == pytest.approx((1 / 3, 2**0.5, -3))


@pytest.mark.parametrize(
    ("amounts", "passes"),
    [((10, 0, 10), True), ((10, 0, 10, 0), False), ((30, 20, 10), False), ((10, 20, 30), True), ((-5, 2, 3), False)],
)
def test_the_rule(amounts: tuple[float, ...], passes: bool):
    assert predictable(series(*amounts), np.array([len(amounts)])).passes.tolist() == [passes]


def test_two_periods_are_too_few_and_older_ones_do_not_count_against_a_young_account():
    sums = np.hstack([series(0, 0, 10, 10, 10), series(0, 0, 0, 10, 10)])
    found = predictable(sums, np.array([3, 2]))
    assert (found.known.tolist(), found.score.tolist()) == ([True, False], [1.0, 0.0])


def test_an_account_that_buys_every_month_is_fully_predictable():
    facts = facts_of([("A", month_end(back), 10.0, None) for back in range(24)], since=month_end(24))
    found = predictability(facts)
    assert (found.score.tolist(), found.periods.tolist()) == ([1.0], [8])


def test_a_ledger_of_half_a_year_says_nothing():
    facts = facts_of([("A", month_end(back), 10.0, None) for back in range(6)])
    assert predictability(facts).known.tolist() == [False]
