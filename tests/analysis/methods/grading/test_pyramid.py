"""Layers by cumulative share."""

import numpy as np

from openkam.analysis.methods.grading.pyramid import pyramid_cuts, pyramid_tiers
from tests.analysis.methods.made_schemes import figures

ABC = (0.8, 0.95, None)


def test_the_account_that_crosses_80_percent_belongs_to_the_80_percent() -> None:
    assert pyramid_tiers(figures(40, 25, 15, 10, 6, 4), ABC).tolist() == [0, 0, 0, 1, 1, 2]


def test_a_giant_alone_is_the_top() -> None:
    assert pyramid_tiers(figures(1, 98, 1), ABC).tolist() == [2, 0, 2]


def test_equal_accounts_keep_their_order() -> None:
    assert pyramid_tiers(figures(5, 5, 5, 5), (0.5, None)).tolist() == [0, 0, 1, 1]


def test_what_earns_nothing_is_last_and_what_is_unknown_is_nowhere() -> None:
    assert pyramid_tiers(figures(0, -50, None, 10), ABC).tolist() == [2, 2, 3, 0]


def test_nobody_is_on_top_where_nobody_earns() -> None:
    assert pyramid_tiers(figures(0, -1), ABC).tolist() == [2, 2]
    assert pyramid_tiers(figures(), ABC).tolist() == []


def test_a_cut_is_the_smallest_value_of_a_layer_or_above() -> None:
    values = figures(98, 1, 1)
    assert pyramid_cuts(values, np.array([0, 2, 2]), 3) == [98, 98, -np.inf]
