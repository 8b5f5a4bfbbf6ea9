"""The accounts somebody looks at, over the latest months: every figure of a portfolio is computed from these alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.profit import enough_costs, known_by_costs
from openkam.analysis.words import Text
from openkam.insight.value.standing import WINDOWS, Standing


@dataclass(frozen=True)
class Shown:
    """Accounts that bought or returned something in the latest `months` months, one row each.

    rows       int64, indices into the standing
    net, profit  int64 money; profit counts the lines whose cost is known
    known      bool, whose profit is known
    by_profit  whether accounts are measured by profit: it may be read, and these accounts' costs are known
    basis      int64 money, profit or net sales; counted is bool, whose basis is known
    """

    standing: Standing
    months: int
    by_profit: bool
    rows: Array
    net: Array
    profit: Array
    known: Array
    _values: dict[str, Array] = field(default_factory=dict, repr=False, compare=False)

    @property
    def basis(self) -> Array:
        """What accounts are measured by."""
        return self.profit if self.by_profit else self.net

    @property
    def counted(self) -> Array:
        """Whose basis is known."""
        return self.known if self.by_profit else np.ones(len(self.rows), bool)

    def counted_among(self, rows: Sequence[int]) -> list[bool]:
        """Which of a few accounts (indices into the standing) are shown and counted."""
        counted = self.rows[self.counted]
        at = np.searchsorted(counted, rows).tolist()
        return [place < len(counted) and bool(counted[place] == row) for place, row in zip(at, rows, strict=True)]

    @property
    def falling(self) -> Array:
        """Those whose basis is known (indices into the standing), the best first, equals as they stand."""
        rows = self.rows[self.counted]
        return self.standing.orders.falling(f"{'profit' if self.by_profit else 'net'}_{self.months}", rows)

    @property
    def what(self) -> Text:
        """The basis in a sentence."""
        return Text("gross profit", "毛利") if self.by_profit else Text("net sales", "净销售额")

    def values(self, measure: str) -> Array:
        """A measure of these accounts: float64 in business units, NaN unknown."""
        if measure not in self._values:
            self._values[measure] = self.standing.values[measure][self.rows]
        return self._values[measure]


def shown_accounts(standing: Standing, mask: Array, *, months: int = 12, by_profit: bool) -> Shown:
    """The accounts of a mask over 12, 24 or 36 months.

    by_profit  whether whoever looks may read prices; without them everything is measured by net sales.
    Raises ValueError for other months.
    """
    if months not in WINDOWS:
        raise ValueError(f"the arrays hold sums of {WINDOWS} months, not of {months}")
    rows = np.flatnonzero(mask & (standing.latest < months))
    moved, covered = standing.moved[rows], standing.moved_covered[rows]
    profitable = enough_costs(int(moved.sum()), int(covered.sum()))
    return Shown(
        standing=standing,
        months=months,
        by_profit=by_profit and profitable,
        rows=rows,
        net=standing.windows[f"net_{months}"][rows],
        profit=standing.windows[f"profit_{months}"][rows],
        known=known_by_costs(moved, covered, profitable),
    )
