"""A finding in words."""

from openkam.analysis.words import Text
from openkam.insight.report.sentence import Sentence, listed


def test_a_figure_follows_the_language_of_its_sentence() -> None:
    words = Text("{name} brings {money}.", "{name}贡献{money}。")
    sentence = Sentence("profit", words, {"name": "Quarry", "money": Text("1.2M", "120万")})
    assert sentence.text() == ("Quarry brings 1.2M.", "Quarry贡献120万。")


def test_braces_in_a_name_are_only_a_name() -> None:
    assert Sentence("x", Text("{name}.", "{name}。"), {"name": "A{B}"}).to("en") == "A{B}."


def test_long_lists_name_the_first_and_count_the_rest() -> None:
    names = ["A", "B", "C", "D", "E"]
    assert listed(names) == ("A, B, C and 2 more", "A、B、C等5家")
    assert listed(names[:2]) == ("A, B", "A、B")
