"""The smallest single change that brings an account to the next tier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.conditions import judged
from openkam.analysis.methods.grading.pyramid import pyramid_cuts
from openkam.analysis.methods.grading.scheme import Method, Scheme, Tier
from openkam.analysis.methods.grading.scorecard import FULL_POINTS, points, value_at


@dataclass(frozen=True)
class NextStep:
    """One measure of one account, from what it is to what it would have to be, in business units.

    tier  index of the tier that this alone would reach
    """

    measure: str
    from_value: float
    to_value: float
    tier: int


def next_steps(scheme: Scheme, values: Mapping[str, Array], earned: Array, places: Array) -> list[NextStep | None]:
    """One step an account, None for the best tier and where no single change is enough.

    `earned` are the points (accounts, criteria) of a scorecard; `places` the plain tier of the figures alone.
    Exact: the account with the new value reaches the tier.
    """
    steps: list[NextStep | None] = [None] * len(places)
    layers = pyramid_cuts(values[scheme.criteria[0].measure], places, len(scheme.tiers)) if _is_pyramid(scheme) else []
    for target in range(len(scheme.tiers)):
        below = np.flatnonzero(places == target + 1)
        if not len(below):
            continue
        chosen = {code: column[below] for code, column in values.items()}
        candidates = (
            _scorecard_moves(scheme, scheme.tiers[target], chosen, earned[below])
            if scheme.method is Method.SCORECARD
            else _cut_moves(scheme, target, chosen, layers)
        )
        for row, step in zip(below, _smallest(candidates, len(below), target), strict=True):
            steps[row] = step
    return steps


@dataclass(frozen=True)
class _Move:
    """A change of one measure for many accounts: effort is inf where it does not do."""

    measure: str
    start: Array
    end: Array
    effort: Array


def _smallest(moves: Sequence[_Move], count: int, target: int) -> list[NextStep | None]:
    if not moves:
        return [None] * count
    effort = np.stack([move.effort for move in moves])
    best, rows = np.argmin(effort, axis=0), np.arange(count)
    enough = np.isfinite(effort[best, rows]).tolist()
    starts = np.stack([move.start for move in moves])[best, rows].tolist()
    ends = np.stack([move.end for move in moves])[best, rows].tolist()
    measures = [moves[index].measure for index in best.tolist()]
    return [
        NextStep(measure, float(start), float(end), target) if does else None
        for does, measure, start, end in zip(enough, measures, starts, ends, strict=True)
    ]


def _scorecard_moves(scheme: Scheme, tier: Tier, values: Mapping[str, Array], earned: Array) -> list[_Move]:
    weights = np.array([criterion.weight for criterion in scheme.criteria])
    known = np.isfinite(earned)
    cut = tier.at_least if isinstance(tier.at_least, int | float) else 0.0
    missing = cut * (known @ weights) - np.where(known, earned, 0.0) @ weights
    moves = []
    for index, criterion in enumerate(scheme.criteria):
        if not criterion.steerable or criterion.breakpoints is None or criterion.weight <= 0:
            continue
        start = values[criterion.measure]
        wanted = np.maximum(earned[:, index] + missing / criterion.weight, earned[:, index])
        wanted = np.maximum(wanted, _points_needed(tier, criterion.measure, criterion.breakpoints))
        end = value_at(np.clip(wanted, 0.0, FULL_POINTS), criterion.breakpoints)
        fits = known[:, index] & (wanted <= FULL_POINTS) & _others_hold(tier, criterion.measure, values)
        effort = np.where(fits, (wanted - earned[:, index]) * criterion.weight, np.inf)
        moves.append(_Move(criterion.measure, start, end, effort))
    return moves


def _points_needed(tier: Tier, measure: str, breakpoints: tuple[float, ...]) -> float:
    """The points at which the tier's own conditions on this measure hold."""
    needed = 0.0
    for need in tier.needs:
        if need.measure == measure and isinstance(need.at_least, int | float):
            needed = max(needed, float(points(np.array([float(need.at_least)]), breakpoints)[0]))
    return needed


def _others_hold(tier: Tier, measure: str, values: Mapping[str, Array]) -> Array:
    holds = np.ones(len(values[measure]), bool)
    for need in tier.needs:
        only_floor = set(need.bounds) == {"at_least"}
        if need.measure != measure or not only_floor:
            holds &= judged(need, values).holds
    return holds


def _cut_moves(scheme: Scheme, target: int, values: Mapping[str, Array], layers: Sequence[float]) -> list[_Move]:
    tier = scheme.tiers[target]
    moves = []
    if scheme.method is Method.PYRAMID or (scheme.method is Method.SINGLE and tier.at_least is not None):
        cut = layers[target] if scheme.method is Method.PYRAMID else tier.at_least
        measure = scheme.criteria[0].measure
        moves.append(_to_bound(measure, values, cut, _others_hold(tier, measure, values)))
    elif scheme.method is Method.RULES:
        measures = {need.measure for need in tier.needs}
        for need in tier.needs:
            if set(need.bounds) == {"at_least"} and sum(one.measure == need.measure for one in tier.needs) == 1:
                others = [one for one in tier.needs if one.measure != need.measure]
                holds = np.ones(len(values[need.measure]), bool)
                for one in others:
                    holds &= judged(one, values).holds
                moves.append(_to_bound(need.measure, values, need.at_least, holds & bool(measures)))
    return moves


def _to_bound(measure: str, values: Mapping[str, Array], cut: object, others_hold: Array) -> _Move:
    start = values[measure]
    bound = float(cut) if isinstance(cut, int | float) else np.inf
    fits = others_hold & np.isfinite(start) & (start < bound) & np.isfinite(bound)
    return _Move(measure, start, np.full(len(start), bound), np.where(fits, bound - start, np.inf))


def _is_pyramid(scheme: Scheme) -> bool:
    return scheme.method is Method.PYRAMID
