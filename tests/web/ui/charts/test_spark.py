"""The line of a word's height."""

import xml.etree.ElementTree as ET

from openkam.web.ui.charts.spark import sparkline
from tests.web.ui.charts.reading import EVIL, of_class


def test_the_line_runs_from_edge_to_edge() -> None:
    (line,) = of_class(ET.fromstring(sparkline([0, 5, 10], "x")), "line")
    assert line.get("d") == "M2.0 20.0L48.0 11.0L94.0 2.0"


def test_unknown_leaves_a_gap_and_the_dot_stands_at_the_latest_known() -> None:
    drawing = ET.fromstring(sparkline([10, None, 10, None], "x"))
    assert of_class(drawing, "line")[0].get("d") == "M2.0 2.0M63.3 2.0"
    assert of_class(drawing, "dot")[0].get("cx") == "63.3"


def test_below_nothing_shows_where_nothing_is() -> None:
    assert of_class(ET.fromstring(sparkline([-1, 1], "x")), "zero")[0].get("d") == "M2 11.0H94"
    assert not of_class(ET.fromstring(sparkline([0, 1], "x")), "zero")


def test_nothing_known_draws_nothing_and_a_label_is_escaped() -> None:
    assert "<svg" not in sparkline([None, None], "x")
    assert "<svg" not in sparkline([], "x")
    assert ET.fromstring(sparkline([1], EVIL)).get("aria-label") == EVIL
