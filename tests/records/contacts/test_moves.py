"""What became of a person's post: one rule for map and log."""

from datetime import date

import pytest

from openkam.records.contacts.models import Employment
from openkam.records.contacts.moves import Move, change_of_level, moves_of


def post(level: str = "", since: date | None = None, until: date | None = None) -> Employment:
    """A post as moves see it."""
    return Employment(level=level, since_date=since, until_date=until)


def told(*posts: Employment) -> list[tuple[str, Move]]:
    """Days and moves."""
    return [(str(one.day), one.move) for one in moves_of(posts)]


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ("EXECUTION", "MANAGEMENT", Move.PROMOTED),
        ("DECISION", "MANAGEMENT", Move.LOWERED),
        ("MANAGEMENT", "MANAGEMENT", Move.TRANSFERRED),
        ("", "DECISION", Move.TRANSFERRED),
    ],
)
def test_a_move_inside_the_house_is_a_step_up_down_or_aside_and_nobody_left(
    before: str, after: str, move: Move
) -> None:
    assert change_of_level(before, after) is move
    first = post(before, date(2024, 1, 1), date(2025, 6, 30))
    assert told(first, post(after, date(2025, 7, 1))) == [("2024-01-01", Move.CAME), ("2025-07-01", move)]


def test_who_begins_anew_within_a_month_moved_and_later_came_back() -> None:
    first = post("", date(2024, 1, 1), date(2024, 12, 31))
    assert told(first, post("", date(2025, 1, 20)))[1:] == [("2025-01-20", Move.TRANSFERRED)]
    assert told(first, post("", date(2025, 6, 1)))[1:] == [
        ("2025-01-01", Move.LEFT),
        ("2025-06-01", Move.CAME_BACK),
    ]


def test_a_second_post_beside_the_first_is_taken_on_and_its_end_is_no_leaving() -> None:
    first, second = post("", None, None), post("", date(2025, 1, 1), date(2025, 3, 31))
    assert told(first, second) == [("2025-01-01", Move.ADDED)]


def test_the_day_of_leaving_is_the_first_he_is_gone() -> None:
    assert told(post("", None, date(2025, 3, 31))) == [("2025-04-01", Move.LEFT)]
    assert told() == []
