"""What a measure is: one figure about an account, with its unit, its formula in words and its source."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from openkam.analysis.column import Column
from openkam.analysis.facts import Facts
from openkam.analysis.words import Text


class Unit(StrEnum):
    """What a measure's values are: it decides how they are written."""

    MONEY = "money"  # int64 in 1/10,000 of the ledger's currency
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    SHARE = "share"  # 0 to 1, may be negative for margins and growth
    RATING = "rating"  # 0 to 10
    SCORE = "score"  # 0 to 100


class Indicator(StrEnum):
    """The classes of indicators (requirements R185 to R189, R052)."""

    TRANSACTION = "transaction"
    FINANCIAL = "financial"
    FEATURE = "feature"
    DEMAND = "demand"
    EFFORT = "effort"


@dataclass(frozen=True)
class Measure:
    """One figure about an account.

    `of` takes the facts and answers one value an account; `higher_is_better` is None where it depends.
    """

    code: str
    indicator: Indicator
    unit: Unit
    label: Text
    formula: Text
    source: str
    of: Callable[[Facts], Column]
    higher_is_better: bool | None = True
