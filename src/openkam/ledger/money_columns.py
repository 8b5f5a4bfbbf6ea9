"""Money out of a query as whole units of 1/10,000, exactly and without slow decimal arithmetic."""

import re
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.core.money import LARGEST_UNITS, sum_too_large
from openkam.ledger.engine import Engine

SAFE_UNITS: Final = 2**50
"""Below this, 112 thousand million of a currency in one figure, a double names every unit of 1/10,000 beyond doubt."""

_MONEY: Final = re.compile(r"money\((\w+)\) as (\w+)")


def columns_with_money(engine: Engine, sql: str) -> dict[str, Array]:
    """The columns of a query in which `money(x) as y` asks for the decimal x as int64 units.

    Sums stay decimal inside the engine. They leave it as doubles, which costs a tenth of a decimal multiplication;
    where one figure is too large for that, the query runs again with the multiplication. Raises Problem where one is
    too large for int64.
    """
    names = [name for _, name in _MONEY.findall(sql)]
    found = engine.columns(_MONEY.sub(r"cast(\1 as double) as \2", sql))
    largest = max((_largest(found[name]) for name in names), default=0)
    if largest > LARGEST_UNITS:
        raise sum_too_large()
    if largest >= SAFE_UNITS:
        return engine.columns(_MONEY.sub(rf"cast(cast(\1 as decimal(38, 4)) * {MONEY_SCALE} as bigint) as \2", sql))
    return found | {name: _units(found[name]) for name in names}


def _largest(amounts: Array) -> float:
    return max(-float(amounts.min()), float(amounts.max())) * MONEY_SCALE if len(amounts) else 0.0


def _units(amounts: Array) -> Array:
    scaled = amounts * MONEY_SCALE
    units: Array = np.rint(scaled, out=scaled).astype(np.int64)
    return units
