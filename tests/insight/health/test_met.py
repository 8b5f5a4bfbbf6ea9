"""How many were met, in words that fit one, some, all and none."""

from datetime import date

import pytest

from openkam.insight.health.met import met_count, met_text

ONCE = date(2020, 5, 1)


@pytest.mark.parametrize(
    ("latest", "en", "zh"),
    [
        ([ONCE, None, None], "1 of 3 people met", "3人中见过1人"),
        ([ONCE, ONCE], "All 2 people met", "2人均已见过"),
        ([None, None], "Nobody of 2 people met", "2人均未见过"),
        ([ONCE], "The only person is met", "唯一的联系人已见过"),
        ([None], "The only person was never met", "唯一的联系人还没见过"),
    ],
)
def test_it_is_said_as_one_says_it(latest: list[date | None], en: str, zh: str) -> None:
    assert met_text(latest) == (en, zh)


def test_a_meeting_of_long_ago_counts() -> None:
    assert met_count([ONCE, None]) == 1
