"""Days and periods as people write them."""

from datetime import date

from openkam.core.periods import closes_month, day_text, month_text, months_between, period_text


def test_days_are_written_as_each_language_writes_them() -> None:
    assert day_text(date(2011, 12, 9)) == ("9 Dec 2011", "2011年12月9日")
    assert month_text(date(2011, 12, 9)) == ("Dec 2011", "2011年12月")
    assert period_text(date(2010, 12, 1), date(2011, 12, 9)).zh == "2010年12月1日至2011年12月9日"


def test_a_month_is_closed_by_its_own_last_day() -> None:
    assert closes_month(date(2024, 2, 29))
    assert not closes_month(date(2011, 12, 9))
    assert round(months_between(date(2024, 1, 1), date(2024, 12, 31)), 2) == 12.02
