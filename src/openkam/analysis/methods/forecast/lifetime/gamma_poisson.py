"""For few accounts: each one's purchase rate, shrunk to the rates of all. Nothing is fitted, nobody is ever lost."""

from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.summary import Counts

SHAPE_RANGE = (0.05, 20.0)


@dataclass(frozen=True)
class GammaPoisson:
    """Rates are gamma distributed over the accounts: shape r, and alpha in weeks."""

    r: float
    alpha: float

    def expected(self, counts: Counts, horizon: float) -> Array:
        """Purchases in the next `horizon` weeks: horizon (r + x) / (alpha + T)."""
        return np.asarray(horizon * (self.r + counts.repeats) / (self.alpha + counts.age))

    def active(self, counts: Counts, horizon: float) -> Array:
        """P(at least one purchase in the next `horizon` weeks)."""
        share = horizon / (self.alpha + counts.age + horizon)
        return np.asarray(-np.expm1((self.r + counts.repeats) * np.log1p(-share)))


def pooled_rates(counts: Counts) -> GammaPoisson:
    """The pool by moments: of the variance of x, what Poisson noise does not explain is nature (m^2 T^2 / r)."""
    total_age = max(float(counts.age.sum()), 1e-9)
    mean = max(float(counts.repeats.sum()) / total_age, 1e-6)
    said = mean * counts.age
    nature = float(((counts.repeats - said) ** 2 - said).sum())
    r = SHAPE_RANGE[1] if nature <= 0 else float(np.clip((said**2).sum() / nature, *SHAPE_RANGE))
    return GammaPoisson(r, r / mean)
