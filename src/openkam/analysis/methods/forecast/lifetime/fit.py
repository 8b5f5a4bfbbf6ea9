"""Maximum likelihood for every model: one optimiser, standard errors, and the courage to say "not identified"."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.forecast.lifetime.model import Model
from openkam.analysis.methods.forecast.lifetime.summary import Counts

FIT_ROWS = 200_000
"""Accounts a fit looks at: a sample of these gives every parameter to two digits, and everybody is scored."""
LONGEST_AGE = 10.0
"""Times are scaled so that the oldest account is this old: all parameters are then of one size."""
LOG_RANGE = (-12.0, 12.0)
STEP = 1e-4
FARTHEST_STEP = 1.0
MOST_STEPS, MOST_HALVINGS = 200, 30
SMALLEST_GAIN, FLAT, PROMISED = 1e-11, 1e-7, 1e-4
VAGUE = 2.0
"""A parameter known to a factor of e^2 only is not identified."""

Objective = Callable[[Array], tuple[float, Array]]


@dataclass(frozen=True)
class Fit:
    """Parameters in the order of `names` (times in weeks) with their standard errors (delta method on the logs).

    `identified` is False where a parameter lies on its bound, the curvature is not positive or a parameter is vague:
    the errors are then NaN and nobody should quote a probability from it.
    """

    code: str
    names: tuple[str, ...]
    parameters: Array
    errors: Array
    log_likelihood: float
    identified: bool
    accounts: int


def fit(model: Model, counts: Counts) -> Fit:
    """The parameters that make the rows most likely. Scaling time by c adds -sum(x) ln c to the log-likelihood."""
    scale = LONGEST_AGE / max(float(counts.age.max(initial=0)), 1e-9)
    scaled = counts.scaled(scale)
    accounts = float(counts.weight.sum())
    logs, value, curvature = climbed(lambda at: model.log_likelihood(at, scaled), model.start(scaled), accounts)
    errors, identified = _errors(logs, curvature, accounts)
    parameters = np.exp(logs)
    in_weeks = np.ones(len(logs))
    in_weeks[list(model.times)] = 1 / scale
    value += float((counts.weight * counts.repeats).sum()) * np.log(scale)
    parameters = parameters * in_weeks
    return Fit(model.code, model.names, parameters, errors * parameters, value, identified, round(accounts))


def climbed(log_likelihood: Objective, start: Array, accounts: float) -> tuple[Array, float, Array]:
    """The top: logs of the parameters, the log-likelihood there, and the curvature of its mean (negative Hessian).

    BFGS brings it near, Newton steps with the differences of the analytic gradient make it sharp.
    """

    def loss(at: Array) -> tuple[float, Array]:
        value, slope = log_likelihood(at)
        return -value / accounts, -slope / accounts

    at, best, slope = _descended(loss, start)
    curvature = _curvature(loss, at)
    for _ in range(3):
        step = _newton_step(curvature, slope)
        if step is None:
            break
        value, flatter = loss(at + step)
        if not value <= best:
            break
        at, best, slope = at + step, value, flatter
    return at, -best * accounts, curvature


def _descended(loss: Objective, start: Array) -> tuple[Array, float, Array]:
    """The lowest point BFGS finds within LOG_RANGE, and the loss and its slope there.

    Four parameters need thirty lines; loading an optimiser would take longer than most fits.
    """
    at = np.clip(start, *LOG_RANGE)
    value, slope = loss(at)
    inverse, fresh = np.eye(len(at)), True
    for _ in range(MOST_STEPS):
        step = -inverse @ slope
        if step @ slope >= 0:
            inverse, fresh, step = np.eye(len(at)), True, -slope
        found = _searched(loss, at, value, slope, step * min(1.0, FARTHEST_STEP / max(np.abs(step).max(), 1e-300)))
        if found is None:
            break
        trial, lower, steeper = found
        moved, turned, gain = trial - at, steeper - slope, value - lower
        at, value, slope = trial, lower, steeper
        if gain < SMALLEST_GAIN * abs(value) or np.abs(slope).max() < FLAT:
            break
        if moved @ turned > 0:
            inverse = inverse * (moved @ turned / (turned @ turned)) if fresh else inverse
            inverse, fresh = _updated(inverse, moved, turned), False
    return at, value, slope


def _searched(loss: Objective, at: Array, value: float, slope: Array, step: Array) -> tuple[Array, float, Array] | None:
    """The first point on the way, halving the step, that is lower by a part of what the slope promises."""
    for _ in range(MOST_HALVINGS):
        trial = np.clip(at + step, *LOG_RANGE)
        lower, steeper = loss(trial)
        if lower <= value + PROMISED * float(slope @ (trial - at)):
            return trial, lower, steeper
        step = step / 2
    return None


def _updated(inverse: Array, moved: Array, turned: Array) -> Array:
    """The BFGS update of the inverse curvature."""
    weight = 1.0 / (moved @ turned)
    turn = np.eye(len(moved)) - weight * np.outer(moved, turned)
    return np.asarray(turn @ inverse @ turn.T + weight * np.outer(moved, moved))


def _newton_step(curvature: Array, slope: Array) -> Array | None:
    """The step to the top of the parabola; None where there is no top near."""
    if not np.all(np.isfinite(curvature)) or np.linalg.eigvalsh(curvature)[0] <= 0:
        return None
    step = -np.linalg.solve(curvature, slope)
    return step if np.abs(step).max() < FARTHEST_STEP else None


def _curvature(loss: Objective, at: Array) -> Array:
    rows = []
    for index in range(len(at)):
        step = np.zeros(len(at))
        step[index] = STEP
        rows.append((loss(at + step)[1] - loss(at - step)[1]) / (2 * STEP))
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2)


def _errors(logs: Array, curvature: Array, accounts: float) -> tuple[Array, bool]:
    """Standard errors of the logs, and whether they mean anything."""
    unknown = np.full(len(logs), np.nan)
    if np.abs(logs).max() > LOG_RANGE[1] - 0.1 or not np.all(np.isfinite(curvature)):
        return unknown, False
    if np.linalg.eigvalsh(curvature)[0] <= 0:
        return unknown, False
    errors = np.sqrt(np.diag(np.linalg.inv(curvature)) / accounts)
    if errors.max() > VAGUE:
        return unknown, False
    return errors, True
