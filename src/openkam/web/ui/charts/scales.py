"""From values to places on the drawing, and the round values an axis names."""

from dataclasses import dataclass
from math import asinh, ceil, floor, log10
from typing import Final

import numpy as np

from openkam.analysis.column import Array

_STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """`low` is drawn at `start`, `high` at `end`, what lies between in proportion."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        span = (self.high - self.low) or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)

    def places(self, values: Array) -> Array:
        """The places of many (float64)."""
        placed: Array = self.start + (values - self.low) / ((self.high - self.low) or 1.0) * (self.end - self.start)
        return placed

    def ticks(self, most: int = 5) -> list[float]:
        """Round values within the scale, at most about `most`."""
        step = _round_step((self.high - self.low) / most)
        return [step * n for n in range(ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9) + 1)]


@dataclass(frozen=True)
class BentScale(Scale):
    """Large values close together, small ones apart, losses mirrored: values from 1 to a million on one drawing.

    `bend` is about where the scale turns from straight to logarithmic.
    """

    bend: float = 1.0

    def at(self, value: float) -> float:
        """The place of a value."""
        low, high = asinh(self.low / self.bend), asinh(self.high / self.bend)
        return self.start + (asinh(value / self.bend) - low) / ((high - low) or 1.0) * (self.end - self.start)

    def places(self, values: Array) -> Array:
        """The places of many (float64)."""
        low, high = asinh(self.low / self.bend), asinh(self.high / self.bend)
        bent: Array = (np.arcsinh(values / self.bend) - low) / ((high - low) or 1.0) * (self.end - self.start)
        return self.start + bent

    def ticks(self, most: int = 5) -> list[float]:
        """Zero and powers of ten on both sides."""
        first = ceil(log10(self.bend))
        powers = [10.0**n for n in range(first, floor(log10(max(abs(self.low), abs(self.high), self.bend))) + 1)]
        every = max(1, ceil(len(powers) / most))
        kept = powers[::-1][::every]
        return [v for v in (*(-p for p in kept), 0.0, *kept[::-1]) if self.low <= v <= self.high]


def _round_step(least: float) -> float:
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
