"""A post on a lower level has one word wherever it is told."""

from openkam.records.contacts.moves import Move
from openkam.web.log.timeline.sources import MOVES


def test_a_post_on_a_lower_level_is_called_a_move_down() -> None:
    assert [move for move, words in MOVES.items() if "降职" in words.zh] == [Move.LOWERED]
    assert "moved down" in MOVES[Move.LOWERED].en
    assert set(MOVES) == set(Move)
