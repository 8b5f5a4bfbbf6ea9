"""Words of ties stand where nothing lies over them, or nowhere; the line itself is always drawn."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openkam.analysis.words import Text
from openkam.web import ui
from openkam.web.people import ties
from openkam.web.people.cards import Card, width_of
from openkam.web.people.picture import Line, Node
from openkam.web.people.places import CARD_HEIGHT, CARD_WIDTH, Point
from openkam.web.people.ties import Box, course_of, drawn_ties, free_box

SAID = Text("Influences", "影响")
SCRIPT = Path(ui.__file__).with_name("static") / "openkam/js/people/routes.js"
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def node(key: str) -> Node:
    """A card with nothing on it."""
    return Node(key, "person", key, SAID, Card((), ()))


def drawn(places: dict[str, Point], *pairs: tuple[str, str, str]) -> list[str]:
    """Each line as it is drawn, in English."""
    lines = [Line(one, other, kind, SAID) for one, other, kind in pairs]
    return [str(line) for line in drawn_ties(lines, [node(key) for key in places], places, "en")]


def boxes(found: list[str]) -> list[Box]:
    """Where the words stand."""
    words = [re.search(r'<text class="tie-name \w+" x="(.+?)" y="(.+?)"[^>]*>(.+?)</text>', line) for line in found]
    return [Box(float(m[1]), float(m[2]) - 4, width_of(m[3], "tie"), 15.0) for m in words if m is not None]


def test_words_stand_in_the_middle_where_that_is_free() -> None:
    (line,) = drawn({"a": (200.0, 100.0), "b": (1200.0, 100.0)}, ("a", "b", "influences"))
    (box,) = boxes([line])
    middle = course_of((200.0, 100.0), (1200.0, 100.0)).at(0.5)
    assert (box.x, box.y) == pytest.approx(middle, abs=0.1)


def test_a_card_over_the_middle_sends_them_aside_and_a_second_line_leaves_them_their_place() -> None:
    places = {"a": (200.0, 100.0), "b": (1600.0, 100.0)}
    places["between"] = course_of(places["a"], places["b"]).at(0.5)
    found = drawn(places, ("a", "b", "influences"), ("a", "b", "conflict"))
    first, second = boxes(found)
    assert not first.meets(second)
    assert not any(Box(*at, CARD_WIDTH, CARD_HEIGHT).meets(box) for at in places.values() for box in (first, second))


def test_where_no_place_is_free_only_hovering_tells_them() -> None:
    (line,) = drawn({"a": (200.0, 100.0), "b": (200.0 + CARD_WIDTH + 20, 100.0)}, ("a", "b", "influences"))
    assert boxes([line]) == []
    assert "<title>Influences</title>" in line
    assert "<path" in line


@unhurried
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=2, max_size=80, unique=True), st.data())
def test_no_word_lies_under_a_card_or_another_word(cells: list[tuple[int, int]], data: st.DataObject) -> None:
    places = {f"p{at}": (176.0 + x * 296.0, 114.0 + y * 140.0) for at, (x, y) in enumerate(cells)}
    keys = st.sampled_from(sorted(places))
    pairs = data.draw(st.lists(st.tuples(keys, keys, st.sampled_from(["influences", "conflict"])), max_size=30))
    found = drawn(places, *(pair for pair in pairs if pair[0] != pair[1]))
    shown = boxes(found)
    for place, box in enumerate(shown):
        assert not any(Box(*at, CARD_WIDTH, CARD_HEIGHT).meets(box) for at in places.values())
        assert not any(box.meets(other) for other in shown[:place])


def test_the_script_of_the_map_tries_the_same_places() -> None:
    tried = re.search(r"ALONG = \[(.+?)\]", SCRIPT.read_text("utf-8"))
    assert tried is not None
    assert [float(part) for part in tried[1].split(",")] == list(ties.ALONG)


def test_the_last_place_that_is_free_is_taken() -> None:
    course = course_of((0.0, 0.0), (2000.0, 0.0))
    others = [Box(*course.at(part), 2.0, 2.0) for part in ties.ALONG[:-1]]
    box = free_box(course, 1.0, others)
    assert box is not None
    assert (box.x, box.y) == course.at(ties.ALONG[-1])
    assert free_box(course, 1.0, [Box(*course.at(part), 2.0, 2.0) for part in ties.ALONG]) is None
