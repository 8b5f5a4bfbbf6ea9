"""How much of a tier hangs on the weights."""

import numpy as np

from openkam.analysis.methods.grading.review import reviewed
from openkam.analysis.methods.grading.robustness import MOST_ACCOUNTS, robustness
from tests.analysis.methods.made_schemes import figures, scorecard


def test_a_clear_tier_holds_under_every_draw_and_the_unknown_is_not_drawn_for() -> None:
    scheme, values = scorecard(), {"a": figures(100, None), "b": figures(100, None)}
    found = reviewed(scheme, values, 2)
    kept = robustness(scheme, values, found.earned, found.figure)
    assert kept[0] == 1
    assert np.isnan(kept[1])


def test_only_the_top_of_a_large_base_is_drawn_for() -> None:
    count = MOST_ACCOUNTS + 10
    scheme, values = scorecard(), {name: np.linspace(0, 100, count) for name in "ab"}
    found = reviewed(scheme, values, count)
    kept = robustness(scheme, values, found.earned, found.figure)
    assert np.isnan(kept[:10]).all()
    assert np.isfinite(kept[10:]).all()
