"""From figures to tiers: inclusive cuts, needs, bands, and more never gives less."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openkam.analysis.methods.grading.review import reviewed
from openkam.analysis.methods.grading.scheme import Condition, Method, Scheme
from openkam.analysis.methods.grading.tiers import reach, shifted
from tests.analysis.methods.made_schemes import criterion, figures, pyramid, scheme_of, scorecard, single, tier

POSTAL = single(5_000_000, 1_000_000, 500_000, 10_000)
NEED = Condition("a", at_least=20)
FIGURE = st.floats(-1_000, 1_000, allow_subnormal=False).map(lambda value: round(value, 2))


def test_lower_bounds_are_inclusive_to_the_cent() -> None:
    sales = figures(5_000_000, 4_999_999.99, 1_000_000, 999_999.99, 500_000, 499_999.99, 10_000, 9_999.99)
    assert reach(POSTAL, {"a": sales}, sales).plain.tolist() == [0, 1, 1, 2, 2, 3, 3, 4]


def test_the_last_tier_takes_the_rest_but_not_the_unknown() -> None:
    found = reviewed(scorecard(), {"a": figures(0, None), "b": figures(None, None)}, 2)
    assert found.reach.plain.tolist() == [3, 4]


def test_a_tier_needs_what_it_needs_whatever_the_score() -> None:
    values = {"a": figures(19, 20), "b": figures(500, 500)}
    assert reviewed(scorecard(NEED), values, 2).reach.plain.tolist() == [1, 1]
    assert reviewed(scorecard(NEED), {**values, "a": figures(41, 100)}, 2).reach.plain.tolist() == [0, 0]


def test_a_rise_must_clear_the_raised_cut_and_a_fall_the_lowered_one() -> None:
    found = reach(single(100), {"a": figures(89, 91, 109, 111)}, figures(89, 91, 109, 111))
    assert found.plain.tolist() == [1, 1, 0, 0]
    assert found.up.tolist() == [1, 1, 1, 0]
    assert found.down.tolist() == [1, 0, 0, 0]


def test_a_raised_cut_stays_within_reach() -> None:
    assert shifted(95, 0.10, 100) == 100
    assert shifted(-50, 0.10) == -45
    assert shifted(-50, -0.10) == -55


def test_rules_give_the_first_tier_whose_conditions_hold_and_none_to_the_unknown() -> None:
    tiers = (
        tier("GOLD", None, Condition("a", at_least=100), Condition("b", at_most=5)),
        tier("IRON", None, Condition("a", above=10)),
        tier("LEAD", None, Condition("a", at_most=10)),
    )
    scheme = scheme_of(Method.RULES, tiers, (criterion("a"),))
    values = {"a": figures(100, 100, 100, 10, None), "b": figures(5, 6, None, 0, 0)}
    assert reviewed(scheme, values, 5).reach.plain.tolist() == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("scheme", [POSTAL, single(500, 100, -100), pyramid(0.5, 0.8, 0.95), scorecard(NEED)])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_tier_never_falls_when_only_its_indicator_rises(scheme: Scheme, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    one, other = (data.draw(arrays(np.float64, count, elements=FIGURE)) for _ in "ab")
    account = data.draw(st.integers(0, count - 1))
    risen = one.copy()
    risen[account] += data.draw(st.floats(0, 2_000).map(lambda value: round(value, 2)))
    before = reviewed(scheme, {"a": one, "b": other}, count).reach
    after = reviewed(scheme, {"a": risen, "b": other}, count).reach
    for one, other in ((after.plain, before.plain), (after.down, before.down), (after.far, before.far)):
        assert one[account] <= other[account]


@pytest.mark.parametrize("scheme", [POSTAL, pyramid(0.5, 0.8), scorecard(NEED)])
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_the_order_of_the_rows_does_not_matter(scheme: Scheme, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    one = np.array(data.draw(st.lists(FIGURE, min_size=count, max_size=count, unique=True)))
    other = data.draw(arrays(np.float64, count, elements=FIGURE))
    order = np.array(data.draw(st.permutations(range(count))))
    straight = reviewed(scheme, {"a": one, "b": other}, count).reach
    mixed = reviewed(scheme, {"a": one[order], "b": other[order]}, count).reach
    assert mixed.plain.tolist() == straight.plain[order].tolist()
    assert mixed.up.tolist() == straight.up[order].tolist()
    assert mixed.down.tolist() == straight.down[order].tolist()


@pytest.mark.parametrize("scheme", [POSTAL, single(5, 1), pyramid(0.5, 0.8), scorecard(NEED)])
@settings(deadline=None, max_examples=40)
@given(one=arrays(np.float64, 8, elements=FIGURE), other=arrays(np.float64, 8, elements=FIGURE))
def test_the_band_only_ever_makes_a_change_harder(scheme: Scheme, one: np.ndarray, other: np.ndarray) -> None:
    found = reviewed(scheme, {"a": one, "b": other}, 8).reach
    assert (found.up >= found.plain).all()
    assert (found.down <= found.plain).all()
    assert (found.far <= found.down).all()
