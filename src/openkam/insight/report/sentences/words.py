"""Figures of measures and names of gates, as they stand in a sentence."""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array
from openkam.analysis.measure import Unit
from openkam.analysis.methods.rhythm.alarms import AlarmList
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text, number_text, share_text
from openkam.insight.report.reason import Amounts, Spoken, Words

GATE_WORDS: Final = {
    "fit": Text(
        "the product or our way of selling does not fit this customer",
        "产品或销售方式与该客户不匹配",
    ),
    "buying_structure": Text(
        "its branches buy on their own and are more than our team can serve",
        "各分支机构分散采购，超出我方覆盖能力",
    ),
    "purchase_pattern": Text("one order does not make a key account", "一次性采购不等于大客户"),
    "organisation_kind": Text("a private person is no key account", "个人客户不列为大客户"),
    "coverage": Text("too little is known about it", "已知信息太少"),
}


@cache
def measure_label(code: str) -> Text:
    """The name of a measure inside a sentence: English in lower case unless it is an abbreviation."""
    label = MEASURES[code].label
    start = label.en[:2]
    return Text(label.en if start.isupper() else label.en[:1].lower() + label.en[1:], label.zh)


def figures_said(code: str, values: list[float]) -> Spoken:
    """The figures of many accounts, as `figure_text` says each of them."""
    if MEASURES[code].unit is Unit.MONEY:
        return Amounts(np.rint(np.array(values) * MONEY_SCALE).astype(np.int64))
    return Words([figure_text(code, value) for value in values])


def written_once(values: Array, written: Callable[[float], str]) -> list[str]:
    """Each value as it is written, where few values are many accounts'."""
    kinds, place = np.unique(values, return_inverse=True)
    texts = [written(one) for one in kinds.tolist()]
    return [texts[kind] for kind in place.tolist()]


def figure_text(code: str, value: float) -> Text:
    """A figure of a measure in business units (money in currency units), written by its unit."""
    unit = MEASURES[code].unit
    if unit is Unit.MONEY:
        return money_text(round(value * MONEY_SCALE))
    if unit is Unit.SHARE:
        return Text(share := share_text(value), share)
    if unit is Unit.DAYS:
        return counted_number(value, "day", "days", "天")
    if unit is Unit.MONTHS:
        return counted_number(value, "month", "months", "个月")
    if unit is Unit.HOURS:
        return counted_number(value, "hour", "hours", "小时")
    return Text(number := number_text(value), number)


def times_word(count: int) -> Text:
    """A number of times: in Chinese twice is 两次."""
    return Text(str(count), {2: "两"}.get(count, str(count)))


def counted_number(value: float, one: str, many: str, chinese: str) -> Text:
    """A number that may be broken, with its noun."""
    if float(value).is_integer():
        return counted(int(value), one, many, chinese)
    return Text(f"{(number := number_text(value))} {many}", f"{number}{chinese}")


def no_more_than_chance(alarms: AlarmList) -> bool:
    """Whether chance alone would raise as many alarms of this kind."""
    return len(alarms.alarms) <= alarms.expected_by_chance


def listing(texts: list[Text]) -> Text:
    """Several words in one sentence: `a, b and c`, `a、b、c`."""
    english = [text.en for text in texts]
    head = ", ".join(english[:-1])
    return Text(f"{head} and {english[-1]}" if head else "".join(english), "、".join(text.zh for text in texts))


def signed(value: float, places: int = 0) -> str:
    """A number with its sign: `+12`, `−5`."""
    text = number_text(abs(value), places)
    return f"−{text}" if value < 0 else f"+{text}"
