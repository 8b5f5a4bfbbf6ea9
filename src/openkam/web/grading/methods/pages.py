"""Single indicator, pyramid and scorecard on the same accounts, and where they do not agree (R087)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openkam.analysis.methods.grading.disagreement import Disagreement
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import counted
from openkam.insight.grading.confidential import hidden_fields
from openkam.insight.grading.models import Verdict
from openkam.insight.grading.queries import Reason, unpacked, viewed
from openkam.insight.grading.side_by_side import MethodTiers, SideBySide, kept_methods
from openkam.insight.report.sentences.words import GATE_WORDS, listing
from openkam.ledger.folder import DataFolder
from openkam.web.grading.sight import Arrays, Sight, arrays_of, sight_of
from openkam.web.grading.tabs import Tabs, tabs_of
from openkam.web.ui.paging import Pager, pager

METHODS: Final = {
    "single": Text("Single indicator", "单一指标"),
    "pyramid": Text("Pyramid", "金字塔"),
    "scorecard": Text("Scorecard", "计分卡"),
}
PAGE: Final = 50
MOST: Final = 1_000
"""Whoever discusses more accounts than these needs another scheme, not a longer list."""
_NEUTRAL: Final = frozenset({"tier", "sales", "profit", "missing", "keep_tier"})


@dataclass(frozen=True)
class TierCell:
    """What one method says of an account or a tier."""

    label: Text
    place: int


@dataclass(frozen=True)
class MethodLine:
    """One method: its tiers with how many accounts each has."""

    name: Text
    tiers: Sequence[tuple[TierCell, bool, int]]


@dataclass(frozen=True)
class Disputed:
    """One account to talk about; money is net sales of 12 months in 1/10,000."""

    key: int
    name: str
    money: int
    cells: Sequence[TierCell]
    why: Text
    reasons: Sequence[Text]


@dataclass(frozen=True)
class MethodsPage:
    """Everything the page shows; `lines` is empty before anything was graded.

    pairs  chosen method that says key and method that does not, blank for all
    """

    title: Text
    tabs: Tabs
    lines: Sequence[MethodLine]
    disputed: Sequence[Disputed]
    pager: Pager | None
    warnings: Sequence[Text]
    choices: Sequence[tuple[Text, str, bool, int]]
    is_graded: bool


def methods_page(viewer: Viewer, *, folder: DataFolder, said: str, page: int) -> MethodsPage:
    """`said` narrows the list to accounts that this method calls key and another does not; blank: all."""
    sight = sight_of(viewer)
    arrays = arrays_of(sight, folder) if sight is not None else None
    if sight is None or arrays is None:
        return MethodsPage(_UNGRADED, tabs_of("methods"), [], [], None, [], [], is_graded=False)
    side = kept_methods(arrays.standing, sight.scheme, arrays.shown, MOST)
    chosen = [one for one in side.disagreements if not said or said in one.key_by]
    shown = pager(page, PAGE, len(chosen), lambda number: f"/grading/methods/?said={said}&page={number}")
    rows = chosen[shown.first - 1 : shown.latest] if chosen else []
    return MethodsPage(
        title=_title(side),
        tabs=tabs_of("methods"),
        lines=[_line(one) for one in side.methods],
        disputed=_disputed(sight, arrays, side, rows),
        pager=shown,
        warnings=side.warnings,
        choices=_choices(side, said),
        is_graded=True,
    )


_UNGRADED: Final = Text("Three methods, one ledger", "三种方法，同一账本")


def _title(side: SideBySide) -> Text:
    if not side.disagreeing:
        return Text("The three methods agree on every account", "三种方法对每家客户结论一致")
    words = Text("The three methods do not agree on {count}", "三种方法对{count}结论不一")
    return words.filled(count=counted(side.disagreeing, "account", "accounts", "家客户"))


def _line(one: MethodTiers) -> MethodLine:
    tiers = [(TierCell(label, place), is_key, one.counts[place]) for place, (_, label, is_key) in enumerate(one.tiers)]
    if one.counts[-1]:
        tiers.append((TierCell(Text("", ""), -1), False, one.counts[-1]))
    return MethodLine(METHODS[one.method], tiers)


def _choices(side: SideBySide, said: str) -> list[tuple[Text, str, bool, int]]:
    every = (Text("All", "全部"), "/grading/methods/", not said, len(side.disagreements))
    words = Text("Key by {method}, not by another", "{method}认为是大客户，其他方法不认为")
    found = [every]
    for name, label in METHODS.items():
        count = sum(name in one.key_by for one in side.disagreements)
        found.append((words.filled(method=label), f"/grading/methods/?said={name}", said == name, count))
    return found


def _disputed(sight: Sight, arrays: Arrays, side: SideBySide, rows: Sequence[Disagreement]) -> list[Disputed]:
    accounts = [int(arrays.standing.account[one.account]) for one in rows]
    reasons = _reasons(sight, accounts)
    return [
        Disputed(
            key=account,
            name=sight.name_of(account),
            money=one.money,
            cells=[_cell(method, one.places[method.method]) for method in side.methods],
            why=_why(one),
            reasons=reasons.get(account, []),
        )
        for one, account in zip(rows, accounts, strict=True)
    ]


def _cell(method: MethodTiers, place: int) -> TierCell:
    return TierCell(method.tiers[place][1] if 0 <= place < len(method.tiers) else Text("", ""), place)


def _why(one: Disagreement) -> Text:
    if one.key_by and one.not_key_by:
        words = Text("Key by {yes}, not by {no}.", "{yes}认为是大客户，{no}不认为。")
        return words.filled(yes=_named(one.key_by), no=_named(one.not_key_by))
    return Text("The methods lie {n} tiers apart.", "各方法相差{n}级。").filled(n=one.levels)


def _named(methods: Sequence[str]) -> Text:
    labels = [Text(METHODS[one].en.lower(), METHODS[one].zh) for one in methods]
    return listing(labels)


def _reasons(sight: Sight, accounts: Sequence[int]) -> dict[int, list[Text]]:
    """What the kept verdicts say that could explain the difference; one query."""
    rows = Verdict.objects.visible_to(sight.viewer).filter(grade__run=sight.run, grade__account__in=accounts)
    hidden = hidden_fields(sight.viewer, sight.run)
    found: dict[int, list[Text]] = {}
    for row in rows.select_related("grade").defer("grade__months"):
        verdict = viewed(unpacked(row), sight.viewer, hidden)
        vetoes = [GATE_WORDS[code] for code in verdict.vetoes if code in GATE_WORDS]
        held = [Text("Held down: {why}.", "等级受限：{why}。").filled(why=listing(vetoes))] if vetoes else []
        found[row.grade.account_id] = [*held, *(one.words for one in _telling(verdict.reasons))][:_FEW]
    return found


_FEW: Final = 3


def _telling(reasons: Sequence[Reason]) -> list[Reason]:
    """Without those every account has; the tier's own reason last."""
    return [one for one in reasons if one.code not in _NEUTRAL and one.code != "veto"] + [
        one for one in reasons if one.code == "tier"
    ]
