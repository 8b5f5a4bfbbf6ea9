"""The five ratios that screen a customer's finances, the current ratio beside them, their bands and their trend.

Sources: R066 to R071; formulas and what is ambiguous about them: methods, 4.6.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from openkam.analysis.words import Text

DAYS: Final = 365
OLD_MONTHS: Final = 18
_LEVEL: Final = 0.02
"""A change by less than two percent of the earlier figure is no trend."""


class Ratio(StrEnum):
    """The ratios, in the order of the source; the current ratio stands beside the first."""

    CURRENT_ASSETS = "CURRENT_ASSETS"
    CURRENT = "CURRENT"
    NET_MARGIN = "NET_MARGIN"
    RETURN_ON_ASSETS = "RETURN_ON_ASSETS"
    RECEIVABLE_DAYS = "RECEIVABLE_DAYS"
    INVENTORY_DAYS = "INVENTORY_DAYS"


class Band(StrEnum):
    """How a ratio is judged; NONE where it is not known."""

    SOUND = "SOUND"
    WATCH = "WATCH"
    WEAK = "WEAK"
    NONE = "NONE"


class Trend(StrEnum):
    """What became of a ratio since the year before."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    LEVEL = "LEVEL"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Figures:
    """A year's statements in any one unit of money; None: not known."""

    current_assets: int | None = None
    total_assets: int | None = None
    current_liabilities: int | None = None
    revenue: int | None = None
    net_profit: int | None = None
    receivables: int | None = None
    inventory: int | None = None
    cost_of_goods: int | None = None


@dataclass(frozen=True)
class Kind:
    """What a ratio is called, what it tells, which figures it needs, and from where on it is judged how.

    is_share  written as a percentage; days otherwise, or a plain figure for the current ratio
    sound, weak  the bounds of the bands, rules of thumb across trades: a trade's own may differ
    """

    label: Text
    tells: Text
    needs: tuple[str, ...]
    unit: str
    sound: float
    weak: float

    @property
    def is_better_high(self) -> bool:
        """Whether more is better."""
        return self.sound > self.weak


KINDS: Final[Mapping[Ratio, Kind]] = {
    Ratio.CURRENT_ASSETS: Kind(
        Text("Current-asset ratio", "流动资产率"),
        Text("how much of what it owns turns into cash within a year", "资产中有多少能在一年内变现"),
        ("current_assets", "total_assets"),
        "share",
        0.5,
        0.3,
    ),
    Ratio.CURRENT: Kind(
        Text("Current ratio", "流动比率"),
        Text("whether it can pay what falls due within a year", "能否偿付一年内到期的债务"),
        ("current_assets", "current_liabilities"),
        "times",
        1.5,
        1.0,
    ),
    Ratio.NET_MARGIN: Kind(
        Text("Net profit margin", "净利润率"),
        Text("what is left of its sales", "销售收入最终留下多少利润"),
        ("net_profit", "revenue"),
        "share",
        0.05,
        0.0,
    ),
    Ratio.RETURN_ON_ASSETS: Kind(
        Text("Return on assets", "资产回报率"),
        Text("what it earns on all it owns", "投入的资产带来多少回报"),
        ("net_profit", "total_assets"),
        "share",
        0.05,
        0.0,
    ),
    Ratio.RECEIVABLE_DAYS: Kind(
        Text("Collection period", "回款周期"),
        Text("how long its own customers let it wait for money", "它自己的客户多久付款"),
        ("receivables", "revenue"),
        "days",
        60,
        120,
    ),
    Ratio.INVENTORY_DAYS: Kind(
        Text("Inventory period", "存货周期"),
        Text("how long goods lie before they are sold", "存货多久才能卖出去"),
        ("inventory", "cost_of_goods"),
        "days",
        90,
        180,
    ),
}
FIGURE_LABELS: Final = {
    "current_assets": Text("Current assets", "流动资产"),
    "total_assets": Text("Total assets", "资产总计"),
    "current_liabilities": Text("Current liabilities", "流动负债"),
    "revenue": Text("Revenue", "营业收入"),
    "net_profit": Text("Net profit", "净利润"),
    "receivables": Text("Receivables", "应收账款"),
    "inventory": Text("Inventory", "存货"),
    "cost_of_goods": Text("Cost of goods sold", "营业成本"),
}


@dataclass(frozen=True)
class Reading:
    """One ratio of one year.

    value    None: not computable, because `missing` figures are not known or a denominator is not above zero
    is_closing_only  the return stands on the assets at the year's end, as those of the year before are not known
    """

    ratio: Ratio
    value: float | None
    band: Band
    trend: Trend
    missing: tuple[str, ...]
    is_closing_only: bool = False


def readings(this: Figures, before: Figures | None = None, earlier: Figures | None = None) -> tuple[Reading, ...]:
    """All ratios of a year; `before` is the year before it, which gives trends and average assets.

    earlier  the year before `before`, for the average assets of that one
    """
    return tuple(_reading(ratio, this, before, earlier) for ratio in Ratio)


def is_old(figures_date: date, today: date) -> bool:
    """Whether the balance sheet is older than 18 months. Source: R071."""
    place = figures_date.year * 12 + figures_date.month - 1 + OLD_MONTHS
    year, month = divmod(place, 12)
    latest_day = calendar.monthrange(year, month + 1)[1]
    return today > date(year, month + 1, min(figures_date.day, latest_day))


def weak_count(read: Sequence[Reading]) -> int:
    """How many of the ratios are weak."""
    return sum(reading.band is Band.WEAK for reading in read)


def _reading(ratio: Ratio, this: Figures, before: Figures | None, earlier: Figures | None) -> Reading:
    value, past = _value(ratio, this, before), _value(ratio, before, earlier) if before is not None else None
    missing = tuple(name for name in KINDS[ratio].needs if getattr(this, name) is None)
    is_closing_only = (
        ratio is Ratio.RETURN_ON_ASSETS and value is not None and (before is None or before.total_assets is None)
    )
    return Reading(ratio, value, _band(ratio, value), _trend(ratio, value, past), missing, is_closing_only)


def _value(ratio: Ratio, this: Figures, before: Figures | None) -> float | None:
    upper, lower = (getattr(this, name) for name in KINDS[ratio].needs)
    if upper is None or lower is None:
        return None
    if ratio is Ratio.RETURN_ON_ASSETS and before is not None and before.total_assets is not None:
        lower = (lower + before.total_assets) / 2
    if lower <= 0:
        return None
    return float(upper / lower * (DAYS if KINDS[ratio].unit == "days" else 1))


def _band(ratio: Ratio, value: float | None) -> Band:
    if value is None:
        return Band.NONE
    kind, sign = KINDS[ratio], 1 if KINDS[ratio].is_better_high else -1
    if sign * value >= sign * kind.sound:
        return Band.SOUND
    return Band.WATCH if sign * value >= sign * kind.weak else Band.WEAK


def _trend(ratio: Ratio, value: float | None, past: float | None) -> Trend:
    if value is None or past is None:
        return Trend.UNKNOWN
    if abs(value - past) <= _LEVEL * abs(past):
        return Trend.LEVEL
    return Trend.BETTER if (value > past) == KINDS[ratio].is_better_high else Trend.WORSE
