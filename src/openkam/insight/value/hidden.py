"""Where money hides: giants that are none, and customers that are one."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.facts import Facts
from openkam.insight.value.portfolio import Portfolio
from openkam.records.accounts.spellings import Alike, same_customers

CANCELLED_SHARE: Final = 0.5
"""A giant is said to be cancelled by returns when at least this share of what it bought came back."""
RETURNS_CANCEL_SHARE: Final = 0.9
"""From here on returns are said to cancel the sales; below they are many."""
RETURNS_WORTH_SAYING: Final = 0.2
EVERY_LINE_SHARE: Final = 0.999


@dataclass(frozen=True)
class Twins:
    """Accounts that are probably one customer, what they are worth together, and the rank they would have."""

    alike: Alike
    net: int
    value: int
    rank: int


@dataclass(frozen=True)
class Hidden:
    """What was found; every tuple is in order of the money concerned, accounts by index.

    cancelled   large in what they bought, small after their returns
    losing      large in sales, and a loss
    one_off     large, and nothing but one order
    twins       one customer under several names
    """

    cancelled: tuple[int, ...]
    losing: tuple[int, ...]
    one_off: tuple[int, ...]
    twins: tuple[Twins, ...]


def hidden_money(facts: Facts, portfolio: Portfolio) -> Hidden:
    """Everything a ranking by sales would hide."""
    bought_giants, net_giants = giants(portfolio.bought), giants(portfolio.net)
    share = returned_share(portfolio)
    lost = portfolio.profit.known & (portfolio.profit.values < 0)
    return Hidden(
        cancelled=_by_size(bought_giants & (share >= CANCELLED_SHARE), portfolio.returned),
        losing=_by_size((net_giants | bought_giants) & lost, -portfolio.profit.values),
        one_off=_by_size(net_giants & (facts.invoices == 1), portfolio.net),
        twins=_twins(facts, portfolio),
    )


def giants(values: Array) -> Array:
    """The mask of the largest accounts: the first hundredth, at least ten, at most a fifth."""
    count = len(values)
    places = max(min(10, -(-count // 5)), -(-count // 100))
    if not count:
        return np.zeros(0, bool)
    mask = np.zeros(count, bool)
    mask[np.argsort(-values, kind="stable")[:places]] = True
    return mask & (values > 0)


def returned_share(portfolio: Portfolio) -> Array:
    """The share of what each account bought that came back or was credited; 0 where it bought nothing."""
    bought = np.maximum(portfolio.bought, 1).astype(np.float64)
    return np.where(portfolio.bought > 0, portfolio.returned / bought, 0.0)


def loss_line_share(facts: Facts) -> Array:
    """The share of each account's lines that were sold below cost."""
    return facts.loss_lines / np.maximum(facts.lines, 1)


def _by_size(mask: Array, size: Array) -> tuple[int, ...]:
    chosen = np.flatnonzero(mask)
    return tuple(chosen[np.argsort(-size[chosen], kind="stable")].tolist())


def _twins(facts: Facts, portfolio: Portfolio) -> tuple[Twins, ...]:
    names = [name or code for name, code in zip(facts.name.tolist(), facts.code.tolist(), strict=True)]
    values = np.where(portfolio.basis.known, portfolio.basis.values, 0)
    found: list[Alike] = []
    for alike in same_customers(names):
        members = [index for index in alike.accounts if portfolio.active[index]]
        if len(members) > 1:
            found.append(Alike(tuple(members), alike.exact, alike.similarity))
    alone = portfolio.active.copy()
    alone[[index for alike in found for index in alike.accounts]] = False
    together = [int(values[list(alike.accounts)].sum()) for alike in found]
    ascending = np.sort(np.concatenate([values[alone], np.array(together, values.dtype)]))
    twins = [_twin(alike, portfolio, value, ascending) for alike, value in zip(found, together, strict=True)]
    return tuple(sorted(twins, key=lambda twin: -abs(twin.net)))


def _twin(alike: Alike, portfolio: Portfolio, together: int, ascending: Array) -> Twins:
    """The rank counts every such set as one customer, not this one alone."""
    larger = len(ascending) - int(np.searchsorted(ascending, together, side="right"))
    return Twins(alike, int(portfolio.net[list(alike.accounts)].sum()), together, larger + 1)
