"""From a table of yes and no to the codes that hold, one tuple a row."""

from collections.abc import Sequence

import numpy as np

from openkam.analysis.column import Array


def codes_where(mask: Array, codes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For every row of a bool table the codes of its true columns; rows that are alike share one tuple."""
    if not len(codes) or not len(mask):
        return ((),) * len(mask)
    alike, row = np.unique(mask, axis=0, return_inverse=True)
    lists = [tuple(code for code, holds in zip(codes, one, strict=True) if holds) for one in alike]
    return tuple(lists[index] for index in row.reshape(-1))
