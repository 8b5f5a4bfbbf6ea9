"""From a table of yes and no to the codes that hold, one tuple a row."""

from collections.abc import Sequence

import numpy as np

from openkam.analysis.column import Array


def codes_where(mask: Array, codes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For every row of a bool table the codes of its true columns; rows that are alike share one tuple."""
    if not len(codes) or not len(mask):
        return ((),) * len(mask)
    raw, width = np.asarray(mask, bool).tobytes(), len(codes)
    rows = [raw[start : start + width] for start in range(0, len(raw), width)]
    lists = {row: tuple(code for code, holds in zip(codes, row, strict=True) if holds) for row in set(rows)}
    return tuple(lists[row] for row in rows)
