"""Comma-separated text for spreadsheets: nothing in a cell can act as a formula."""

from datetime import date
from decimal import Decimal
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it, spreadsheets read Chinese as something else."""

_ACTING: Final = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float | Decimal | date | None


class Echo:
    """A file that gives back what is written into it: `csv.writer(Echo())` answers its lines."""

    def write(self, text: str) -> str:
        """The line as the csv module formed it."""
        return text


def harmless(value: Value) -> str:
    """A cell: text that a spreadsheet would run is led by an apostrophe, a negative number stays one."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_ACTING) else value
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
