"""Every cut of a scheme that can be moved: where it stands, how people write it, and the scheme with another one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.methods.grading.scheme import Anchor, Condition, Cut, Method, Scheme
from openkam.analysis.words import Text
from openkam.web.grading.schemes.words import INDICATORS

FIXED: Final = "fixed"
LEDGER: Final = "ledger"
PERCENT: Final = 100.0
_DIGITS: Final = 10
_UNITS: Final = {
    Unit.SHARE: Text("%", "%"),
    Unit.DAYS: Text("days", "天"),
    Unit.MONTHS: Text("months", "个月"),
    Unit.HOURS: Text("hours", "小时"),
    Unit.RATING: Text("of 10", "（0–10）"),
    Unit.SCORE: Text("points", "分"),
}
_BOUNDS: Final = {
    "at_least": Text("at least", "不低于"),
    "above": Text("more than", "高于"),
    "at_most": Text("at most", "不超过"),
    "below": Text("less than", "低于"),
}
_NONE: Final = Text("", "")


@dataclass(frozen=True)
class CutPlace:
    """One cut: the name of its field, what it is a cut of, and its present value.

    factor    what people write is the value times this
    is_open   whether it may be left to the ledger
    change    the cut of a scheme exchanged for another
    """

    name: str
    label: Text
    bound: Text
    unit: Text
    factor: float
    cut: Cut
    is_open: bool
    change: Callable[[Scheme, Cut], Scheme]

    @property
    def number(self) -> str:
        """The value as people write it, blank where the ledger gives it."""
        return "" if isinstance(self.cut, Anchor) else written(self.cut, self.factor)

    @property
    def step(self) -> str:
        """The step of the ledger it stands for, or `fixed`."""
        return f"{self.cut.points:g}" if isinstance(self.cut, Anchor) else FIXED


def written(value: float, factor: float = 1.0) -> str:
    """A figure in a field: no grouping, no trailing zeros."""
    shown = round(value * factor, _DIGITS)
    return str(int(shown)) if float(shown).is_integer() else repr(shown)


def tier_cuts(scheme: Scheme) -> Iterator[CutPlace]:
    """The cuts between tiers, then what else a tier asks for."""
    for place, tier in enumerate(scheme.tiers):
        if tier.at_least is not None:
            unit, factor = _unit_of_tiers(scheme)
            yield CutPlace(
                f"t.{tier.code}", tier.label, _BOUNDS["at_least"], unit, factor, tier.at_least,
                scheme.method is Method.SINGLE, _tier_change(place, "at_least"),
            )  # fmt: skip
        if tier.up_to_share is not None:
            yield CutPlace(
                f"s.{tier.code}", tier.label, Text("up to", "累计至"), _UNITS[Unit.SHARE], PERCENT, tier.up_to_share,
                False, _tier_change(place, "up_to_share"),
            )  # fmt: skip
        for at, need in enumerate(tier.needs):
            yield from _bounds(f"n.{tier.code}.{at}", tier.label, need, _need_change(place, at))


def condition_cuts(scheme: Scheme) -> Iterator[CutPlace]:
    """The cuts in the conditions of a criteria card."""
    for place, criterion in enumerate(scheme.criteria):
        for at, condition in enumerate(criterion.conditions):
            yield from _bounds(f"c.{criterion.code}.{at}", criterion.label, condition, _condition_change(place, at))


def unit_of(measure: str) -> tuple[Text, float]:
    """The unit in which people write a figure of a measure, and its factor."""
    unit = MEASURES[measure].unit
    return _UNITS.get(unit, _NONE), PERCENT if unit is Unit.SHARE else 1.0


def indicator_of(measure: str, chosen: str) -> Text:
    """The class of a criterion in words."""
    kind = next((known for known in INDICATORS if known == chosen), MEASURES[measure].indicator)
    return INDICATORS[kind]


def _unit_of_tiers(scheme: Scheme) -> tuple[Text, float]:
    if scheme.method is Method.SCORECARD:
        return _UNITS[Unit.SCORE], 1.0
    if scheme.method is Method.CARD:
        return Text("criteria", "项"), 1.0
    return unit_of(scheme.criteria[0].measure)


_Change = Callable[[Scheme, str, Cut], Scheme]


def _bounds(name: str, owner: Text, condition: Condition, change: _Change) -> Iterator[CutPlace]:
    unit, factor = unit_of(condition.measure)
    label = Text("{owner}: {measure}", "{owner}：{measure}").filled(
        owner=owner, measure=MEASURES[condition.measure].label
    )
    for bound, cut in condition.bounds.items():
        yield CutPlace(
            f"{name}.{bound}", label, _BOUNDS[bound], unit, factor, cut, True,
            partial(_changed_bound, change, bound),
        )  # fmt: skip


def _changed_bound(change: _Change, bound: str, scheme: Scheme, cut: Cut) -> Scheme:
    return change(scheme, bound, cut)


def _tier_change(place: int, field: str) -> Callable[[Scheme, Cut], Scheme]:
    def change(scheme: Scheme, cut: Cut) -> Scheme:
        tiers = list(scheme.tiers)
        tiers[place] = replace(tiers[place], **{field: cut})  # type: ignore[arg-type]
        return replace(scheme, tiers=tuple(tiers))

    return change


def _need_change(place: int, at: int) -> _Change:
    def change(scheme: Scheme, bound: str, cut: Cut) -> Scheme:
        tiers = list(scheme.tiers)
        tiers[place] = replace(tiers[place], needs=_with_bound(tiers[place].needs, at, bound, cut))
        return replace(scheme, tiers=tuple(tiers))

    return change


def _condition_change(place: int, at: int) -> _Change:
    def change(scheme: Scheme, bound: str, cut: Cut) -> Scheme:
        criteria = list(scheme.criteria)
        conditions = _with_bound(criteria[place].conditions, at, bound, cut)
        criteria[place] = replace(criteria[place], conditions=conditions)
        return replace(scheme, criteria=tuple(criteria))

    return change


def _with_bound(conditions: tuple[Condition, ...], at: int, bound: str, cut: Cut) -> tuple[Condition, ...]:
    changed = list(conditions)
    changed[at] = replace(changed[at], **{bound: cut})  # type: ignore[arg-type]
    return tuple(changed)
