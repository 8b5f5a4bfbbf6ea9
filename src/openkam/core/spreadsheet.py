"""CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel takes Chinese for another encoding
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins so could be run as a formula by a spreadsheet."""


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before one that would start a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> str:
    """A whole file, with a byte order mark; texts are harmless, numbers stay numbers, None is an empty cell."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([harmless(head) for head in heads])
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return BYTE_ORDER_MARK + sheet.getvalue()
