"""The lines of the demo ledger, made in parcels of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.cli.demo.accounts import Accounts
from openkam.cli.demo.calendar import FIRST_DAY, MONTHS
from openkam.cli.demo.invoices import Invoices
from openkam.cli.demo.products import PRODUCTS_A_SHELF, Products
from openkam.cli.demo.words import INDUSTRIES, SHELVES

INVOICES_A_PARCEL: Final = 150_000
DEARER_A_YEAR: Final = 0.03
_STEPS: Final = np.array([1, 3, 5, 7])


@dataclass(frozen=True)
class Parcel:
    """Lines as whole numbers: day number since 1970, invoice number within its month, amounts in fen."""

    account: Array
    day: Array
    month: Array
    number: Array
    line: Array
    product: Array
    quantity: Array
    price: Array
    discount: Array
    net: Array
    cost: Array
    branch: Array

    def columns(self) -> dict[str, Array]:
        """As a table the database can read."""
        return dict(vars(self))


def make_lines(
    accounts: Accounts, products: Products, invoices: Invoices, seeds: np.random.SeedSequence
) -> Iterator[Parcel]:
    """The lines of all invoices, parcel by parcel, so that memory does not grow with the ledger."""
    month, number = _numbers(invoices)
    taste = _Taste.of(accounts, np.random.default_rng(seeds.spawn(1)[0]))
    starts = range(0, len(invoices), INVOICES_A_PARCEL)
    for start, seed in zip(starts, seeds.spawn(len(starts)), strict=True):
        yield _parcel(
            accounts=accounts,
            products=products,
            invoices=invoices,
            taste=taste,
            chosen=slice(start, start + INVOICES_A_PARCEL),
            month=month,
            number=number,
            dice=np.random.default_rng(seed),
        )


def _numbers(invoices: Invoices) -> tuple[Array, Array]:
    """Month of each invoice (0 is the first) and its running number within the month."""
    calendar = (invoices.day + FIRST_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    month = (calendar - calendar.min()).astype(np.int32)
    per_month = np.bincount(month, minlength=MONTHS)
    number = np.arange(len(invoices)) - (np.cumsum(per_month) - per_month)[month] + 1
    return month, number.astype(np.int32)


@dataclass(frozen=True)
class _Taste:
    """Which products each account (and the walk-in customer behind the last) reaches for."""

    shelf: Array
    step: Array
    shelves: Array
    shift: Array
    depth: Array

    @classmethod
    def of(cls, accounts: Accounts, dice: np.random.Generator) -> "_Taste":
        first = np.array([industry.shelf for industry in INDUSTRIES])
        return cls(
            shelf=np.r_[first[accounts.industry], 6],
            step=_STEPS[dice.integers(0, len(_STEPS), accounts.count + 1)],
            shelves=np.r_[accounts.shelves, 2],
            shift=dice.integers(0, PRODUCTS_A_SHELF, accounts.count + 1),
            depth=dice.integers(3, 16, accounts.count + 1),
        )

    def products(self, account: Array, dice: np.random.Generator) -> Array:
        """The product of each line."""
        nth = np.floor(self.shelves[account] * dice.random(len(account)) ** 1.6).astype(np.int64)
        shelf = (self.shelf[account] + self.step[account] * nth) % len(SHELVES)
        place = self.shift[account] + np.floor(self.depth[account] * dice.random(len(account))).astype(np.int64)
        product: Array = shelf * PRODUCTS_A_SHELF + place % PRODUCTS_A_SHELF
        return product


def _parcel(
    *,
    accounts: Accounts,
    products: Products,
    invoices: Invoices,
    taste: _Taste,
    chosen: slice,
    month: Array,
    number: Array,
    dice: np.random.Generator,
) -> Parcel:
    sizes = invoices.lines[chosen]
    account = np.repeat(invoices.account[chosen], sizes)
    count = len(account)
    sign = np.repeat(np.where(invoices.is_credit[chosen], -1, 1), sizes)
    product = taste.products(account, dice)
    day = np.repeat(invoices.day[chosen], sizes).astype(np.int64)
    drift = (1 + DEARER_A_YEAR) ** (day // 365)
    price = np.round(products.price[product] * drift * dice.uniform(0.99, 1.01, count)).astype(np.int64)
    usual = np.r_[accounts.order_amount, 600.0][account] * 100
    amount = usual * np.exp(dice.normal(-0.1, 0.5, count)) * np.where(sign < 0, 0.4, 1)
    quantity = sign * np.maximum(np.round(amount / price), 1).astype(np.int64)
    discount = np.round(quantity * price * np.r_[accounts.discount, 0.0][account]).astype(np.int64)
    branches = np.r_[accounts.branches, 1][account]
    return Parcel(
        account=account,
        day=day + FIRST_DAY,
        month=np.repeat(month[chosen], sizes),
        number=np.repeat(number[chosen], sizes),
        line=np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1,
        product=product,
        quantity=quantity,
        price=price,
        discount=discount,
        net=quantity * price - discount,
        cost=np.round(quantity * products.cost[product] * drift).astype(np.int64),
        branch=np.floor(branches * dice.random(count) ** 2).astype(np.int32),
    )
