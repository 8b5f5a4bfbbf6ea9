"""Review days: whole months back, as long as there is history."""

from datetime import date

from openkam.analysis.facts import months_before
from openkam.analysis.methods.grading.review_days import review_days


def days(since: date, until: date, most: int = 8) -> tuple[date, ...]:
    return review_days(since, until, every_months=3, period_months=12, most=most)


def test_a_young_ledger_has_one_review() -> None:
    assert days(date(2025, 1, 1), date(2025, 12, 31)) == (date(2025, 12, 31),)
    assert days(date(2025, 10, 1), date(2025, 12, 31)) == (date(2025, 12, 31),)


def test_every_quarter_with_a_whole_year_before_it_counts() -> None:
    assert days(date(2024, 7, 1), date(2025, 12, 31)) == (
        date(2025, 6, 30),
        date(2025, 9, 30),
        date(2025, 12, 31),
    )


def test_never_more_than_asked_for() -> None:
    assert len(days(date(2000, 1, 1), date(2025, 12, 31), most=4)) == 4


def test_a_last_day_of_a_month_stays_one() -> None:
    assert months_before(date(2025, 2, 28), 12) == date(2024, 2, 29)
    assert months_before(date(2025, 5, 31), 3) == date(2025, 2, 28)
    assert months_before(date(2025, 5, 30), 3) == date(2025, 2, 28)
    assert months_before(date(2025, 12, 9), 24) == date(2023, 12, 9)
