"""Charts are drawings a browser can read, with their finding as the title."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.cli.grade.charts import HEIGHT, MOST_BARS, WIDTH, Labels, pareto_chart, share_chart, whale_chart

LABELS = Labels("Few & large <bring> it", "Read it so", "customers", "share", ("peak 1.2M",))


def shapes(svg: str, tag: str) -> list[ET.Element]:
    return [one for one in ET.fromstring(svg).iter() if one.tag == tag]


def test_the_title_is_said_to_whoever_cannot_see() -> None:
    svg = pareto_chart([5, 3, 2], LABELS, "k").svg
    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "k-title k-about"
    assert shapes(svg, "title")[0].text == "Few & large <bring> it"


@pytest.mark.parametrize("values", [[10], [5, 3, 2], [9, 1, -4], list(range(500, 0, -1))])
def test_a_pareto_has_a_bar_an_account_as_far_as_they_fit(values: list[int]) -> None:
    svg = pareto_chart(values, LABELS, "k").svg
    assert len(shapes(svg, "rect")) == min(len(values), MOST_BARS)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=400))
def test_a_whale_curve_stays_in_its_frame(values: list[int]) -> None:
    running, total = [], 0
    for value in sorted(values, reverse=True):
        total += value
        running.append(total)
    svg = whale_chart(running, LABELS, "k").svg
    line = next(one for one in shapes(svg, "path") if one.attrib["class"] == "line").attrib["d"]
    points = [tuple(map(float, point.split())) for point in line.removeprefix("M").split("L")]
    assert all(-1 <= x <= WIDTH + 1 and -1 <= y <= HEIGHT + 1 for x, y in points)


def test_shares_are_labelled_directly_and_the_rest_stands_below() -> None:
    svg = share_chart([("A & B", 0.4, "40%"), ("others", 0.6, "60%")], 1, LABELS, "k").svg
    assert len(shapes(svg, "rect")) == 1
    assert [one.text for one in shapes(svg, "text")] == ["A & B", "40%", "others", "60%"]


def test_the_bars_of_a_pareto_are_shares_that_add_up_to_its_line() -> None:
    svg = pareto_chart([30, 20, *[1] * 50], replace(LABELS, marks=("8 customers: 80%", "largest: 30%")), "k").svg
    heights = [float(one.attrib["height"]) for one in shapes(svg, "rect")]
    line = next(one for one in shapes(svg, "path") if one.attrib["class"] == "line").attrib["d"]
    ys = [float(point.split()[1]) for point in line.removeprefix("M").split("L")]
    assert sum(heights) == pytest.approx(ys[0] - ys[-1], rel=0.02)
    assert heights[0] == pytest.approx(0.3 * (ys[0] - ys[-1]), rel=0.02)
    assert "largest: 30%" in [one.text for one in shapes(svg, "text")]
