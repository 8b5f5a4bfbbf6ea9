"""The language of the person at the terminal."""

from openkam.cli.language import both, halves, reader_language, spoken


def test_the_option_wins_over_the_machine() -> None:
    assert reader_language(["grade", "--lang", "zh"], {"LANG": "en_US.UTF-8"}) == "zh"
    assert reader_language(["grade", "--lang=en"], {"OPENKAM_LANG": "zh"}) == "en"


def test_the_machine_tells_where_no_option_does() -> None:
    assert reader_language(["grade"], {"LANG": "zh_CN.UTF-8"}) == "zh"
    assert reader_language([], {"OPENKAM_LANG": "en", "LANG": "zh_CN.UTF-8"}) == "en"


def test_a_help_text_keeps_both_languages() -> None:
    text = both("Grade accounts.", "给客户分级。")
    assert (spoken(text, "en"), spoken(text, "zh")) == ("Grade accounts.", "给客户分级。")
    assert spoken("one language", "zh") == "one language"
    assert halves(text).zh == "给客户分级。"
