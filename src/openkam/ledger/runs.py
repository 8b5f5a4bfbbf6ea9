"""Sums by invoice of lines in the order of their file, where the lines of an invoice nearly always stand together."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.ledger.money_columns import SAFE_UNITS

_WHOLE: Final = float(2**53)
"""Up to here doubles hold every whole number, so that sums of whole numbers are exact in any order."""


class Groups:
    """Rows with equal keys, where most keys stand once: the few further rows of a key are joined to its first.

    For that case faster than any sum by groups; right for all others. `joined` answers one value a key, in the order
    of the rows that were taken for the first, or with `is_sorted` in the order of the keys. `most` is how many rows
    the most frequent key has.
    """

    def __init__(self, key: Array, *, is_sorted: bool = False) -> None:
        order = np.argsort(key)
        ordered = key[order]
        is_first = np.append(True, ordered[1:] != ordered[:-1])[: len(key)]
        self.first, self._rest = order[is_first], order[~is_first]
        self._of_rest = (np.cumsum(is_first) - 1)[~is_first] if len(self._rest) else self._rest
        if not is_sorted:
            kept = np.ones(len(key), bool)
            kept[self._rest] = False
            self._of_rest = (np.cumsum(kept) - 1)[self.first[self._of_rest]] if len(self._rest) else self._rest
            self.first = np.flatnonzero(kept)
        self.most = int(np.bincount(self._of_rest).max()) + 1 if len(self._rest) else 1

    def joined(self, values: Array, how: np.ufunc = np.add) -> Array:
        """One value a key."""
        found: Array = values[self.first]
        how.at(found, self._of_rest, values[self._rest])
        return found


class Runs:
    """Runs of lines with the same mark; runs of a mark that comes again later are joined.

    starts   where each run begins
    longest  lines of the longest mark, or more
    """

    def __init__(self, mark: Array) -> None:
        self.starts = np.flatnonzero(np.append(True, mark[1:] != mark[:-1])[: len(mark)])
        self._lengths = np.diff(self.starts, append=len(mark))
        self._groups = Groups(mark[self.starts])
        self.longest = int(self._lengths.max(initial=1)) * self._groups.most

    def first(self, values: Array) -> Array:
        """The value of the first run of each mark."""
        return np.asarray(values[self._groups.first])

    def spread(self, values: Array) -> Array:
        """The value of its run for every line."""
        return np.repeat(values, self._lengths)

    def at(self, places: Array) -> Array:
        """The runs in which these lines stand."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def summed(self, units: Array) -> Array:
        """The sums of whole numbers in doubles by mark, as int64."""
        return self.reduced(np.add, units).astype(np.int64)

    def summed_at(self, places: Array, units: Array) -> Array:
        """The sums over some lines only."""
        found = np.bincount(self.at(places), weights=units[places], minlength=len(self.starts))
        return self._groups.joined(found).astype(np.int64)

    def reduced(self, how: np.ufunc, values: Array) -> Array:
        """One value a mark."""
        return self._groups.joined(how.reduceat(values, self.starts) if len(self.starts) else values, how)


def in_units(amounts: Array, longest: int) -> bool:
    """Turn amounts into whole units of 1/10,000; False where they are too large to do so, or to be added up.

    longest  of how many amounts the longest sum will be
    """
    amounts *= MONEY_SCALE
    largest = max(-float(amounts.min(initial=0.0)), float(amounts.max(initial=0.0)))
    np.rint(amounts, out=amounts)
    return largest < SAFE_UNITS and largest * longest < _WHOLE


def sums_of_runs(runs: Runs, lines: dict[str, Array], sums: tuple[str, ...]) -> dict[str, Array]:
    """One row a mark of lines whose amounts are in units, in doubles.

    lines  day, net, and where `sums` asks for them cost, discount, is_uncovered
    sums   names of `summary.INVOICE_SUMS`
    Answers earliest_day, latest_day (int32) and the sums as int64.
    """
    net = lines["net"]
    rows = {
        "earliest_day": runs.reduced(np.minimum, lines["day"]),
        "latest_day": runs.reduced(np.maximum, lines["day"]),
        "net": runs.summed(net),
    }
    rows |= {name: runs.summed(lines[name]) for name in ("discount", "cost") if name in sums}
    if "returned" in sums:
        rows["returned"] = runs.summed_at(np.flatnonzero(net < 0), net)
    if "is_uncovered" in lines:
        at = np.flatnonzero(lines["is_uncovered"])
        rows["uncovered"] = runs.summed_at(at, net)
        rows["uncovered_moved"] = runs.summed_at(at, np.abs(net))
    return rows
