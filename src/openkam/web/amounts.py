"""Figures as people type them into a filter: `50万`, `1.2M`, `1,200`, `12%`."""

import math
import unicodedata
from typing import Final

from openkam.analysis.words import Text
from openkam.core.problem import Problem

_MOST: Final = 1e15
_UNITS: Final = {"亿": 1e8, "万": 1e4, "千": 1e3, "B": 1e9, "M": 1e6, "K": 1e3, "%": 1.0}


def amount_of(text: str) -> float:
    """The figure.

    Raises Problem where it is none.
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace(",", "").replace("−", "-").replace(" ", "")
    size = next((unit for unit in _UNITS if plain.endswith(unit)), "")
    try:
        value = float(plain.removesuffix(size)) * _UNITS.get(size, 1.0)
    except ValueError:
        raise _no_figure(text) from None
    if not math.isfinite(value) or abs(value) > _MOST:
        raise _no_figure(text)
    return value


def written(value: float) -> str:
    """The figure as an address carries it."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _no_figure(text: str) -> Problem:
    return Problem(
        Text("This is not a figure.", "这不是一个数字。"),
        remedy=Text("Write for example 500000, 50万, 1.2M or 12%.", "请写成例如 500000、50万、1.2M 或 12%。"),
        value=text[:40],
    )
