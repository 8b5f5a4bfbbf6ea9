"""Weights of criteria: by pairwise comparison (AHP), or from the spread of the data (entropy)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array

RANDOM_INDEX: Final = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
"""Saaty's mean index of random matrices, by number of criteria (design/value.md, table named with each ratio)."""

WARN_RATIO: Final = 0.10
_ALMOST: Final = 1e-9


@dataclass(frozen=True)
class Ahp:
    """Weights (float64, sum 1) from a matrix of comparisons, and how far the comparisons contradict each other.

    eigenvalue   the principal one, n where nothing contradicts
    index        (eigenvalue - n) / (n - 1)
    ratio        index / random index; 0 for two criteria, which cannot contradict
    consistent   ratio at most 0.10
    contradiction  row and column of the comparison that fits the rest worst, None where consistent
    """

    weights: Array
    eigenvalue: float
    index: float
    ratio: float
    contradiction: tuple[int, int] | None

    @property
    def consistent(self) -> bool:
        """Whether the comparisons may be used as they are."""
        return self.ratio <= WARN_RATIO


def ahp(comparisons: Sequence[Sequence[float]]) -> Ahp:
    """Weights by the principal eigenvector; comparisons[i][j] says how many times i matters more than j.

    ValueError where the matrix is not square, positive and reciprocal, or has more than ten criteria.
    """
    matrix = np.asarray(comparisons, np.float64)
    _refuse(matrix)
    count = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    weights = vector / vector.sum()
    eigenvalue = float(values[principal].real)
    index = max(0.0, (eigenvalue - count) / (count - 1)) if count > 1 else 0.0
    ratio = index / RANDOM_INDEX[count] if count in RANDOM_INDEX else 0.0
    worst = _worst_pair(matrix, weights) if ratio > WARN_RATIO else None
    return Ahp(weights, eigenvalue, index, ratio, worst)


def entropy_weights(matrix: Array) -> Array:
    """Weights (float64, sum 1) of the columns of a positive matrix (rows are alternatives).

    P = x / sum, E = -sum P ln P / ln m, w = (1 - E) / sum(1 - E); equal weights where no column tells rows apart.
    A second opinion only: the weights move with whoever is in the list. ValueError for negative or empty columns.
    """
    rows, columns = matrix.shape
    equal = np.full(columns, 1 / columns)
    totals = matrix.sum(axis=0)
    if (matrix < 0).any() or (totals <= 0).any():
        raise ValueError("entropy needs figures of zero or more and a positive sum in every column")
    if rows == 1:
        return equal
    share = matrix / totals
    logs = np.log(np.where(share > 0, share, 1.0))
    spread = 1 + (share * logs).sum(axis=0) / np.log(rows)
    spread = np.where(spread < _ALMOST, 0.0, spread)
    whole = spread.sum()
    return spread / whole if whole > 0 else equal


def _refuse(matrix: Array) -> None:
    if matrix.shape != (len(matrix), len(matrix)) or not 1 <= len(matrix) <= max(RANDOM_INDEX):
        raise ValueError("comparisons need a square matrix of at most ten criteria")
    if not (np.isfinite(matrix).all() and (matrix > 0).all()):
        raise ValueError("every comparison must be a positive number")
    if not np.allclose(matrix * matrix.T, 1.0, rtol=0.01):
        raise ValueError("if i matters three times as much as j, j must matter a third as much as i")


def _worst_pair(matrix: Array, weights: Array) -> tuple[int, int]:
    """The comparison farthest from the ratio of the weights it led to; the first of several (of three all are)."""
    off = np.round(np.abs(np.log(matrix * weights[None, :] / weights[:, None])), 9)
    row, column = np.unravel_index(int(np.argmax(np.triu(off, 1))), off.shape)
    return int(row), int(column)
