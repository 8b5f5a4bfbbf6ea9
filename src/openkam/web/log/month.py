"""A month as a reader calls it."""

from datetime import date
from typing import Final

from openkam.analysis.words import Text

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def month_name(first: date) -> Text:
    """The month of a day: October 2025."""
    return Text(f"{_MONTHS[first.month - 1]} {first.year}", f"{first.year}年{first.month}月")
