"""The few largest of many, without putting all of them in order."""

import numpy as np

from openkam.analysis.column import Array


def largest(values: Array, count: int) -> Array:
    """Indices of the `count` largest, the largest first; equal values keep their order."""
    if len(values) <= count:
        return np.argsort(-values, kind="stable")
    least = np.partition(values, len(values) - count)[len(values) - count]
    chosen = np.flatnonzero(values >= least)
    return chosen[np.argsort(-values[chosen], kind="stable")][:count]
