"""Predictability: is the account's contribution lasting, even and not melting away (R035)?"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts, months_back
from openkam.analysis.history import ledger_months, period_sums, purchases
from openkam.analysis.remembered import remembered
from openkam.analysis.words import Text

PERIOD_MONTHS = 3  # by the month most organisations look irregular: they buy against budgets and projects
LONGEST_PERIODS = 8
LEAST_PERIODS = 3

BOUGHT_FLOOR = 2 / 3  # a gap of one period in three is still a habit
VARIATION_CEILING = 1.0  # above it the deviation is larger than the mean itself
CHANGE_FLOOR = -0.5  # a line that loses half of the mean over the periods is not lasting

RULE: Final = Text(
    "Predictable: bought in at least two periods of three, deviation not above the mean, and the trend line does not "
    "lose more than half of the mean; over at least three quarters.",
    "可预测：至少三分之二的期间有采购，波动不超过均值，趋势下降不超过均值的一半；至少看三个季度。",
)


@dataclass(frozen=True)
class Predictability:
    """One value an account; where `known` is False there were fewer than three periods.

    score         float64  0 to 1: bought_share / (1 + variation), less what the trend loses
    passes        bool     RULE holds
    periods       int64    how many were looked at
    bought_share  float64  periods with a positive sum
    variation     float64  standard deviation over the mean; NaN where the mean is not positive
    change        float64  rise of the trend line over the periods, over the mean; NaN likewise
    """

    known: Array
    score: Array
    passes: Array
    periods: Array
    bought_share: Array
    variation: Array
    change: Array


@remembered
def predictability(facts: Facts) -> Predictability:
    """Quarterly net sales of up to two years, counted for each account from its first purchase on."""
    bought = purchases(facts)
    since = months_back(bought.earliest, facts.until) // PERIOD_MONTHS + 1
    possible = min(LONGEST_PERIODS, ledger_months(facts) // PERIOD_MONTHS)
    periods = np.where(bought.known, np.minimum(since, possible), 0)
    return predictable(period_sums(facts, facts.events.net, PERIOD_MONTHS, possible), periods)


def predictable(sums: Array, periods: Array) -> Predictability:
    """The same from sums of shape (periods, accounts), newest first, of which each account uses its newest."""
    back = np.arange(len(sums))[:, None]
    used = back < periods
    amounts = np.where(used, sums, 0).astype(np.float64)
    known = periods >= LEAST_PERIODS
    count = np.maximum(periods, LEAST_PERIODS)
    mean = amounts.sum(axis=0) / count
    positive = known & (mean > 0)
    scale = np.where(positive, mean, 1)
    deviation = np.sqrt(np.where(used, np.square(amounts - mean), 0).sum(axis=0) / count)
    slope = (((count - 1) / 2 - back) * amounts).sum(axis=0) * 12 / (count * (count**2 - 1))
    bought_share = (amounts > 0).sum(axis=0) / count
    variation = np.where(positive, deviation / scale, np.nan)
    change = np.where(positive, slope * (count - 1) / scale, np.nan)
    lasting = np.clip(1 + change, 0, 1)
    score = np.where(positive, bought_share / (1 + variation) * lasting, 0.0)
    passes = positive & (bought_share >= BOUGHT_FLOOR) & (variation <= VARIATION_CEILING) & (change >= CHANGE_FLOOR)
    return Predictability(known, score, passes, periods, bought_share, variation, change)
