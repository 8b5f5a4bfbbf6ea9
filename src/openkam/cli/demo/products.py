"""What the demo company sells."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.cli.demo.words import SHELVES

PRODUCTS_A_SHELF: Final = 30


@dataclass(frozen=True)
class Products:
    """Products shelf by shelf: code, category, list price and unit cost in fen (1/100 yuan); 0: cost not recorded."""

    code: Array
    category: Array
    price: Array
    cost: Array


def make_products(dice: np.random.Generator) -> Products:
    """The range: thirty products a shelf, the price falling from the dear to the cheap ones."""
    codes, categories, prices, costs = [], [], [], []
    for shelf in SHELVES:
        place = np.linspace(0, 1, PRODUCTS_A_SHELF)
        price = np.round(100 * shelf.dearest * (shelf.cheapest / shelf.dearest) ** place).astype(np.int64)
        share = dice.uniform(shelf.least_cost, shelf.most_cost, PRODUCTS_A_SHELF)
        number = 1000 + np.sort(dice.choice(9000, PRODUCTS_A_SHELF, replace=False))
        codes += [f"{shelf.prefix}-{n}" for n in number]
        categories += [shelf.name] * PRODUCTS_A_SHELF
        prices.append(price)
        costs.append(np.round(price * share).astype(np.int64))
    cost = np.concatenate(costs)
    cost[PRODUCTS_A_SHELF * 2 - 1] = 0  # the cheapest sensor is made to order: its cost is booked elsewhere
    return Products(np.array(codes, object), np.array(categories, object), np.concatenate(prices), cost)
