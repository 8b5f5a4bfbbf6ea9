"""Days and periods as people write them; both ends belong to a period."""

from datetime import date, timedelta
from typing import Final

from openkam.analysis.words import Text

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> Text:
    """A day: `9 Dec 2011`, `2011年12月9日`."""
    return Text(f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def month_text(day: date) -> Text:
    """The month of a day: `Dec 2011`, `2011年12月`."""
    return Text(f"{_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月")


def period_text(since: date, until: date) -> Text:
    """Both ends named: `1 Dec 2010 to 9 Dec 2011`."""
    return Text("{since} to {until}", "{since}至{until}").filled(since=day_text(since), until=day_text(until))


def closes_month(day: date) -> bool:
    """Whether a day is the last one of its month."""
    return (day + timedelta(days=1)).month != day.month


def months_between(since: date, until: date) -> float:
    """Length of a period in months of 365.25 / 12 days, both ends included."""
    return ((until - since).days + 1) / (365.25 / 12)
