"""What a scheme leaves open is filled in from a ledger, once: which measure stands in, and where the cuts lie."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.ladder import ladder
from openkam.analysis.methods.grading.scheme import POINTS, Anchor, Condition, Criterion, Cut, Scheme, Tier

KNOWN_ENOUGH = 0.5
"""A measure stands where at least this share of the buying accounts has it; otherwise its stand-in is taken for all."""


@dataclass(frozen=True)
class Substitution:
    """A measure the ledger cannot tell, and the one taken in its place."""

    wanted: str
    taken: str


def settled_measures(scheme: Scheme, values: Mapping[str, Array]) -> tuple[Scheme, tuple[Substitution, ...]]:
    """The scheme with every measure that the ledger does not know replaced by the first stand-in that it knows.

    One decision for all accounts: two accounts are never graded by two different measures. `values` are those of
    the accounts that buy.
    """
    return settled_by_shares(scheme, lambda code: known_share(values[code]))


def settled_by_shares(scheme: Scheme, share_of: Callable[[str], float]) -> tuple[Scheme, tuple[Substitution, ...]]:
    """The same, where the share of the buying accounts that have a measure is at hand."""
    swaps: dict[str, str] = {}
    for one in scheme.lookups:
        candidates = (one.measure, *one.otherwise)
        taken = next((code for code in candidates if share_of(code) >= KNOWN_ENOUGH), one.measure)
        if taken != one.measure:
            swaps[one.measure] = taken

    def with_measure(condition: Condition) -> Condition:
        return replace(condition, measure=swaps.get(condition.measure, condition.measure), otherwise=())

    settled = _changed(scheme, with_measure)
    criteria = tuple(
        replace(one, measure=swaps.get(one.measure, one.measure), otherwise=()) for one in settled.criteria
    )
    return replace(settled, criteria=criteria), tuple(Substitution(*pair) for pair in swaps.items())


def open_measures(scheme: Scheme) -> tuple[str, ...]:
    """The measures whose cuts the scheme leaves to the ledger."""
    codes = [one.measure for one in scheme.criteria if one.breakpoints is None and one.weight > 0]
    codes += [one.measure for one in scheme.conditions if any(isinstance(cut, Anchor) for cut in one.bounds.values())]
    if any(isinstance(tier.at_least, Anchor) for tier in scheme.tiers):
        codes.append(scheme.criteria[0].measure)
    return tuple(dict.fromkeys(codes))


def ladders(codes: Iterable[str], values: Mapping[str, Array]) -> dict[str, tuple[float, ...]]:
    """A ladder for each measure."""
    return {code: ladder(values[code]) for code in codes}


def calibrated(scheme: Scheme, breakpoints: Mapping[str, tuple[float, ...]]) -> Scheme:
    """The scheme with every open cut filled from the ladders of its measures."""

    def fixed(cut: Cut | None, measure: str) -> float | None:
        if not isinstance(cut, Anchor):
            return cut
        return breakpoints[measure][POINTS.index(cut.points)]

    def with_numbers(condition: Condition) -> Condition:
        return replace(
            condition,
            at_least=fixed(condition.at_least, condition.measure),
            above=fixed(condition.above, condition.measure),
            at_most=fixed(condition.at_most, condition.measure),
            below=fixed(condition.below, condition.measure),
        )

    settled = _changed(scheme, with_numbers)
    first = scheme.criteria[0].measure if scheme.criteria else ""
    tiers = tuple(replace(tier, at_least=fixed(tier.at_least, first)) for tier in settled.tiers)
    return replace(settled, tiers=tiers, criteria=tuple(_filled(one, breakpoints) for one in settled.criteria))


def _filled(criterion: Criterion, breakpoints: Mapping[str, tuple[float, ...]]) -> Criterion:
    if criterion.breakpoints is not None or criterion.weight <= 0:
        return criterion
    return replace(criterion, breakpoints=breakpoints[criterion.measure])


def _changed(scheme: Scheme, change: Callable[[Condition], Condition]) -> Scheme:
    def tier_of(tier: Tier) -> Tier:
        return replace(tier, needs=tuple(change(need) for need in tier.needs))

    def criterion_of(criterion: Criterion) -> Criterion:
        return replace(criterion, conditions=tuple(change(one) for one in criterion.conditions))

    return replace(
        scheme,
        tiers=tuple(tier_of(one) for one in scheme.tiers),
        criteria=tuple(criterion_of(one) for one in scheme.criteria),
    )


def known_share(values: Array) -> float:
    """The share of the accounts that have a figure; 1 where there are none to ask."""
    return float(np.isfinite(values).mean()) if len(values) else 1.0
