"""No text from a file steers the terminal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.words import Text
from openkam.core.printable import printable
from openkam.core.problem import Problem

ESCAPES = "\x1b[31mred\x1b[0m \x9b2J\x07\x00bell\x7f"


def test_control_characters_go_and_words_stay() -> None:
    assert printable(ESCAPES) == "[31mred[0m 2Jbell"
    assert printable("华东　机械\t有限\r\n公司") == "华东　机械 有限  公司"
    assert printable("one\ntwo\r", keep_lines=True) == "one\ntwo "


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_nothing_but_control_characters_is_lost(text: str) -> None:
    found = printable(text)
    assert not [sign for sign in found if ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0]
    assert found.replace(" ", "") == "".join(
        sign for sign in text if not (ord(sign) <= 0x20 or 0x7F <= ord(sign) < 0xA0)
    )


def test_a_problem_tells_the_file_and_the_value_without_their_escapes() -> None:
    what, remedy = Text("{value} is bad.", "{value} 有误。").filled(value=ESCAPES), Text("Mend it.", "请更正。")
    told = Problem(what, remedy=remedy, file=f"{ESCAPES}.csv", row=2, column=ESCAPES, value=ESCAPES).to("zh")
    assert not set("\x1b\x9b\x07\x00\x7f") & set(told)
    assert told.count("\n") == 1
