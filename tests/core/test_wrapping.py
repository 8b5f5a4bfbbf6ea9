"""Lines of a terminal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.core.wrapping import cells, clipped, wrapped


def test_numbers_stay_whole_and_marks_stay_with_their_word() -> None:
    text = "退货冲销了销售：买入81,024.84，退货或红字30,032.23，只剩50,992.61（退回37.1%）。"
    for width in range(20, 60):
        lines = list(wrapped(text, width))
        assert "".join(lines) == text
        assert all(cells(line) <= width for line in lines)
        assert not [line for line in lines if line[0] in "，。：）%"]
        assert sum("30,032.23" in line for line in lines) == 1


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="ab 毛利，。12,（）", max_size=80), st.integers(4, 30), st.integers(0, 2))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int, indent: int) -> None:
    lines = list(wrapped(text, width + indent, indent))
    assert all(cells(line) <= width + indent for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_clipped_name_says_that_something_is_missing() -> None:
    assert clipped("宝山钢铁股份有限公司", 9) == "宝山钢铁…"
    assert clipped("Quarry", 9) == "Quarry"


def test_escapes_of_a_customer_name_do_not_reach_the_terminal() -> None:
    assert list(wrapped("\x1b]0;owned\x07Ac\x9bme\nWorks", 40)) == ["]0;ownedAcme Works"]
