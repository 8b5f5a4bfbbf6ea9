"""The criteria card: passed, failed, unknown, and m of n."""

from dataclasses import replace

import numpy as np

from openkam.analysis.methods.grading.card import cards
from openkam.analysis.methods.grading.review import reviewed
from openkam.analysis.methods.grading.scheme import Condition, Criterion, Method, Scheme
from tests.analysis.methods.made_schemes import WORD, figures, scheme_of, tier

SIX = tuple(Criterion(name, WORD, name, conditions=(Condition(name, at_least=1),)) for name in "abcdef")


def card(m: int) -> Scheme:
    """A card of six with m to pass."""
    open_tier = replace(tier("OPEN", m), with_unknown=True)
    return scheme_of(Method.CARD, (tier("KEY", m), open_tier, tier("OTHER")), SIX)


def values(*findings: int | None) -> dict[str, np.ndarray]:
    """One account with a figure for each criterion."""
    return {name: figures(one) for name, one in zip("abcdef", findings, strict=True)}


def test_four_of_six_pass_at_four_and_fail_at_five() -> None:
    found = values(1, 1, 1, 1, 0, 0)
    assert reviewed(card(4), found, 1).reach.plain.tolist() == [0]
    assert reviewed(card(5), found, 1).reach.plain.tolist() == [2]


def test_what_is_unknown_is_not_failed() -> None:
    found = values(1, 1, None, None, 0, 0)
    assert cards(SIX, found, 1).findings.tolist() == [[1, 1, -1, -1, 0, 0]]
    assert reviewed(card(4), found, 1).reach.plain.tolist() == [1]


def test_one_condition_that_surely_fails_fails_the_criterion_even_where_another_is_unknown() -> None:
    long = Criterion("a", WORD, "a", conditions=(Condition("a", at_least=12), Condition("b", at_most=90)))
    found = cards((long,), {"a": figures(12, 12, None, 60), "b": figures(90, None, 91, None)}, 4)
    assert found.findings[:, 0].tolist() == [1, -1, 0, -1]
    assert found.passed.tolist() == [1, 0, 0, 0]
    assert found.possible.tolist() == [1, 1, 0, 1]
