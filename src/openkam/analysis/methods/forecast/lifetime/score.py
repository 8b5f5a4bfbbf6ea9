"""What a fitted model says about every account: still alive, how many purchases, at least one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.model import Model
from openkam.analysis.methods.forecast.lifetime.summary import DAYS_A_WEEK, Summary

CHUNK_ROWS = 1 << 17
LARGEST_TABLE = 20_000_000


@dataclass(frozen=True)
class Scores:
    """One row a row of the summary, float64: P(alive), expected purchases and P(at least one) in the horizon."""

    alive: Array
    expected: Array
    active: Array


def score(model: Model, parameters: Array, summary: Summary, horizon: float) -> Scores:
    """Everybody's scores for the next `horizon` weeks.

    What depends on repeats and age alone is computed once for each pair that occurs and looked up; rows are taken
    in fixed chunks, so that memory stays small and the result does not depend on the machine.
    """
    width = int(summary.age_days.max(initial=0)) + 1
    pairs = (int(summary.repeats.max(initial=0)) + 1) * width
    look_up = _tables(model, parameters, summary, horizon, width) if pairs <= LARGEST_TABLE else None
    rows = len(summary)
    scores = Scores(np.empty(rows), np.empty(rows), np.empty(rows))
    for chunk in _chunks(rows):
        repeats, age = summary.repeats[chunk], summary.age_days[chunk]
        weeks = age / DAYS_A_WEEK
        alive = model.alive(parameters, repeats, summary.recency_days[chunk] / DAYS_A_WEEK, weeks)
        scores.alive[chunk] = alive
        if look_up is None:
            expected = model.expected_if_alive(parameters, repeats, weeks, horizon)
            active = model.active_if_alive(parameters, repeats, weeks, horizon)
        else:
            expected, active = look_up(repeats * width + age)
        np.multiply(alive, expected, out=scores.expected[chunk])
        np.multiply(alive, active, out=scores.active[chunk])
    return scores


def _tables(
    model: Model, parameters: Array, summary: Summary, horizon: float, width: int
) -> Callable[[Array], tuple[Array, Array]]:
    """Look-ups by repeats * width + age, filled for the pairs that occur."""
    pairs = (int(summary.repeats.max(initial=0)) + 1) * width
    occurs = np.zeros(pairs, bool)
    for chunk in _chunks(len(summary)):
        occurs[summary.repeats[chunk] * width + summary.age_days[chunk]] = True
    where = np.flatnonzero(occurs)
    place = np.zeros(pairs, np.int32)
    place[where] = np.arange(len(where), dtype=np.int32)
    repeats, age = np.divmod(where, width)
    expected = model.expected_if_alive(parameters, repeats, age / DAYS_A_WEEK, horizon)
    active = model.active_if_alive(parameters, repeats, age / DAYS_A_WEEK, horizon)

    def look_up(key: Array) -> tuple[Array, Array]:
        at = place[key]
        return expected[at], active[at]

    return look_up


def _chunks(rows: int) -> list[slice]:
    return [slice(start, min(start + CHUNK_ROWS, rows)) for start in range(0, rows, CHUNK_ROWS)]
