"""Nothing in a file of ours runs in a spreadsheet, and numbers stay numbers."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from openkam.core.spreadsheet import BYTE_ORDER_MARK, csv_pieces, csv_text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd", "@sum", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "\uff20a"]
)
def test_a_text_that_would_run_is_led_by_an_apostrophe(text: str) -> None:
    whole = csv_text([text], [[text]])
    assert list(csv.reader(io.StringIO(whole.removeprefix(BYTE_ORDER_MARK), newline=""))) == [[f"'{text}"]] * 2


def test_numbers_days_and_the_unknown_are_written_as_they_are() -> None:
    whole = csv_text(["a"], [[-1, -2.5, Decimal("-1E+3"), Decimal("0.0000001"), date(2026, 7, 1), None, "海港, “a”"]])
    assert whole == '\ufeffa\r\n-1,-2.5,-1000,0.0000001,2026-07-01,,"海港, “a”"\r\n'


def test_a_long_file_comes_line_by_line() -> None:
    pieces = csv_pieces(["n"], ([n] for n in range(3)))
    assert list(pieces) == ["\ufeffn\r\n", "0\r\n", "1\r\n", "2\r\n"]
