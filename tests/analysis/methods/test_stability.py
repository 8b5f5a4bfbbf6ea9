"""Band and repetition: what makes a tier move, and what does not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openkam.analysis.column import Array
from openkam.analysis.methods.stability import settled
from openkam.analysis.methods.tiers import reach
from tests.analysis.methods.made_schemes import single

CUT = single(100)


def held(*figures: float, running: int = 2) -> list[int]:
    """The tier after each review of one account against a cut of 100 (0 above, 1 none)."""
    return folded(np.array([figures]).T, running=running)[:, 0].tolist()


def folded(figures: Array, *, running: int = 2, band: float = 0.10) -> Array:
    """Places (reviews, accounts) of figures (reviews, accounts)."""
    from dataclasses import replace

    scheme = replace(CUT, band_share=band)
    found = [reach(scheme, {"a": row}, row) for row in figures]
    return settled(
        np.stack([one.plain for one in found]),
        np.stack([one.up for one in found]),
        np.stack([one.down for one in found]),
        exists=np.ones(figures.shape, bool),
        tiers=1,
        running=running,
    ).places


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
    assert settled(place, place, place, exists=exists, tiers=1, running=2).places[:, 0].tolist() == [1, 0, 0]


def test_every_border_between_two_tiers_is_watched_on_its_own() -> None:
    place = np.array([[0], [3], [2], [3]])
    exists = np.ones((4, 1), bool)
    assert settled(place, place, place, exists=exists, tiers=4, running=2).places[:, 0].tolist() == [0, 0, 2, 2]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_better_figures_in_any_review_never_give_a_worse_tier(data: st.DataObject) -> None:
    reviews, tiers = data.draw(st.integers(1, 8)), 4
    plain = data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, tiers)))
    up = np.minimum(plain + data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 1))), tiers)
    down = np.maximum(plain - data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 1))), 0)
    lift = data.draw(arrays(np.int64, (reviews, 1), elements=st.integers(0, 2)))
    exists, running = np.ones((reviews, 1), bool), data.draw(st.integers(1, 3))
    before = settled(plain, up, down, exists=exists, tiers=tiers, running=running)
    better = [np.maximum(place - lift, 0) for place in (plain, up, down)]
    after = settled(*better, exists=exists, tiers=tiers, running=running)
    assert (after.now <= before.now).all()


def test_band_and_repetition_together_change_the_fewest_tiers() -> None:
    random = np.random.default_rng(3)
    true = 100 * np.exp(random.normal(0, 0.8, 4000))
    figures = true * np.exp(random.normal(0, 0.15, (9, 4000)))

    def changes(**how: float) -> float:
        return float((np.diff(folded(figures, **how), axis=0) != 0).mean())

    plain, band = changes(running=1, band=0), changes(running=1, band=0.10)
    twice, both = changes(running=2, band=0), changes(running=2, band=0.10)
    assert plain > band > both
    assert plain > twice > both
    assert both < plain / 4
