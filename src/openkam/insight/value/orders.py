"""All accounts of a run in order and by their codes, found out once: a part of them is picked without sorting anew."""

from collections.abc import Callable
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.insight.value.largest import falling

_FEW: Final = 4
"""Fewer than one in so many accounts are sorted sooner than picked from the order of all."""


class Orders:
    """Kept with the arrays of a run, which never change."""

    def __init__(self, window: Callable[[str], Array], codes: Callable[[str], Array]) -> None:
        self._window, self._codes = window, codes
        self._orders: dict[str, Array] = {}
        self._masks: dict[tuple[str, str], Array] = {}

    def falling(self, name: str, rows: Array) -> Array:
        """Some accounts (rising indices), the largest first, equals as they stand.

        name  of a window (`net_12`, `profit_36` …)
        """
        window = self._window(name)
        if len(rows) * _FEW < len(window):
            few: Array = rows[falling(window[rows])]
            return few
        among = np.zeros(len(window), bool)
        among[rows] = True
        if name not in self._orders:
            self._orders[name] = np.argsort(-window, kind="stable").astype(np.int32)
        order = self._orders[name]
        found: Array = order[among[order]]
        return found

    def having(self, name: str, code: str) -> Array:
        """Which accounts have the code in a column of codes: `movement`, `pattern`."""
        if (name, code) not in self._masks:
            self._masks[name, code] = self._codes(name) == code
        return self._masks[name, code]
