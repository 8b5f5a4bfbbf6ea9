"""Words on a card never leave it: a long name takes two lines, the rest is cut with an ellipsis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.web.people.cards import ROOM, clipped, lines_of, width_of


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("周海", ["周海"]),
        ("Maximilian-Alexander von Hohenstein-Ballenstedt", ["Maximilian-Alexander", "von Hohenstein-Ballens…"]),
        ("阿卜杜热西提·阿卜杜拉·买买提江", ["阿卜杜热西提·阿卜杜拉·", "买买提江"]),
    ],
)
def test_a_long_name_takes_two_lines_broken_where_words_end(name: str, lines: list[str]) -> None:
    assert lines_of("name", name, ROOM) == lines


@given(st.text(max_size=60), st.sampled_from(["name", "role", "far", "far-long", "quiet"]))
def test_nothing_is_longer_than_its_room(said: str, kind: str) -> None:
    assert width_of(clipped(said, kind, ROOM), kind) <= ROOM
    lines = lines_of(kind, said, ROOM)
    assert len(lines) <= 2
    assert all(width_of(line, kind) <= ROOM for line in lines)
