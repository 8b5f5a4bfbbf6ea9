"""Places and round values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.web.ui.charts.scales import BentScale, Scale


def test_round_values_are_ones_twos_and_fives() -> None:
    assert Scale(0, 1.04, 0, 100).ticks(5) == pytest.approx([0, 0.5, 1.0])
    assert Scale(-30, 170, 0, 100).ticks(5) == [0.0, 50.0, 100.0, 150.0]
    assert Scale(0, 0, 0, 100).ticks() == [0.0]


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.floats(1e-3, 1e9))
def test_a_bent_scale_keeps_the_order_and_stays_within_its_ends(one: float, other: float, bend: float) -> None:
    scale = BentScale(-1e12, 1e12, 50, 700, bend)
    low, high = sorted((one, other))
    assert 49.9 <= scale.at(low) <= scale.at(high) + 1e-9 <= 700.1


def test_a_bent_scale_names_powers_of_ten_on_both_sides_of_nothing() -> None:
    assert BentScale(-500, 20_000, 0, 100, 10).ticks(4) == [-100.0, -10.0, 0.0, 10.0, 100.0, 1000.0, 10000.0]
