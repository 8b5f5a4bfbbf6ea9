"""Words on a card never leave it: a long name takes two lines, the rest is cut with an ellipsis."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.analysis.words import Language
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.queries import Chair
from openkam.web.people.cards import ROOM, clipped, lines_of, person_card, width_of
from openkam.web.people.scene import Figure
from openkam.web.people.touches import NEVER

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("周海", ["周海"]),
        ("Maximilian-Alexander von Hohenstein-Ballenstedt", ["Maximilian-Alexander von", "Hohenstein-Ballenstedt"]),
        ("阿卜杜热西提·阿卜杜拉·买买提江", ["阿卜杜热西提·阿卜杜拉·", "买买提江"]),
    ],
)
def test_a_long_name_takes_two_lines_broken_where_words_end(name: str, lines: list[str]) -> None:
    assert lines_of("name", name, ROOM) == lines


@pytest.mark.parametrize("name", ["Wen Zhenghua", "Weng Xiaolan", "Wang Zhiqiang", "欧阳文慧"])
def test_the_name_of_a_usual_length_stands_whole_on_one_line_even_from_afar(name: str) -> None:
    assert lines_of("name", name, ROOM) == [name]
    assert lines_of("far-long", name, ROOM) == [name]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_role_has_room_for_its_word_from_afar(language: Language) -> None:
    for role in RoleCode:
        chair = Chair(1, "Wen Zhenghua", False, "", "", "", None, None, roles=frozenset({role}))
        word = next(one for one in person_card(Figure(chair, NEVER, has_left=False), DAY, language).far if one.y > 80)
        assert "…" not in word.text
        assert word.text


@given(st.text(max_size=60), st.sampled_from(["name", "role", "far", "far-long", "quiet"]))
def test_nothing_is_longer_than_its_room(said: str, kind: str) -> None:
    assert width_of(clipped(said, kind, ROOM), kind) <= ROOM
    lines = lines_of(kind, said, ROOM)
    assert len(lines) <= 2
    assert all(width_of(line, kind) <= ROOM for line in lines)
