"""Reads a drawing back: what stands where, what leads where."""

import xml.etree.ElementTree as ET
from typing import Final

from openkam.analysis.words import Text
from openkam.web.ui.charts.chart import Chart, Labels

LABELS: Final = Labels(
    Text("What it <shows>", "说明了<什么>"), across=Text("accounts", "客户"), upward=Text("value", "价值")
)
EVIL: Final = "<script>\"&'江南"


def drawings(chart: Chart) -> list[ET.Element]:
    """The one that stretches, or the wide and the narrow one; a chart that is not well-formed fails here."""
    return list(ET.fromstring(f"<both>{chart.svg}</both>"))


def wide(chart: Chart) -> ET.Element:
    """The drawing on a page."""
    return drawings(chart)[0]


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    """Elements of a class, in order."""
    return [one for one in drawing.iter() if name in one.get("class", "").split()]


def numbers(element: ET.Element, *names: str) -> list[float]:
    """Some attributes as numbers, percent and pixels alike."""
    return [float(element.get(name, "nan").rstrip("%")) for name in names]


def words(drawing: ET.Element) -> list[str]:
    """All texts that are seen."""
    return [one.text or "" for one in drawing.iter("text")]


def hovers(drawing: ET.Element) -> list[str]:
    """All texts that are shown on hover."""
    return [one.text or "" for one in drawing.iter("title")]


def links(drawing: ET.Element) -> list[str]:
    """Where the marks lead."""
    return [one.get("href", "") for one in drawing.iter("a")]
