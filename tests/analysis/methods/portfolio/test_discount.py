"""Discount room against its vectors."""

import numpy as np
import pytest

from openkam.analysis.column import Column
from openkam.analysis.methods.portfolio.discount import extra_volume, headroom, largest_cut


def test_headroom_is_what_lies_above_the_floor():
    net = Column.of(np.array([1000, 1000, 0]))
    room = headroom(Column.of(np.array([250, 50, 10])), net, np.array([100, 100, 0]))
    assert room.values.tolist() == [0.15, -0.05, 0]
    assert room.known.tolist() == [True, True, False]


@pytest.mark.parametrize(("discount", "margin", "volume"), [(0.05, 0.30, 0.20), (0.10, 0.20, 1.0)])
def test_extra_volume_that_pays_for_a_discount(discount: float, margin: float, volume: float):
    assert extra_volume(discount, margin) == pytest.approx(volume)
    assert largest_cut(margin, volume) == pytest.approx(discount)


def test_no_volume_pays_for_the_whole_margin():
    assert extra_volume(0.3, 0.3) is None
