"""Figures as people write them."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkam.analysis.words import Language
from openkam.core.figures import (
    counted,
    currency_text,
    days_text,
    exact_money,
    money_each,
    money_in,
    money_text,
    number_text,
    share_text,
)
from openkam.core.money import cents, cents_of


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        ("0", "0", "0"),
        ("12.5", "12.50", "12.50"),
        ("9876.4", "9,876", "9,876"),
        ("9999.99", "10k", "1万"),
        ("125000", "125k", "12.5万"),
        ("999999.9", "1M", "100万"),
        ("1250000", "1.25M", "125万"),
        ("12345678", "12.3M", "1,235万"),
        ("99999999", "100M", "1亿"),
        ("1234567890", "1.23B", "12.3亿"),
        ("-48300", "-48.3k", "-4.83万"),
    ],
)
def test_money_is_written_in_the_units_of_its_reader(amount: str, english: str, chinese: str) -> None:
    text = money_text(int(Decimal(amount) * 10_000))
    assert (text.en, text.zh) == (english, chinese)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_many_amounts_at_once_are_written_as_each_alone_also_where_a_unit_or_a_digit_ends(language: Language) -> None:
    ends = [int(first * 10**power) for first in (0.995, 1, 9.995, 99.95, 99.995, 999.5, 9999.5) for power in range(14)]
    near = [end + off for end in ends for off in (-5001, -5000, -51, -50, -49, -1, 0, 1, 49, 50, 4999, 5000)]
    units = [*near, *(-one for one in near), 2**62, -(2**62)]
    assert money_each(np.array(units), language) == [money_in(one, language) for one in units]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(-(10**18), 10**18)))
def test_the_cents_of_many_amounts_are_those_of_each(units: list[int]) -> None:
    assert cents_of(np.array(units, np.int64)) == [cents(one) for one in units]


@settings(deadline=None, max_examples=200)
@given(st.integers(-(10**16), 10**16))
def test_what_is_written_is_within_half_a_percent_of_the_amount(units: int) -> None:
    for written, words in zip(money_text(units), ({"k": 3, "M": 6, "B": 9}, {"万": 4, "亿": 8}), strict=True):
        power = words.get(written[-1], 0)
        number = Decimal(written.rstrip("kMB万亿").replace(",", "")).scaleb(power)
        assert abs(number - Decimal(units) / 10_000) <= max(abs(Decimal(units)) / 10_000 * Decimal("0.0051"), 1)


def test_exact_money_shows_cents_only_where_there_are_any() -> None:
    assert exact_money(12_500_000_000) == "1,250,000"
    assert exact_money(-125_000) == "-12.50"


def test_shares_and_numbers_drop_trailing_zeros() -> None:
    assert [share_text(x) for x in (0.3169, 0.2, 1, -0.0001, 0.00049)] == ["31.7%", "20%", "100%", "0%", "<0.1%"]
    assert [number_text(x) for x in (1171, 4.17, -0.04)] == ["1,171", "4.2", "0"]


def test_counts_agree_with_their_noun() -> None:
    assert counted(1, "invoice", "invoices", "张发票") == ("1 invoice", "1张发票")
    assert days_text(74) == ("74 days", "74天")
    assert currency_text(None) == ("not named in the files", "文件未注明")
    assert currency_text("GBP") == ("GBP", "英镑")
