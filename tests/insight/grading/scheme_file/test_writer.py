"""What is written reads back as the same scheme."""

from dataclasses import replace

import pytest

from openkam.analysis.words import Text
from openkam.insight.grading.scheme_file.reader import read_scheme
from openkam.insight.grading.scheme_file.writer import scheme_text
from openkam.insight.grading.schemes import SHIPPED, load_scheme


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scheme_survives_the_way_through_a_file(name: str) -> None:
    scheme = load_scheme(name)
    assert read_scheme(scheme_text(scheme), name) == (scheme, [])


def test_odd_labels_survive_too() -> None:
    scheme = replace(load_scheme("abc"), label=Text('a "b" \\ \x7f \n é {x}', "中\t文"))
    assert read_scheme(scheme_text(scheme), "abc") == (scheme, [])
