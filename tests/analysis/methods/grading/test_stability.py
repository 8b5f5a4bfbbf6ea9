"""Band and repetition: what makes a tier move, and what does not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Condition, Scheme
from openkam.analysis.methods.grading.stability import settled
from openkam.analysis.methods.grading.tiers import Reach, reach
from tests.analysis.methods.made_schemes import scorecard, single

CUT = single(100)


def held(*figures: float, running: int = 2) -> list[int]:
    """The tier after each review of one account against a cut of 100 (0 above, 1 none)."""
    return folded(np.array([figures]).T, running=running)[:, 0].tolist()


def folded(figures: Array, *, running: int = 2, band: float = 0.10, scheme: Scheme = CUT) -> Array:
    """Places (reviews, accounts) of figures (reviews, accounts)."""
    banded = replace(scheme, band_share=band)
    found = [reach(banded, {"a": row}, row) for row in figures]
    tiers = len(scheme.tiers)
    return settled(found, exists=np.ones(figures.shape, bool), tiers=tiers, running=running).places


def bare(place: Array) -> list[Reach]:
    """Reviews (reviews, accounts) without any band, and nothing that falls far."""
    return [Reach(row, row, row, np.zeros_like(row)) for row in place]


def test_the_first_review_gives_the_plain_tier() -> None:
    assert held(101) == [0]
    assert held(99) == [1]


def test_a_figure_within_the_band_moves_nothing() -> None:
    assert held(105, 92, 91, 95, 93) == [0, 0, 0, 0, 0]
    assert held(95, 109, 108, 107) == [1, 1, 1, 1]


def test_a_change_needs_two_reviews_running() -> None:
    assert held(120, 50, 120, 50, 120) == [0, 0, 0, 0, 0]
    assert held(120, 50, 50, 120, 120) == [0, 0, 1, 1, 0]


def test_one_review_is_enough_where_the_scheme_says_so() -> None:
    assert held(120, 50, 120, running=1) == [0, 1, 0]


def test_a_new_account_starts_with_its_own_first_review() -> None:
    place = np.array([[1], [0], [0]])
    exists = np.array([[False], [True], [True]])
    assert settled(bare(place), exists=exists, tiers=1, running=2).places[:, 0].tolist() == [1, 0, 0]


def test_every_border_between_two_tiers_is_watched_on_its_own() -> None:
    place = np.array([[0], [3], [2], [3]])
    exists = np.ones((4, 1), bool)
    assert settled(bare(place), exists=exists, tiers=4, running=2).places[:, 0].tolist() == [0, 0, 2, 2]


def test_a_figure_of_less_than_half_the_cut_counts_at_once() -> None:
    assert held(120, 49) == [0, 1]
    assert held(120, 49, 120, 120) == [0, 1, 1, 0]


def test_a_score_more_than_three_bands_below_its_cut_counts_at_once() -> None:
    scores = np.array([[80.0, 80.0], [53.0, 52.0]])
    assert folded(scores, scheme=scorecard())[1].tolist() == [0, 1]


def test_a_condition_missed_by_more_than_half_counts_at_once_and_an_unknown_one_waits() -> None:
    needy = scorecard(Condition("a", at_least=100))
    figures = np.array([[120.0, 120.0, 120.0], [50.0, 49.0, np.nan]])
    score = np.full(3, 90.0)
    found = [reach(needy, {"a": row}, score) for row in figures]
    assert settled(found, exists=np.ones((2, 3), bool), tiers=4, running=2).now.tolist() == [0, 1, 0]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_better_figures_in_any_review_never_give_a_worse_tier(data: st.DataObject) -> None:
    reviews, tiers = data.draw(st.integers(1, 8)), 4
    plain = data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, tiers)))
    up = np.minimum(plain + data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 1))), tiers)
    down = np.maximum(plain - data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 1))), 0)
    far = np.maximum(down - data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 2))), 0)
    lift = data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 2)))
    exists, running = np.ones((reviews, 1), bool), data.draw(st.integers(1, 3))

    def now(lifted: Array) -> Array:
        better = [np.maximum(place - lifted, 0) for place in (plain, up, down, far)]
        found = [Reach(*(place[review] for place in better)) for review in range(reviews)]
        return settled(found, exists=exists, tiers=tiers, running=running).now

    assert (now(lift) <= now(np.zeros_like(lift))).all()


@pytest.mark.parametrize("scheme", [CUT, scorecard()])
def test_band_and_repetition_together_change_the_fewest_tiers(scheme: Scheme) -> None:
    random = np.random.default_rng(3)
    true = 80 * np.exp(random.normal(0, 0.8, 4000))
    figures = true * np.exp(random.normal(0, 0.15, (9, 4000)))

    def changes(**how: float) -> float:
        return float((np.diff(folded(figures, scheme=scheme, **how), axis=0) != 0).mean())

    plain, band = changes(running=1, band=0), changes(running=1, band=0.10)
    twice, both = changes(running=2, band=0), changes(running=2, band=0.10)
    assert plain > band > both
    assert plain > twice > both
    assert both < plain / 4
