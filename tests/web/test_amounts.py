"""Figures as people type them."""

import pytest

from openkam.core.problem import Problem
from openkam.web.amounts import amount_of, written


@pytest.mark.parametrize(
    ("text", "value"),
    [("50万", 500_000), ("1.2M", 1_200_000), ("1,200", 1200), ("12%", 12), ("−3", -3), ("１２", 12), ("2 亿", 2e8)],
)
def test_units_of_people_are_read(text: str, value: float) -> None:
    assert amount_of(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["abc", "", "nan", "inf", "1e400", "--1"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        amount_of(text)


@pytest.mark.parametrize("value", [0.0, 12.5, -3.0, 500_000.0, 1e12])
def test_a_written_figure_is_read_back(value: float) -> None:
    assert amount_of(written(value)) == value
