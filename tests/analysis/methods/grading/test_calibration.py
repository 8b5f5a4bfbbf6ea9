"""Stand-ins and open cuts are settled once for all accounts."""

from dataclasses import replace

import numpy as np

from openkam.analysis.methods.grading.calibration import (
    Substitution,
    calibrated,
    ladders,
    open_measures,
    settled_measures,
)
from openkam.analysis.methods.grading.scheme import Anchor, Condition, Criterion
from tests.analysis.methods.made_schemes import WORD, figures, scorecard, single

OPEN = Criterion("results", WORD, "profit", weight=60, otherwise=("sales",))


def open_scorecard():
    """A scorecard that leaves one criterion and one need to the ledger."""
    scheme = scorecard(Condition("profit", at_least=Anchor(75), otherwise=("sales",)))
    return replace(scheme, criteria=(OPEN, scheme.criteria[1]))


def test_a_stand_in_is_taken_for_all_where_most_accounts_are_unknown() -> None:
    values = {"profit": figures(None, None, 5), "sales": figures(1, 2, 3), "b": figures(1, 1, 1)}
    settled, swaps = settled_measures(open_scorecard(), values)
    assert swaps == (Substitution("profit", "sales"),)
    assert settled.measures == ("sales", "b")
    assert settled.tiers[0].needs[0].measure == "sales"


def test_the_measure_stands_where_most_accounts_know_it() -> None:
    values = {"profit": figures(None, 4, 5), "sales": figures(1, 2, 3), "b": figures(1, 1, 1)}
    settled, swaps = settled_measures(open_scorecard(), values)
    assert swaps == ()
    assert settled.measures == ("profit", "b")


def test_where_nothing_is_known_the_measure_stays_and_nobody_is_graded_by_it() -> None:
    nothing = {code: figures(None, None) for code in ("profit", "sales", "b")}
    assert settled_measures(open_scorecard(), nothing)[0].measures == ("profit", "b")


def test_open_cuts_get_the_steps_of_the_ladder() -> None:
    values = {"profit": np.exp(np.random.default_rng(1).normal(5, 1, 300))}
    scheme, _ = settled_measures(open_scorecard(), {**values, "sales": values["profit"], "b": values["profit"]})
    assert open_measures(scheme) == ("profit",)
    steps = ladders(("profit",), values)
    filled = calibrated(scheme, steps)
    assert filled.criteria[0].breakpoints == steps["profit"]
    assert filled.tiers[0].needs[0].at_least == steps["profit"][3]
    assert open_measures(filled) == ()


def test_the_cuts_of_a_single_measure_can_be_open_too() -> None:
    scheme = single(0, 1)
    tiers = tuple(replace(tier, at_least=Anchor(points)) for tier, points in zip(scheme.tiers, (75, 50), strict=True))
    filled = calibrated(replace(scheme, tiers=tiers), {"a": (0, 1, 2, 3, 4)})
    assert [tier.at_least for tier in filled.tiers] == [3, 2]
