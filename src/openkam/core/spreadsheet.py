"""CSV that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel takes Chinese for another encoding
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins so could be run as a formula by a spreadsheet."""

Value = str | int | float | Decimal | date | None


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe stands before one that would start a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A whole file, with a byte order mark; texts are harmless, numbers stay numbers, None is an empty cell."""
    return "".join(csv_pieces(heads, rows))


def csv_pieces(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The same file line by line, for one of any length."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    sheet.write(BYTE_ORDER_MARK)
    writer.writerow([harmless(head) for head in heads])
    yield sheet.getvalue()
    for row in rows:
        sheet.seek(0)
        sheet.truncate()
        writer.writerow([_written(cell) for cell in row])
        yield sheet.getvalue()


def _written(cell: Value) -> Value:
    if isinstance(cell, str):
        return harmless(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else cell
