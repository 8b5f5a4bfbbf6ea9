"""The customers of the demo company: who they are and how they buy."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.cli.demo.calendar import Habit
from openkam.cli.demo.cast import CAST, Role, account_code
from openkam.cli.demo.words import CITIES, FIRST_SYLLABLES, FORMS, INDUSTRIES, SECOND_SYLLABLES, SELLERS

FEWEST_ACCOUNTS: Final = 50
GROUP_SHARE: Final = 0.18
GROUP_SIZE: Final = 5
OLD_FAVOUR_SHARE: Final = 0.11
"""How many accounts have a special price that nobody looked at for years."""
_OLD_FAVOURS: Final = (0.25, 0.34)
_HABITS: Final = {
    Habit.STEADY: 0.54,
    Habit.GROWING: 0.09,
    Habit.DECLINING: 0.07,
    Habit.LOST: 0.06,
    Habit.QUIET: 0.02,
    Habit.SEASONAL: 0.04,
    Habit.NEW: 0.05,
    Habit.OCCASIONAL: 0.09,
    Habit.ONE_OFF: 0.04,
}
_LARGEST_USUAL_AMOUNT: Final = 25_000  # the giants are those of the cast
_DISCOUNT_LIMIT: Final = 0.19


@dataclass(frozen=True)
class Accounts:
    """One customer a row; amounts in yuan.

    `orders` is a weight (how often against the others), `order_amount` the usual amount of a line, `discount` the
    share off the list price, `delay` the days paid late, `effort` the cost to serve against the usual, `parent` the
    index of the head of the group or -1, `seller` an index into the nine sellers (three a region).
    """

    name: Array
    industry: Array
    region: Array
    seller: Array
    parent: Array
    habit: Array
    orders: Array
    order_amount: Array
    discount: Array
    shelves: Array
    branches: Array
    terms: Array
    delay: Array
    effort: Array

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.name)

    def codes(self) -> Array:
        """Customer codes in the order of the accounts."""
        return np.array([account_code(n) for n in range(self.count)], object)


def make_accounts(count: int, dice: np.random.Generator) -> Accounts:
    """The cast first, then as many others as asked for, some of them in groups."""
    industry = dice.integers(0, len(INDUSTRIES), count)
    region = dice.choice(len(CITIES), count, p=[0.46, 0.30, 0.24])
    parent = _groups(count, dice)
    amount = np.minimum(np.exp(dice.normal(7.8, 1.0, count)), _LARGEST_USUAL_AMOUNT)
    usual = 0.02 + 0.022 * np.log(amount / 800) + dice.normal(0, 0.02, count)
    too_much = dice.uniform(*_OLD_FAVOURS, count)
    discount = np.where(dice.random(count) < OLD_FAVOUR_SHARE, too_much, np.clip(usual, 0, _DISCOUNT_LIMIT))
    shares = np.cumsum(list(_HABITS.values()))
    habit = np.array(list(_HABITS))[np.searchsorted(shares, dice.uniform(0, shares[-1] - 1e-9, count), "right")]
    accounts = Accounts(
        name=_names(industry, region, parent, dice),
        industry=industry,
        region=region,
        seller=region * len(SELLERS[0]) + dice.integers(0, len(SELLERS[0]), count),
        parent=parent,
        habit=habit,
        orders=np.exp(dice.normal(2.8, 0.85, count)) * np.where(habit == Habit.QUIET, 1.6, 1),
        order_amount=amount,
        discount=discount,
        shelves=dice.integers(1, 6, count),
        branches=np.minimum(1 + dice.geometric(0.55, count) - 1, 6),
        terms=dice.choice([30, 45, 60, 90], count, p=[0.35, 0.2, 0.3, 0.15]),
        delay=np.round(np.exp(dice.normal(1.7, 0.9, count))).astype(np.int64),
        effort=np.exp(dice.normal(0, 0.5, count)),
    )
    for index, role in enumerate(CAST):
        _play(accounts, index, role)
    return accounts


def _play(accounts: Accounts, index: int, role: Role) -> None:
    accounts.name[index] = role.name
    accounts.industry[index] = role.industry
    accounts.region[index] = role.region
    accounts.seller[index] = role.region * len(SELLERS[0]) + index % len(SELLERS[0])
    accounts.parent[index] = -1
    accounts.habit[index] = role.habit
    accounts.orders[index] = role.orders
    accounts.order_amount[index] = max(role.order_amount, 1)
    accounts.discount[index] = role.discount
    accounts.shelves[index] = role.shelves
    accounts.delay[index] = role.delay
    accounts.effort[index] = role.effort


def _groups(count: int, dice: np.random.Generator) -> Array:
    """The head of the group of each account; groups are neighbours behind the cast, so that codes run together."""
    parent = np.full(count, -1, np.int64)
    start, end = len(CAST), len(CAST) + int((count - len(CAST)) * GROUP_SHARE)
    while start < end:
        size = int(dice.integers(2, GROUP_SIZE + 1))
        parent[start + 1 : min(start + size, end)] = start
        start += size
    return parent


def _names(industry: Array, region: Array, parent: Array, dice: np.random.Generator) -> Array:
    """City, two invented syllables, trade, legal form; a group shares the syllables."""
    count = len(industry)
    syllables = [one + two for one in FIRST_SYLLABLES for two in SECOND_SYLLABLES]
    pairs = dice.permutation(len(syllables))
    word = pairs[np.where(parent < 0, np.arange(count), parent) % len(pairs)]
    city, trade, form = dice.integers(0, 10**6, (3, count))
    taken: set[str] = {role.name for role in CAST}
    is_head = np.zeros(count, bool)
    is_head[parent[parent >= 0]] = True
    names = []
    for index in range(count):
        cities, trades = CITIES[region[index]], INDUSTRIES[industry[index]].trades
        legal = "集团有限公司" if is_head[index] else FORMS[form[index] % len(FORMS)]
        turn = 0
        while True:
            place = cities[(city[index] + turn) % len(cities)]
            extra = syllables[(word[index] + turn * 7) % len(syllables)] if turn >= len(cities) else ""
            name = f"{place}{syllables[word[index]]}{extra}{trades[trade[index] % len(trades)]}{legal}"
            if name not in taken:
                break
            turn += 1
        taken.add(name)
        names.append(name)
    return np.array(names, object)
