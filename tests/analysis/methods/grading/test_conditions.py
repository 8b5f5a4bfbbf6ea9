"""Conditions hold, fail, or cannot be told."""

import pytest

from openkam.analysis.methods.grading.conditions import judged
from openkam.analysis.methods.grading.scheme import Anchor, Condition
from tests.analysis.methods.made_schemes import figures

VALUES = {"a": figures(9, 10, 11, None)}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("a", at_least=10), [False, True, True, False]),
        (Condition("a", above=10), [False, False, True, False]),
        (Condition("a", at_most=10), [True, True, False, False]),
        (Condition("a", below=10), [True, False, False, False]),
        (Condition("a", above=9, below=11), [False, True, False, False]),
    ],
)
def test_bounds_include_what_they_say(condition: Condition, holds: list[bool]) -> None:
    found = judged(condition, VALUES)
    assert found.holds.tolist() == holds
    assert found.known.tolist() == [True, True, True, False]
    assert found.fails.tolist() == [not one for one in holds[:3]] + [False]


def test_a_shift_makes_any_bound_stricter_or_easier() -> None:
    assert judged(Condition("a", at_least=10), VALUES, 0.10).holds.tolist() == [False, False, True, False]
    assert judged(Condition("a", at_most=10), VALUES, 0.10).holds.tolist() == [True, False, False, False]
    assert judged(Condition("a", at_least=10), VALUES, -0.10).holds.tolist() == [True, True, True, False]


def test_a_bound_left_to_the_ledger_must_be_filled_in_first() -> None:
    with pytest.raises(TypeError, match="left to the ledger"):
        judged(Condition("a", at_least=Anchor(75)), VALUES)
