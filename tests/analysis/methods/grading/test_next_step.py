"""The smallest single change reaches the next tier, exactly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openkam.analysis.methods.grading.next_step import NextStep, next_steps
from openkam.analysis.methods.grading.review import reviewed
from openkam.analysis.methods.grading.scheme import Condition, Method, Scheme
from tests.analysis.methods.made_schemes import criterion, figures, pyramid, scheme_of, scorecard, single, tier


def steps_of(scheme: Scheme, **columns: np.ndarray) -> list[NextStep | None]:
    """The next step of every account."""
    found = reviewed(scheme, columns, len(columns["a"]))
    return next_steps(scheme, columns, found.earned, found.reach.plain)


def test_a_single_measure_must_reach_its_cut() -> None:
    assert steps_of(single(100, 50), a=figures(120, 60, 10, None)) == [
        None,
        NextStep("a", 60, 100, 0),
        NextStep("a", 10, 50, 1),
        None,
    ]


def test_in_a_pyramid_the_way_up_is_the_smallest_account_of_the_layer_above() -> None:
    assert steps_of(pyramid(0.8), a=figures(60, 30, 10)) == [None, None, NextStep("a", 10, 30, 0)]


def test_the_least_effort_is_proposed_and_what_nobody_can_move_is_not() -> None:
    # 50 points of 60 % and 62.5 of 40 % make 55; 20 are missing, and b could bring no more than 15.
    values = {"a": figures(20), "b": figures(30)}
    assert steps_of(scorecard(), **values) == [NextStep("a", 20, pytest.approx(60), 0)]
    scheme = scorecard()
    fixed = replace(scheme, criteria=(replace(scheme.criteria[0], steerable=False), scheme.criteria[1]))
    assert steps_of(fixed, **values) == [None]


def test_no_step_where_the_tier_needs_something_else_too() -> None:
    scheme = scorecard(Condition("c", at_most=0))
    values = {"a": figures(39.0), "b": figures(100.0), "c": figures(1.0)}
    assert steps_of(scheme, **values) == [None]


def test_rules_name_the_one_bound_that_is_missed() -> None:
    tiers = (tier("GOLD", None, Condition("a", at_least=100), Condition("b", at_least=5)), tier("REST"))
    scheme = scheme_of(Method.RULES, tiers, (criterion("a"),))
    assert steps_of(scheme, a=figures(100, 90, 90), b=figures(1, 9, 1)) == [
        NextStep("b", 1, 5, 0),
        NextStep("a", 90, 100, 0),
        None,
    ]


@settings(deadline=None, max_examples=150)
@given(
    arrays(np.float64, 4, elements=st.floats(-50, 150).map(lambda value: round(value, 2))),
    arrays(np.float64, 4, elements=st.one_of(st.just(np.nan), st.floats(-50, 150).map(lambda value: round(value, 2)))),
)
def test_the_account_with_the_new_figure_is_in_the_tier(one: np.ndarray, other: np.ndarray) -> None:
    scheme, values = scorecard(Condition("a", at_least=20)), {"a": one, "b": other}
    places = reviewed(scheme, values, 4).reach.plain
    for account, step in enumerate(steps_of(scheme, **values)):
        if step is not None:
            moved = {name: column.copy() for name, column in values.items()}
            moved[step.measure][account] = step.to_value
            assert step.tier == places[account] - 1
            assert reviewed(scheme, moved, 4).reach.plain[account] <= step.tier
