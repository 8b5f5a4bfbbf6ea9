"""Figures as people write them: 万 and 亿 in Chinese, k and M in English, exact where exactness is the point."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.money import CENT, amount_of

UNKNOWN: Final = Text("unknown", "未知")

_ENGLISH: Final = ((10**9, "B"), (10**6, "M"), (10**4, "k"))  # from 10,000 on; 9,999 is still written out
_CHINESE: Final = ((10**8, "亿"), (10**4, "万"))
_DIVISOR: Final = {"B": 10**9, "M": 10**6, "k": 10**3, "亿": 10**8, "万": 10**4}

CURRENCIES: Final = {
    "CNY": "人民币元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
    "TWD": "新台币",
    "CHF": "瑞士法郎",
    "AUD": "澳元",
    "CAD": "加元",
    "SGD": "新加坡元",
    "KRW": "韩元",
}


def money_text(units: int) -> Text:
    """An amount (in 1/10,000) to three digits: `1.25M` and `125万`; below 10,000 whole, below 100 with cents."""
    units = int(units)
    return Text(_scaled(units, _ENGLISH), _scaled(units, _CHINESE))


def exact_money(units: int) -> str:
    """An amount (in 1/10,000) with grouped digits, cents only where there are any: `1,250,000`, `12.50`."""
    amount = amount_of(units).quantize(CENT, ROUND_HALF_UP)
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def share_text(share: float, places: int = 1) -> str:
    """A share of 1 as a percentage: `31.7%`; a trailing `.0` is dropped."""
    percent = (Decimal(repr(float(share))) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{percent:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0%" if text in {"-0", ""} else f"{text}%"


def number_text(value: float, places: int = 1) -> str:
    """A plain number, grouped, without trailing zeros: `1,171`, `4.2`."""
    text = f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def counted(count: int, one: str, many: str, chinese: str) -> Text:
    """A count with its noun: `1 invoice`, `2 invoices`, `2张发票` (`chinese` carries the measure word)."""
    return Text(f"{count:,} {one if count == 1 else many}", f"{count:,}{chinese}")


def days_text(days: int) -> Text:
    """A number of days."""
    return counted(int(days), "day", "days", "天")


def currency_text(currency: str | None) -> Text:
    """The name of a currency; `as in the file` where the ledger named none."""
    if currency is None:
        return Text("the file's currency", "原文件币种")
    return Text(currency, CURRENCIES.get(currency, currency))


def _scaled(units: int, steps: tuple[tuple[int, str], ...]) -> str:
    size = abs(units)
    for floor, word in steps:
        # 9,999.99 rounds to five digits: it belongs to the step above already.
        if size >= floor * MONEY_SCALE - MONEY_SCALE // 2:
            text = _three_digits(Decimal(units) / (_DIVISOR[word] * MONEY_SCALE))
            if text.lstrip("-") == "1,000" and word in {"k", "M"}:
                return f"{'-' if units < 0 else ''}1{'M' if word == 'k' else 'B'}"
            if text.lstrip("-") == "10,000" and word == "万":
                return f"{'-' if units < 0 else ''}1亿"
            return f"{text}{word}"
    if size < 100 * MONEY_SCALE:
        return exact_money(units)
    return f"{amount_of(units).quantize(Decimal(1), ROUND_HALF_UP):,f}"


def _three_digits(value: Decimal) -> str:
    places = min(2, max(0, 2 - value.adjusted()))
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
