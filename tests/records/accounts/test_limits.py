"""How long a decision holds, and what is said of a day that cannot be."""

from datetime import date, timedelta

import pytest

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.accounts.limits import expiry, said

SINCE = date(2026, 7, 1)


def test_a_day_that_is_over_is_answered_with_a_later_one_and_one_too_far_with_an_earlier() -> None:
    for chosen, chinese, english in (
        (SINCE - timedelta(days=1), "更晚", "later"),
        (date(2027, 7, 2), "更早", "earlier"),
    ):
        with pytest.raises(Problem) as caught:
            expiry(chosen, SINCE)
        assert caught.value.remedy is not None
        assert chinese in caught.value.remedy.zh
        assert english in caught.value.remedy.en


def test_a_day_within_the_next_year_is_kept() -> None:
    for chosen in (SINCE, date(2027, 7, 1)):
        assert expiry(chosen, SINCE) == chosen


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x7f"])
def test_signs_nobody_can_read_are_refused(sign: str) -> None:
    with pytest.raises(Problem):
        said(f"a{sign}b", 20, Text("The name", "名称"))
    assert said("two\nlines", 20, Text("The name", "名称")) == "two\nlines"
