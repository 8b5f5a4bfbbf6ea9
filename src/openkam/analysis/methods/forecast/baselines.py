"""Plain rules for the months to come, which every model must beat before it is believed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.analysis.history import ledger_months, purchases
from openkam.analysis.methods.forecast.single_orders import SingleOrders, single_orders
from openkam.analysis.methods.forecast.worth import Worth

YEAR_MONTHS = 12
DAMPING = 0.5
"""How much of the latest change is expected to happen again."""


@dataclass(frozen=True)
class Expectation:
    """What a rule or a model expects of each account in the months after `facts.until`.

    method   its code
    value    float64, money in int units; may be below zero where the basis is profit
    active   float64, probability that the account buys at least once
    ranking  float64, who buys again, the likeliest highest; the order the rule itself would give
    """

    method: str
    value: Array
    active: Array
    ranking: Array


def baselines(facts: Facts, value: Worth, months: int) -> list[Expectation]:
    """Every plain rule the ledger is long enough for, the simplest first.

    A rule that says "again" needs an account that did buy again: who ordered on a single day is expected to bring
    the share that such accounts brought before (`single_orders`), whatever the rule.
    Sales are floored at 0, as a credit note for an older sale does not come again; profit is not floored, as an
    account that costs more than it brings goes on doing so.
    """
    covered = ledger_months(facts)
    rules = [(code, rule) for code, (needed, rule) in _RULES.items() if covered >= needed]
    bought, ranking = _who_bought(facts, months)
    once = single_orders(facts, value, months)
    active = np.where(once.is_single, bought * once.account_share, bought)
    found = [
        Expectation(code, _with_singles(rule(facts, value, months), facts, value, once), active, ranking)
        for code, rule in rules
    ]
    return [Expectation(e.method, floored(e.value, value), e.active, e.ranking) for e in found]


def floored(money: Array, value: Worth) -> Array:
    """Expected sales are not below zero; expected profit may be."""
    return money if value.by == "gross_profit" else np.maximum(money, 0.0)


def _with_singles(said: Array, facts: Facts, value: Worth, once: SingleOrders) -> Array:
    """Single orders of the latest year at the share learnt; older ones do not come again."""
    return np.where(once.is_single, once.value_share * _money(facts, value, YEAR_MONTHS), said)


def _last_year(facts: Facts, value: Worth, months: int) -> Array:
    """The last 12 months come again; of a shorter ledger, its own pace."""
    span = min(YEAR_MONTHS, max(1, ledger_months(facts)))
    return _money(facts, value, span) * (months / span)


def _same_months(facts: Facts, value: Worth, months: int) -> Array:
    """The same months a year ago come again."""
    return _money(facts, value, months, YEAR_MONTHS - months)


def _two_year_average(facts: Facts, value: Worth, months: int) -> Array:
    """The average of the last two years comes again."""
    return _money(facts, value, 2 * YEAR_MONTHS) * (months / (2 * YEAR_MONTHS))


def _damped_trend(facts: Facts, value: Worth, months: int) -> Array:
    """The last year and half of its change against the year before."""
    latest = _money(facts, value, YEAR_MONTHS)
    return (latest + DAMPING * (latest - _money(facts, value, YEAR_MONTHS, YEAR_MONTHS))) * (months / YEAR_MONTHS)


_RULES: dict[str, tuple[int, Callable[[Facts, Worth, int], Array]]] = {
    "last_year": (0, _last_year),
    "same_months": (YEAR_MONTHS, _same_months),
    "two_year_average": (2 * YEAR_MONTHS, _two_year_average),
    "damped_trend": (2 * YEAR_MONTHS, _damped_trend),
}


def _money(facts: Facts, value: Worth, months: int, back: int = 0) -> Array:
    return facts.sum_of(value.column, months, back).astype(np.float64)


def _who_bought(facts: Facts, months: int) -> tuple[Array, Array]:
    """Who bought in the latest months buys again; the shorter the silence the likelier."""
    bought = facts.sum_of("is_purchase", months) > 0
    seen = purchases(facts)
    return bought.astype(np.float64), np.where(seen.known, -seen.silent_days, -np.inf)
