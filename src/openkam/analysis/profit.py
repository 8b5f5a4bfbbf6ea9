"""What an account earns us, and when that is known: the rule every profit figure goes by."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts, day_number, months_back

COST_FLOOR_SHARE = 0.95
"""Profit is known where lines with a known cost carry at least this share of the amounts, credit notes counted
as positive: below it the lines without a cost could turn the sign of the profit."""

_UNCOVERED_PART = 20  # 1 / (1 - COST_FLOOR_SHARE), so that the rule is decided in whole numbers


@dataclass(frozen=True)
class Basis:
    """What accounts are ranked by: profit where the company knows its costs, sales otherwise.

    by      "gross_profit" or "net_sales"
    values  int64 money, one an account; known says for which accounts
    """

    by: str
    values: Array
    known: Array


def profit_or_sales(facts: Facts) -> Basis:
    """The profit of each account, or its net sales where too few lines carry a cost (requirement R032)."""
    if company_profit_known(facts):
        profit = gross_profit(facts)
        return Basis("gross_profit", profit.values, profit.known)
    return Basis("net_sales", facts.sum_of("net"), np.ones(facts.count, bool))


def company_profit_known(facts: Facts) -> bool:
    """Whether lines with a known cost carry enough of the company's amounts to speak of its profit."""
    return enough_costs(facts.company.moved, facts.company.moved_covered)


def group_profit(facts: Facts, inside: Array) -> int | None:
    """What a group of accounts earns together; None where too few of its lines carry a cost, by the same rule."""
    if not enough_costs(int(facts.moved[inside].sum()), int(facts.moved_covered[inside].sum())):
        return None
    return int(facts.sum_of("profit")[inside].sum())


def enough_costs(moved: int, covered: int) -> bool:
    """Whether lines with a known cost carry enough of the amounts."""
    return covered > 0 and (moved - covered) * _UNCOVERED_PART <= moved


def profit_known(facts: Facts) -> Array:
    """The same rule account by account; an account without any amount follows the company."""
    return known_by_costs(facts.moved, facts.moved_covered, company_profit_known(facts))


def known_by_costs(moved: Array, covered: Array, company_known: bool) -> Array:
    """The same from the amounts moved and those of lines with a cost (int64 money), one an account."""
    enough = (moved - covered) * _UNCOVERED_PART <= moved
    known: Array = enough & ((covered > 0) | ((moved == 0) & company_known))
    return known


def gross_profit(facts: Facts, months: int | None = None) -> Column:
    """Net amount less cost over the lines whose cost is known (int64 money), of all time or the latest months."""
    return Column.of(facts.sum_of("profit", months), profit_known(facts))


def service_cost(facts: Facts, months: int | None = None) -> Column:
    """What serving each account cost (int64 money), in the whole ledger or the latest months."""
    if facts.service is None:
        return _unknown_money(facts)
    chosen = served(facts, months)
    return Column.of(_add_at(facts, facts.service.account[chosen], facts.service.amount[chosen]))


def service_hours(facts: Facts, months: int | None = None) -> Column:
    """Hours spent on each account (float64); unknown everywhere where no row carries hours."""
    if facts.service is None or not (facts.service.hours > 0).any():
        return Column.unknown(facts.count)
    chosen = served(facts, months)
    account, hours = facts.service.account[chosen], facts.service.hours[chosen]
    return Column.of(np.bincount(account, weights=hours, minlength=facts.count).astype(np.float64))


def contribution(facts: Facts, months: int | None = None) -> Column:
    """Gross profit less the cost to serve; hours without a price count as effort only (methods.md 4.2)."""
    profit = gross_profit(facts, months)
    cost = service_cost(facts, months)
    return Column.of(profit.values - cost.values, profit.known & cost.known)


def current_value(facts: Facts) -> Column:
    """Contribution of the latest 12 months where cost to serve is known, gross profit otherwise (R231)."""
    served_value = contribution(facts, 12)
    profit = gross_profit(facts, 12)
    return Column.of(np.where(served_value.known, served_value.values, profit.values), profit.known)


def company_net(facts: Facts) -> int:
    """Net sales of the company, lines without a customer included."""
    without_customer = facts.company.net - facts.company.net_with_customer
    return int(facts.events.net.sum()) + without_customer


def company_profit(facts: Facts) -> int:
    """Profit of the company over the lines whose cost is known, lines without a customer included.

    Where the facts were cut to an earlier day (`Facts.as_of`) lines without a customer have no date and stay out.
    """
    if int(facts.events.net.sum()) == facts.company.net_with_customer:
        return facts.company.covered - facts.company.cost
    return int(facts.events.profit.sum())


def served(facts: Facts, months: int | None) -> Array:
    """The rows of cost to serve of an account from `since` to `until`, or of the latest months of that time."""
    if facts.service is None:
        return np.zeros(0, bool)
    month = months_back(facts.service.day, facts.until)
    # Sales before `since` are not in the facts, so neither is what serving them cost.
    begun = facts.service.day >= day_number(facts.since)
    chosen: Array = (facts.service.account >= 0) & begun & (month >= 0)
    return chosen if months is None else chosen & (month < months)


def _add_at(facts: Facts, account: Array, amount: Array) -> Array:
    totals = np.zeros(facts.count, np.int64)
    np.add.at(totals, account, amount.astype(np.int64))
    return totals


def _unknown_money(facts: Facts) -> Column:
    return Column(np.zeros(facts.count, np.int64), np.zeros(facts.count, bool))
