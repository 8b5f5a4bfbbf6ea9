"""Days and keys as forms send them; what cannot be read is refused with a remedy, or is none."""

from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

EARLIEST: Final = date(1900, 1, 1)
"""What lies before it was mistyped; and from it a year can be counted back."""
_DIGITS: Final = 18  # what a database can count


def day_of(text: str) -> date | None:
    """A day as `2026-07-31`, None where nothing was typed.

    Raises Problem where it is none.
    """
    written = text.strip()
    if not written:
        return None
    day = day_or_none(written)
    if day is None:
        raise Problem(
            Text("This is not a day.", "日期无效。"),
            remedy=Text("Write it as 2026-07-31.", "请写成 2026-07-31。"),
            value=written[:40],
        )
    return day


def day_or_none(text: str) -> date | None:
    """The same where a day that cannot be read is as if none had been asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None


def key_of(text: str) -> int | None:
    """The key of a row, None where it can be none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
