"""From how much on each flag is raised, by tier: as shipped, and as this company set it."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.problem import Problem
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.health.flag import UNIT_LABELS, DealRule, Rule
from openkam.insight.health.limits import set_limits, shipped_limit
from openkam.insight.health.registry import EVERY_RULE


@dataclass(frozen=True)
class Cell:
    """A limit of one flag for one tier; "" is off. is_own: the company set it; shipped: what OpenKAM ships."""

    name: str
    tier: Text
    value: str
    shipped: str
    is_own: bool


@dataclass(frozen=True)
class LimitRow:
    """A flag with its rule in words and its limits; is_switch: on or off, nothing between."""

    code: str
    label: Text
    rule: Text
    unit: Text
    is_switch: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class LimitsPage:
    """The table; `tiers` are the heads of its columns."""

    title: Text
    tiers: Sequence[Text]
    rows: Sequence[LimitRow]
    may_set: bool
    is_saved: bool
    problem: Problem | None = None


def limits_page(viewer: Viewer, *, is_saved: bool = False, problem: Problem | None = None) -> LimitsPage:
    """Every flag and every tier of the scheme in force, then accounts without a tier."""
    tiers, own = tiers_in_force(), set_limits(viewer)
    rows = [_row(rule, tiers, own) for rule in EVERY_RULE]
    changed = sum(cell.is_own for row in rows for cell in row.cells)
    return LimitsPage(
        title=_title(len(rows), changed),
        tiers=[label for _, label, _ in tiers],
        rows=rows,
        may_set=viewer.may(Right.SET_FLAG_LIMITS),
        is_saved=is_saved,
        problem=problem,
    )


def tiers_in_force() -> list[tuple[str, Text, int | None]]:
    """Code, label and place of each tier; the latest is for accounts without one."""
    run = run_in_force()
    tiers = [] if run is None else scheme_of(run).tiers
    named: list[tuple[str, Text, int | None]] = [(tier.code, tier.label, place) for place, tier in enumerate(tiers)]
    return [*named, ("", Text("no tier", "未分级"), None)]


def _title(count: int, changed: int) -> Text:
    if not changed:
        return Text("{n} red flags, all limits as shipped", "{n}种预警，均为出厂阈值").filled(n=count)
    words = Text("{n} red flags, {changed} limits set by this company", "{n}种预警，其中{changed}个阈值由本公司设定")
    return words.filled(n=count, changed=changed)


def _row(
    rule: Rule | DealRule, tiers: list[tuple[str, Text, int | None]], own: dict[tuple[str, str], int | None]
) -> LimitRow:
    cells = []
    for code, label, place in tiers:
        shipped = shipped_limit(rule.limits, place)
        value = own.get((rule.code, code), shipped)
        cells.append(Cell(f"{rule.code}:{code}", label, _written(value), _written(shipped), value != shipped))
    words = Text(rule.rule.en.format(limit="n"), rule.rule.zh.format(limit=" n ").strip().replace("， n", "，n"))
    unit = rule.limits.unit
    return LimitRow(rule.code, rule.label, words, UNIT_LABELS[unit], unit == "on", cells)


def _written(value: int | None) -> str:
    return "" if value is None else str(value)
