"""The customers together: in which order, how concentrated, and who eats the profit."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array, Column
from openkam.analysis.facts import Facts
from openkam.analysis.methods.portfolio.concentration import Concentration, concentration
from openkam.analysis.methods.portfolio.pareto import Pareto, pareto
from openkam.analysis.methods.portfolio.whale import Whale, whale
from openkam.analysis.profit import Basis, gross_profit, profit_or_sales


@dataclass(frozen=True)
class Portfolio:
    """All accounts of a ledger in rank order, and the curves over those that bought.

    basis          what they are ranked by, and its values
    net, bought, returned   int64 money, one an account; returned is positive
    profit         Column, int64 money
    active         which accounts have a line in the period
    order, rank    account indices from first to last, and the place of each account (1 is first)
    line           Pareto by the basis; sales_line: by net sales
    curve          whale curve by profit; None where profit is unknown
    spread         concentration of net sales
    """

    basis: Basis
    net: Array
    bought: Array
    returned: Array
    profit: Column
    active: Array
    order: Array
    rank: Array
    line: Pareto
    sales_line: Pareto
    curve: Whale | None
    spread: Concentration

    @property
    def by_profit(self) -> bool:
        """Whether profit is known well enough to rank by."""
        return self.basis.by == "gross_profit"

    @property
    def active_count(self) -> int:
        """Accounts with at least one line in the period."""
        return int(self.active.sum())


def portfolio_of(facts: Facts) -> Portfolio:
    """Rank, Pareto, whale curve and concentration of one ledger (requirements R032, R045, R088)."""
    basis, net = profit_or_sales(facts), facts.sum_of("net")
    bought, active = facts.sum_by_account(facts.events.bought), facts.lines > 0
    order = _rank_order(basis, net, active)
    rank = np.empty(facts.count, np.int64)
    rank[order] = np.arange(1, facts.count + 1)
    counted = basis.known & active
    by_profit = basis.by == "gross_profit"
    return Portfolio(
        basis=basis,
        net=net,
        bought=bought,
        returned=bought - net,
        profit=gross_profit(facts),
        active=active,
        order=order,
        rank=rank,
        line=pareto(basis.values[counted]),
        sales_line=pareto(net[active]),
        curve=whale(basis.values[counted]) if by_profit else None,
        spread=concentration(net[active]),
    )


def _rank_order(basis: Basis, net: Array, active: Array) -> Array:
    """Known value first, largest first; then those of unknown value by sales; then those that bought nothing.

    `np.lexsort` sorts by its last key first; equal accounts keep the order of their codes.
    """
    value = np.where(basis.known, basis.values, net)
    return np.lexsort((-value, ~basis.known, ~active))


def groups_of(facts: Facts) -> Array | None:
    """The index of the group (company under common control) of each account; None where no parent is known.

    An account whose parent is not in the ledger stands for itself and its sisters under the parent's code.
    """
    if facts.customers is None:
        return None
    parent = facts.customers.column("parent_code", facts.count)
    if not any(parent):
        return None
    above = {code: up for code, up in zip(facts.code.tolist(), parent.tolist(), strict=True) if up and up != code}
    _, group = np.unique([_head(code, above) for code in facts.code.tolist()], return_inverse=True)
    return np.asarray(group)


def _head(code: str, above: dict[str, str]) -> str:
    seen = {code}
    while (up := above.get(code)) is not None and up not in seen:
        seen.add(up)
        code = up
    return code
