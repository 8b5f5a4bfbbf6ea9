"""Sums by invoice of lines in the order of their file, where the lines of an invoice nearly always stand together."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.ledger.money_columns import SAFE_UNITS

_WHOLE: Final = float(2**53)
"""Up to here doubles hold every whole number, so that sums of whole numbers are exact in any order."""

_WORD_BITS: Final = 63
"""Of an int64 without its sign."""


class Groups:
    """Rows with equal keys, where most keys stand once: the few further rows of a key are joined to its first.

    For that case faster than any sum by groups; right for all others. `joined` answers one value a key, in the order
    of the rows that were taken for the first. `most` is how many rows the most frequent key has, `alone` whether a row
    is the only one of its key, None where all are.
    """

    def __init__(self, key: Array) -> None:
        self.first: Array | slice = slice(None)
        self.most, self.alone = 1, None
        repeats = _repeats(key)
        if not len(repeats):
            return
        several = _maybe_among(key, repeats)
        order = several[np.argsort(key[several], kind="stable")]
        ordered = key[order]
        is_first = np.append(True, ordered[1:] != ordered[:-1])
        of_first, self._rest = order[is_first], order[~is_first]
        kept = np.ones(len(key), bool)
        kept[self._rest] = False
        firsts = of_first[(np.cumsum(is_first) - 1)[~is_first]]
        self._of_rest = (np.cumsum(kept) - 1)[firsts]
        self.first = np.flatnonzero(kept)
        self.most = int(np.bincount(self._of_rest).max()) + 1
        kept[firsts] = False
        self.alone = kept

    def joined(self, values: Array, how: np.ufunc = np.add) -> Array:
        """One value a key."""
        found: Array = values[self.first]
        if self.most > 1:
            how.at(found, self._of_rest, values[self._rest])
        return found


class Runs:
    """Runs of lines with the same mark; runs of a mark that comes again later are joined.

    starts   where each run begins
    lengths  how many lines it has
    longest  lines of the longest mark, or more
    alone    whether no other run has its mark; None where that is so for all
    """

    def __init__(self, mark: Array) -> None:
        self.starts = np.flatnonzero(np.append(True, mark[1:] != mark[:-1])[: len(mark)])
        self.lengths = np.diff(self.starts, append=len(mark))
        self._groups = Groups(mark[self.starts])
        self.longest = int(self.lengths.max(initial=1)) * self._groups.most
        self.alone = self._groups.alone

    def first(self, values: Array) -> Array:
        """The value of the first line of each mark."""
        return np.asarray(values[self.starts][self._groups.first])

    def range(self, values: Array) -> tuple[Array, Array]:
        """The least and the largest value of each mark, where the lines of a run hardly ever differ."""
        differs = values[1:] != values[:-1]
        differs[self.starts[1:] - 1] = False
        if not differs.any():
            least = most = values[self.starts]
        else:
            least, most = (how.reduceat(values, self.starts) for how in (np.minimum, np.maximum))
        return self._groups.joined(least, np.minimum), self._groups.joined(most, np.maximum)

    def summed(self, units: Array) -> Array:
        """The sums of whole numbers in doubles by mark, as int64."""
        return self._groups.joined(self.parts(units))

    def parts(self, units: Array) -> Array:
        """The same sums by run."""
        return np.asarray(np.add.reduceat(units, self.starts).astype(np.int64))

    def places(self, which: Array) -> Array:
        """Where the lines of some runs stand, which a mask names."""
        starts, lengths = self.starts[which], self.lengths[which]
        before = np.cumsum(lengths) - lengths
        return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))

    def spread(self, values: Array) -> Array:
        """To every line the value of its run."""
        return np.repeat(values, self.lengths)

    def summed_at(self, places: Array, units: Array) -> Array:
        """The sums over some lines only."""
        runs = np.searchsorted(self.starts, places, side="right") - 1
        found = np.bincount(runs, weights=units[places], minlength=len(self.starts))
        return self._groups.joined(found).astype(np.int64)


def has_repeats(keys: Array) -> bool:
    """Whether a key stands twice: sorting values costs a fifth of sorting places."""
    return len(_repeats(keys)) > 0


def _repeats(keys: Array) -> Array:
    """The keys that stand twice or more often, in order."""
    ordered = np.sort(keys)
    return np.asarray(ordered[1:][ordered[1:] == ordered[:-1]])


def _maybe_among(keys: Array, wanted: Array) -> Array:
    """The places of all keys that are wanted, and of a few others: told by the last 16 bits of a key."""
    is_wanted = np.zeros(1 << 16, bool)
    is_wanted[wanted.astype(np.uint16)] = True
    return np.flatnonzero(is_wanted[keys.astype(np.uint16)])


def sorted_with_places(keys: Array, most: int) -> tuple[Array, Array]:
    """Whole numbers from 0 to `most` by size, and the place of each, equal ones in the order of their places.

    Number and place in one word are sorted as values, a fourth of the work of sorting places, where they fit.
    """
    bits = len(keys).bit_length()
    if most.bit_length() + bits > _WORD_BITS:
        order = np.argsort(keys, kind="stable")
        return keys[order], order
    packed = (keys << bits) | np.arange(len(keys))
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


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
    earliest, latest = runs.range(lines["day"])
    rows = {"earliest_day": earliest, "latest_day": latest, "net": runs.summed(net)}
    rows |= {name: runs.summed(lines[name]) for name in ("discount", "cost") if name in sums}
    if "returned" in sums:
        rows["returned"] = runs.summed_at(np.flatnonzero(net < 0), net)
    if "is_uncovered" in lines:
        at = np.flatnonzero(lines["is_uncovered"])
        rows["uncovered"] = runs.summed_at(at, net)
        rows["uncovered_moved"] = runs.summed_at(at, np.abs(net))
    return rows
