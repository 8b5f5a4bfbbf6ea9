"""What cuts read anew from the ledger do to an account whose figures stayed as they were."""

from dataclasses import replace

import pytest

from openkam.analysis.methods.grading.scheme import Scheme
from openkam.insight.grading.cuts import moved_by_cuts, moved_cuts
from openkam.insight.grading.schemes import load_scheme


def with_cuts(first: tuple[float, ...]) -> Scheme:
    """The scorecard with fixed cuts for its first criterion."""
    scheme = load_scheme()
    one, *others = scheme.criteria
    return replace(scheme, criteria=(replace(one, breakpoints=first, weight=40.0), *others))


LOW, HIGH = with_cuts((0.0, 10.0, 20.0, 30.0, 40.0)), with_cuts((0.0, 20.0, 40.0, 60.0, 80.0))


def seen(value: float | None) -> list[dict[str, object]]:
    """A later verdict's figures."""
    return [{"code": LOW.criteria[0].code, "value": value, "weight": 40.0}]


def test_a_figure_that_stayed_loses_what_the_cuts_rose() -> None:
    assert moved_by_cuts(LOW, HIGH, seen(20.0)) == pytest.approx((25 - 50) * 0.4)
    assert moved_by_cuts(HIGH, LOW, seen(20.0)) == pytest.approx(10.0)
    assert moved_by_cuts(LOW, LOW, seen(20.0)) == 0
    assert moved_by_cuts(LOW, HIGH, seen(None)) == 0
    [cut] = moved_cuts(LOW, HIGH)
    assert (cut.then, cut.now, cut.measure) == (20.0, 40.0, LOW.criteria[0].measure)


def test_another_scheme_is_another_rule_and_no_new_cut() -> None:
    other = replace(HIGH, code="other")
    assert moved_cuts(LOW, other) == ()
    assert moved_by_cuts(LOW, other, seen(20.0)) == 0
