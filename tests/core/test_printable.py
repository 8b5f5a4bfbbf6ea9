"""No text from a file steers the terminal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.words import Text
from openkam.core.printable import printable, without_folders
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


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("[Errno 28] No space left: '/srv/open kam/ledger/a.parquet'", "[Errno 28] No space left: 'a.parquet'"),
        ("账本无法写入：/srv/kam/ledger/a.parquet", "账本无法写入：a.parquet"),
        ('IO Error: "C:\\kam\\a.csv" (at /srv/kam)', 'IO Error: "a.csv" (at kam)'),
        ("rename '/srv/a.tmp' -> '/srv/b/a'", "rename 'a.tmp' -> 'a'"),
        ("/srv/kam", "kam"),
    ],
)
def test_a_text_without_folders_names_bare_files(told: str, shown: str) -> None:
    assert without_folders(told) == shown


@pytest.mark.parametrize(
    "told",
    ["2025/12/31 or 31/12/2025", "N/A", "金额/单位/备注", "A / B / C", "https://example.com/a", "it's 1/3"],
)
def test_a_stroke_that_is_no_folder_stays(told: str) -> None:
    assert without_folders(told) == told
