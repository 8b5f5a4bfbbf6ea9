"""Lines written by hand: what chance would not tell clearly enough."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.cli.demo.calendar import DAYS, FIRST_DAY, MONTHS, working_days
from openkam.cli.demo.cast import CAST
from openkam.cli.demo.lines import Parcel
from openkam.cli.demo.products import Products

FIRST_NUMBER: Final = 900_001
TOO_LARGE: Final = 100
RETURNED_SHARE: Final = 0.985
_MOTOR_BEARING, _SENSOR, _CHAIN = 2, 33, 214

Row = tuple[int, int, int, int, int]
"""Account index, day of the ledger, product index, quantity, price in fen."""


def planted_lines(products: Products) -> Parcel:
    """Three stories: returns that cancel purchases, one large order, one amount a hundred times too large."""
    account, day, product, quantity, price = np.array(
        [*_cancelled(products), *_one_large_order(products), *_hundredfold(products)], np.int64
    ).T
    net = quantity * price
    calendar = (day + FIRST_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = np.datetime64(FIRST_DAY, "D").astype("datetime64[M]").astype(np.int64)
    is_new = np.r_[True, (account[1:] != account[:-1]) | (day[1:] != day[:-1])]
    invoice = np.cumsum(is_new)
    return Parcel(
        account=account,
        day=working_days()[day] + FIRST_DAY,
        month=np.clip(calendar - first, 0, MONTHS - 1),
        number=FIRST_NUMBER + invoice - 1,
        line=np.arange(len(net)) - np.flatnonzero(is_new)[invoice - 1] + 1,
        product=product,
        quantity=quantity,
        price=price,
        discount=np.zeros(len(net), np.int64),
        net=net,
        cost=quantity * products.cost[product],
        branch=np.zeros(len(net), np.int32),
    )


def _place(story: str) -> int:
    return next(index for index, role in enumerate(CAST) if role.story == story)


def _cancelled(products: Products) -> list[Row]:
    """Every six weeks a large delivery, and three weeks later nearly all of it comes back."""
    account, price = _place("returns cancel purchases"), int(products.price[_SENSOR])
    rows: list[Row] = []
    for turn, day in enumerate(range(20, DAYS - 30, 42)):
        bought = 60_000_000 // price + turn
        rows += [(account, day, _SENSOR, bought, price)]
        rows += [(account, day + 21, _SENSOR, -int(bought * RETURNED_SHARE), price)]
    return rows


def _one_large_order(products: Products) -> list[Row]:
    """A project of 9.6 million yuan in one day, and nothing before or since."""
    account, day = _place("one large order"), DAYS - 300
    chosen = (_MOTOR_BEARING, _SENSOR, _CHAIN)
    prices: Array = products.price[list(chosen)]
    return [
        (account, day, product, 320_000_000 // int(price), int(price))
        for product, price in zip(chosen, prices, strict=True)
    ]


def _hundredfold(products: Products) -> list[Row]:
    """A price typed in fen where yuan were asked for."""
    account, price = _place("a hundred times too large"), int(products.price[_CHAIN])
    return [
        *((account, day, _CHAIN, 4, price) for day in range(40, 340, 60)),
        (account, DAYS - 120, _CHAIN, 4, price * TOO_LARGE),
    ]
