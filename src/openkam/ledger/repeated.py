"""Lines that may stand twice: neighbours in short runs are compared, the lines of all other invoices are sorted."""

from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.ledger.runs import Runs

_SHORT: Final = 16
"""Lines of a run from which on a sort takes less work than comparing each line with all the others."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number, so that nothing is lost when marks are multiplied by it."""

_MIX_HALF: Final = np.uint32(0x9E3779B1)


def repeated_marks(mark: Array, look: Array, net: Array, runs: Runs) -> Array:
    """The different marks under which two lines have the same look (uint32) and amount (whole units in doubles)."""
    is_short = runs.lengths <= _SHORT
    if runs.alone is not None:
        is_short &= runs.alone
    found = [mark[:0]]
    if is_short.any():
        found.append(_near(mark, look, net, int(runs.lengths[is_short].max())))
    if not is_short.all():
        at = runs.places(~is_short)
        found.append(_anywhere(mark[at], look[at], net[at]))
    return np.unique(np.concatenate(found))


def _near(mark: Array, look: Array, net: Array, longest: int) -> Array:
    """Of lines that stand less than `longest` lines apart."""
    alike = look * _MIX_HALF
    alike += net.astype(np.int64).astype(np.uint32)
    alike += mark.astype(np.uint32)
    found = [mark[:0]]
    for apart in range(1, longest):
        at = np.flatnonzero(alike[apart:] == alike[:-apart])
        at = at[(mark[at] == mark[at + apart]) & (net[at] == net[at + apart]) & (look[at] == look[at + apart])]
        found.append(mark[at])
    return np.concatenate(found)


def _anywhere(mark: Array, look: Array, net: Array) -> Array:
    alike = look * _MIX
    alike += mark
    alike += net.astype(np.int64).view(np.uint64)
    ordered = np.sort(alike)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.asarray(mark[np.isin(alike, twice)]) if len(twice) else mark[:0]
