"""One code a currency, whatever people call it."""

import pytest

from openkam.core.currencies import NAMES, currency_code


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("人民币 RMB rmb CNY cny CNH ￥ ¥ 元", "CNY"),
        ("美元 USD usd US$ us$ $", "USD"),
        ("欧元 EUR eur €", "EUR"),
        ("港币 港元 HKD hk$", "HKD"),
        ("日元 JPY jpy", "JPY"),
        ("英镑 GBP gbp £", "GBP"),
    ],
)
def test_a_currency_has_one_code_whatever_it_is_called(names: str, code: str) -> None:
    assert {currency_code(name) for name in names.split()} == {code}


def test_an_unknown_currency_keeps_its_name() -> None:
    assert currency_code(" brl ") == "BRL"


def test_no_name_belongs_to_two_currencies() -> None:
    every = [name for names in NAMES.values() for name in names]
    assert len(set(every)) == len(every)
    assert all(name == name.upper() for name in every)
