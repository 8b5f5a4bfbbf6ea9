"""What accounts are worth today against what they are expected to bring (R231)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.figures import counted, money_text
from openkam.insight.value.shown import Shown


class Quadrant(StrEnum):
    """Four kinds of accounts; high is above the average of the accounts shown."""

    KEEP = "KEEP"
    INVEST = "INVEST"
    HARVEST = "HARVEST"
    SIMPLIFY = "SIMPLIFY"


QUADRANT_LABELS: Final = {
    Quadrant.KEEP: Text("High today, high tomorrow: keep", "现在高、未来高：保住"),
    Quadrant.INVEST: Text("Low today, high tomorrow: invest", "现在低、未来高：投入"),
    Quadrant.HARVEST: Text("High today, low tomorrow: win back or harvest", "现在高、未来低：挽留或减少投入"),
    Quadrant.SIMPLIFY: Text("Low today, low tomorrow: serve simply", "现在低、未来低：简化服务"),
}


_PLACES: Final = {one: place for place, one in enumerate(Quadrant)}
_KINDS: Final = np.array(
    [
        [_PLACES[Quadrant.SIMPLIFY], _PLACES[Quadrant.INVEST]],
        [_PLACES[Quadrant.HARVEST], _PLACES[Quadrant.KEEP]],
    ],
    np.int8,
)
"""By whether value is high today, and whether it is high tomorrow."""


@dataclass(frozen=True)
class Matrix:
    """One point an account whose both values are known; money float64 in currency units.

    rows      indices into the standing
    quadrant  int8, the place in `Quadrant`
    current_cut, future_cut  the averages that divide low from high
    counts    accounts by quadrant
    """

    rows: Array
    current: Array
    future: Array
    quadrant: Array
    current_cut: float
    future_cut: float
    counts: dict[Quadrant, int]
    finding: Text

    def of(self, quadrant: Quadrant) -> Array:
        """The accounts of one quadrant (indices into the standing), the largest expected value first."""
        chosen = np.flatnonzero(self.quadrant == _PLACES[quadrant])
        found: Array = self.rows[chosen[np.argsort(-self.future[chosen], kind="stable")]]
        return found


def matrix_of(shown: Shown) -> Matrix | None:
    """Current value against future value; None where these rest on profit and profit may not be read.

    Both values speak of 12 months whatever period is shown.
    """
    if shown.standing.by_profit and not shown.by_profit:
        return None
    current = shown.values("current_value" if shown.by_profit else "net_sales_12m")
    future = shown.values("future_value")
    known = np.isfinite(current) & np.isfinite(future)
    rows, current, future = shown.rows[known], current[known], future[known]
    cuts = (float(current.mean()), float(future.mean())) if len(rows) else (0.0, 0.0)
    quadrant = _KINDS[(current > cuts[0]).astype(np.int8), (future > cuts[1]).astype(np.int8)]
    counts = dict(zip(Quadrant, np.bincount(quadrant, minlength=len(Quadrant)).tolist(), strict=True))
    return Matrix(rows, current, future, quadrant, *cuts, counts, _finding(counts, future, quadrant))


def _finding(counts: dict[Quadrant, int], future: Array, quadrant: Array) -> Text:
    if not sum(counts.values()):
        return Text("Nobody's value today and tomorrow is known.", "没有客户的当前价值和未来价值同时可知。")
    invest = counts[Quadrant.INVEST]
    if invest:
        words = Text(
            "{count} below average today and above it tomorrow: expected to bring {money}.",
            "{count}目前低于平均、未来高于平均：预计带来{money}。",
        )
        money = round(float(future[quadrant == _PLACES[Quadrant.INVEST]].sum()) * MONEY_SCALE)
        return words.filled(count=counted(invest, "account is", "accounts are", "家客户"), money=money_text(money))
    words = Text(
        "Nobody who is small today is expected to be large: the future lies with the {count} large already.",
        "目前价值低的客户中，预计没有一家会变高：未来取决于现有的{count}高价值客户。",
    )
    return words.filled(count=counted(counts[Quadrant.KEEP], "account", "accounts", "家"))
