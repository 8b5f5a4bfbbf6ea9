"""Figures as people write them: 万 and 亿 in Chinese, k and M in English, exact where exactness is the point."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Language, Text

if TYPE_CHECKING:
    from openkam.analysis.column import Array

UNKNOWN: Final = Text("unknown", "未知")

_HALF_UNIT: Final = MONEY_SCALE // 2
_HALF_CENT: Final = MONEY_SCALE // 200


@dataclass(frozen=True, slots=True)
class _Step:
    """From `floor` on an amount is written as so many times `divisor`; `over` is what rounds up to the step above."""

    floor: int
    divisor: int
    word: str
    over: str = ""
    above: str = ""


def _steps(*written: tuple[int, int, str]) -> tuple[_Step, ...]:
    steps: list[_Step] = []
    for floor, divisor, word in written:
        over = f"{steps[-1].divisor // (divisor * MONEY_SCALE):,}" if steps else ""
        # 9,999.99 rounds to five digits: it belongs to the step above already.
        least = floor * MONEY_SCALE - _HALF_UNIT
        steps.append(_Step(least, divisor * MONEY_SCALE, word, over, f"1{steps[-1].word}" if steps else ""))
    return tuple(steps)


# From 10,000 on; 9,999 is still written out.
_ENGLISH: Final = _steps((10**9, 10**9, "B"), (10**6, 10**6, "M"), (10**4, 10**3, "k"))
_CHINESE: Final = _steps((10**8, 10**8, "亿"), (10**4, 10**4, "万"))

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
    return Text(money_in(units, "en"), money_in(units, "zh"))


class Amount(NamedTuple):
    """An amount (in 1/10,000) that is written like `money_text` when it is asked for."""

    units: int

    def to(self, language: Language) -> str:
        """The amount in one language."""
        return money_in(self.units, language)


def money_in(units: int, language: Language) -> str:
    """`money_text` in one language, at half the work: lists write hundreds of amounts."""
    return _scaled(int(units), _CHINESE if language == "zh" else _ENGLISH)


def money_each(units: "Array", language: Language) -> list[str]:
    """`money_in` of each of many amounts (int64): three digits make few texts, so each is written once."""
    import numpy as np  # only whoever has arrays needs it

    from_, unit = _units_shown(language)
    step = np.array(unit)[np.searchsorted(from_, abs(units), side="right") - 1]
    shown = np.sign(units) * ((abs(units) + step // 2) // step * step)
    return list(map(_kept, shown.tolist(), repeat(language)))


_kept: Final = lru_cache(maxsize=1 << 14)(money_in)


@lru_cache
def _units_shown(language: Language) -> tuple[list[int], list[int]]:
    """From which amount on (1/10,000) to the whole of which unit an amount is rounded where it is written."""
    places = [(0, 2 * _HALF_CENT), (100 * MONEY_SCALE, MONEY_SCALE)]
    for step in reversed(_CHINESE if language == "zh" else _ENGLISH):
        two, one = step.divisor // 100, step.divisor // 10
        places += [(step.floor, two), (10 * step.divisor, one), (100 * step.divisor, step.divisor)]
    return [start for start, _ in places], [unit for _, unit in places]


def exact_money(units: int) -> str:
    """An amount (in 1/10,000) with grouped digits, cents only where there are any: `1,250,000`, `12.50`."""
    whole, cents = divmod((abs(units) + _HALF_CENT) // (2 * _HALF_CENT), 100)
    sign = "-" if units < 0 and (whole or cents) else ""
    return f"{sign}{whole:,}.{cents:02}" if cents else f"{sign}{whole:,}"


def share_text(share: float, places: int = 1) -> str:
    """A share of 1 as a percentage: `31.7%`; a trailing `.0` is dropped, and what is not nothing is not written 0."""
    text = number_text(share * 100, places)
    return f"<{10**-places:g}%" if text == "0" and share > 0 else f"{text}%"


def number_text(value: float, places: int = 1) -> str:
    """A plain number, grouped, without trailing zeros: `1,171`, `4.2`."""
    text = _trimmed(f"{value:,.{places}f}")
    return "0" if text == "-0" else text


def counted(count: int, one: str, many: str, chinese: str) -> Text:
    """A count with its noun: `1 invoice`, `2 invoices`, `2张发票` (`chinese` carries the measure word)."""
    return Text(f"{count:,} {one if count == 1 else many}", f"{count:,}{chinese}")


def days_text(days: int) -> Text:
    """A number of days."""
    return counted(int(days), "day", "days", "天")


def currency_text(currency: str | None) -> Text:
    """The name of a currency; or that the files name none."""
    if currency is None:
        return Text("not named in the files", "文件未注明")
    return Text(currency, CURRENCIES.get(currency, currency))


def _scaled(units: int, steps: tuple[_Step, ...]) -> str:
    size, sign = abs(units), "-" if units < 0 else ""
    for step in steps:
        if size >= step.floor:
            text = _three_digits(size, step.divisor)
            return f"{sign}{step.above}" if text == step.over else f"{sign}{text}{step.word}"
    if size < 100 * MONEY_SCALE:
        return exact_money(units)
    return f"{sign}{(size + _HALF_UNIT) // MONEY_SCALE:,}"


def _three_digits(size: int, divisor: int) -> str:
    """`size / divisor` to three digits, or whole where it has more; in whole numbers, half up."""
    places = 2 if size < 10 * divisor else 1 if size < 100 * divisor else 0
    return _pointed((size * 10**places * 2 + divisor) // (2 * divisor), places)


@lru_cache(maxsize=4096)
def _pointed(digits: int, places: int) -> str:
    """Digits with the point before the last `places` of them: three digits make few numbers, so they are kept."""
    whole, rest = divmod(digits, 10**places)
    return _trimmed(f"{whole:,}.{rest:0{places}d}") if places else f"{whole:,}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
