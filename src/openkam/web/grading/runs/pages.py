"""Two gradings compared: who rose, who fell, who came and went, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Language, Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.figures import counted
from openkam.core.periods import day_text
from openkam.insight.grading.cuts import moved_cuts
from openkam.insight.grading.models import Run
from openkam.insight.grading.moved import ABSENT, NONE, Moved, moved_between
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.standing import standing_of
from openkam.insight.report.sentences.words import figure_text
from openkam.ledger.folder import DataFolder
from openkam.web.grading.runs.reasons import main_reason, pairs_of
from openkam.web.grading.tabs import Tabs, tabs_of
from openkam.web.policy import found_or_404
from openkam.web.sight.seen import Seen, seen_by
from openkam.web.ui.charts.chart import Chart, Labels
from openkam.web.ui.charts.flow import Move, flow

MOST: Final = 30
CHOICES: Final = 50
_ABSENT_CODE: Final = "absent"
_NO_TIER: Final = Text("no tier", "未分级")
_NOT_THERE: Final = Text("not in it", "不在其中")


@dataclass(frozen=True)
class MovedLine:
    """One account that moved; money is net sales of 12 months in 1/10,000."""

    key: int
    name: str
    before: Text
    before_place: int
    after: Text
    after_place: int
    money: int
    why: Text | None


@dataclass(frozen=True)
class MovedPart:
    """Accounts that moved one way: how many, and the first, most money first."""

    title: Text
    count: int
    lines: Sequence[MovedLine]


@dataclass(frozen=True)
class Comparison:
    """What changed between two runs for the accounts the viewer sees."""

    before: Run
    after: Run
    title: Text
    chart: Chart
    parts: Sequence[MovedPart]
    other_scheme: bool
    cuts: Text | None
    chosen: MovedPart | None


@dataclass(frozen=True)
class RunsPage:
    """Two runs to choose and what lies between them; comparison is None where there are no two."""

    title: Text
    tabs: Tabs
    choices: Sequence[tuple[str, Text]]
    before: str
    after: str
    comparison: Comparison | None


@dataclass(frozen=True)
class RunPage:
    """One run: what putting it in force would change, or did change."""

    run: Run
    tabs: Tabs
    title: Text
    comparison: Comparison | None
    is_in_force: bool
    may_publish: bool
    changing: int
    key_before: int
    key_after: int


def runs_page(viewer: Viewer, *, folder: DataFolder, language: Language, asked: tuple[int, int], cell: str) -> RunsPage:
    """`asked` are the numbers of the runs, 0 for the latest two; `cell` "FROM>TO" lists the accounts of one ribbon.

    Raises Http404 where the viewer sees no such run.
    """
    rows = _rows(viewer)
    choices = [(str(run.number), _named(run)) for run in rows[:CHOICES]]
    after = _chosen(viewer, asked[1], rows[0] if rows else None)
    earlier = next((run for run in rows if after is not None and run.number < after.number), None)
    before = _chosen(viewer, asked[0], earlier)
    if before is None or after is None:
        title = Text("There is nothing to compare yet", "还没有可对比的分级")
        return RunsPage(title, tabs_of("runs"), choices, "", "", None)
    found = comparison_of(viewer, before, after, folder=folder, language=language, cell=cell)
    return RunsPage(found.title, tabs_of("runs"), choices, str(before.number), str(after.number), found)


def run_page(viewer: Viewer, number: int, *, folder: DataFolder, language: Language) -> RunPage:
    """One run beside the one in force, or beside the one before it.

    Raises Http404 where the viewer sees no such run.
    """
    run = found_or_404(
        Run.objects.visible_to(viewer).exclude(columns="").select_related("scheme", "graded_by"), pk=number
    )
    in_force = run_in_force(run.currency)
    is_in_force = in_force is not None and in_force.pk == run.pk
    before = in_force
    if is_in_force or (in_force is not None and not in_force.columns):
        before = next((one for one in _rows(viewer) if one.number < run.number and one.currency == run.currency), None)
    found = comparison_of(viewer, before, run, folder=folder, language=language) if before is not None else None
    seen = seen_by(viewer, run)
    return RunPage(
        run=run,
        tabs=tabs_of("runs"),
        title=found.title if found is not None else Text("The first grading", "首次分级"),
        comparison=found,
        is_in_force=is_in_force,
        may_publish=viewer.may(Right.PUBLISH_GRADES) and run.published_at is None,
        changing=sum(part.count for part in found.parts) if found is not None else seen.count,
        key_before=_key_count(before, folder, seen.account) if before is not None else 0,
        key_after=_key_count(run, folder, seen.account),
    )


def comparison_of(
    viewer: Viewer, before: Run, after: Run, *, folder: DataFolder, language: Language, cell: str = ""
) -> Comparison:
    """Counted and listed are the accounts the viewer sees."""
    schemes, seen = (scheme_of(before), scheme_of(after)), seen_by(viewer, after)
    moved = moved_between(standing_of(before, folder), standing_of(after, folder), seen.account)
    ways = _Ways(viewer, (before, after), schemes, moved, seen)
    return Comparison(
        before=before,
        after=after,
        title=_title(ways, moved, before, after),
        chart=_chart(ways, moved, language),
        parts=ways.parts(),
        other_scheme=before.scheme_id != after.scheme_id,
        cuts=_cuts(viewer, *schemes),
        chosen=ways.cell(cell),
    )


def _cuts(viewer: Viewer, before: Scheme, after: Scheme) -> Text | None:
    """Which cuts changed, read anew from the ledger or in another version; with closed prices only that some did."""
    moved = moved_cuts(before, after)
    if not moved:
        return None
    if not viewer.reads(FieldClass.PRICE):
        if before.version != after.version:
            return Text("Some cuts are others now.", "部分分界线有变。")
        return Text("Some cuts were read anew from the ledger.", "部分分界线已按新账本重新测定。")
    words = Text("{label}: 50 points at {now}, before at {then}", "{label}：50分对应{now}，之前为{then}")
    lines = [
        words.filled(label=one.label, now=figure_text(one.measure, one.now), then=figure_text(one.measure, one.then))
        for one in moved
    ]
    return Text("; ".join(one.en for one in lines) + ".", "；".join(one.zh for one in lines) + "。")


@dataclass(frozen=True)
class _Ways:
    """The ways accounts moved between two runs, and the lists of those who did."""

    viewer: Viewer
    runs: tuple[Run, Run]
    schemes: tuple[Scheme, Scheme]
    moved: Moved
    seen: Seen

    @property
    def is_comparable(self) -> bool:
        """Whether both have the same tiers, so that up and down mean something."""
        before, after = self.schemes
        return [one.code for one in before.tiers] == [one.code for one in after.tiers]

    def up(self) -> Array:
        """Rows that rose; where the tiers differ, those that became key."""
        before, after = self._levels()
        return np.asarray(self._stayed() & (after < before))

    def down(self) -> Array:
        """Rows that fell; where the tiers differ, those that are key no longer."""
        before, after = self._levels()
        return np.asarray(self._stayed() & (after > before))

    def came(self) -> Array:
        """Rows that are only in the later run."""
        return np.asarray(self.moved.before == ABSENT)

    def went(self) -> Array:
        """Rows that are only in the earlier run."""
        return np.asarray(self.moved.after == ABSENT)

    def parts(self) -> list[MovedPart]:
        """Risers, fallers, entries and exits that there are."""
        up = Text("{n} rose", "{n}家上升") if self.is_comparable else Text("{n} became key", "{n}家成为大客户")
        down = (
            Text("{n} fell", "{n}家下降") if self.is_comparable else Text("{n} are key no longer", "{n}家不再是大客户")
        )
        came, went = Text("{n} are new in it", "{n}家新进入"), Text("{n} are no longer in it", "{n}家已退出")
        ways = (
            (up, self.up(), True),
            (down, self.down(), False),
            (came, self.came(), True),
            (went, self.went(), False),
        )
        return [self._part(words, mask, rises) for words, mask, rises in ways if mask.any()]

    def cell(self, cell: str) -> MovedPart | None:
        """The accounts of one ribbon, "FROM>TO" by the codes of the tiers; None where none was asked for."""
        from_code, sign, to_code = cell.partition(">")
        if not sign:
            return None
        before, after = (_place(scheme, code) for scheme, code in zip(self.schemes, (from_code, to_code), strict=True))
        if before is None or after is None:
            return None
        mask = np.asarray((self.moved.before == before) & (self.moved.after == after))
        words = Text("{from_} → {to}: {n}", "{from_} → {to}：{n}家").filled(
            from_=_tier(self.schemes[0], before), to=_tier(self.schemes[1], after)
        )
        rank = len(self.schemes[0].tiers)
        return self._part(words, mask, (after if after >= 0 else rank) <= (before if before >= 0 else rank))

    def _part(self, words: Text, mask: Array, rises: bool) -> MovedPart:
        rows = np.flatnonzero(mask)
        accounts = self.moved.account[rows[:MOST]].tolist()
        pairs = pairs_of(self.viewer, self.runs, accounts)
        lines = [
            self._line(row, main_reason(pairs[self._key(row)], self.schemes, rises=rises))
            for row in rows[:MOST].tolist()
        ]
        return MovedPart(words.filled(n=f"{len(rows):,}"), len(rows), lines)

    def _line(self, row: int, why: Text | None) -> MovedLine:
        before, after, key = int(self.moved.before[row]), int(self.moved.after[row]), self._key(row)
        at = int(np.searchsorted(self.seen.account, key))
        return MovedLine(
            key=key,
            name=self.seen.name[at],
            before=_tier(self.schemes[0], before),
            before_place=before,
            after=_tier(self.schemes[1], after),
            after_place=after,
            money=int(self.moved.money[row]),
            why=why,
        )

    def _key(self, row: int) -> int:
        return int(self.moved.account[row])

    def _stayed(self) -> Array:
        return np.asarray((self.moved.before != ABSENT) & (self.moved.after != ABSENT))

    def _levels(self) -> tuple[Array, Array]:
        if self.is_comparable:
            count = len(self.schemes[0].tiers)
            before, after = (np.where(one < 0, count, one) for one in (self.moved.before, self.moved.after))
            return before, after
        first, second = (
            (~np.isin(places, scheme.key_places)).astype(np.int64)
            for places, scheme in zip((self.moved.before, self.moved.after), self.schemes, strict=True)
        )
        return first, second


def _rows(viewer: Viewer) -> list[Run]:
    rows = Run.objects.visible_to(viewer).exclude(columns="").select_related("scheme", "graded_by")
    return list(rows.order_by("-number")[: CHOICES + 1])


def _chosen(viewer: Viewer, number: int, otherwise: Run | None) -> Run | None:
    if not number:
        return otherwise
    return found_or_404(Run.objects.visible_to(viewer).exclude(columns="").select_related("scheme"), pk=number)


def _named(run: Run) -> Text:
    state = Text("", "") if run.published_at else Text(" (not published)", "（未发布）")
    words = Text("No. {n}: data until {day}, {scheme}{state}", "第{n}次：数据截至{day}，{scheme}{state}")
    return words.filled(n=run.number, day=day_text(run.until_date), scheme=str(run.scheme), state=state)


def _title(ways: _Ways, moved: Moved, before: Run, after: Run) -> Text:
    up, down = int(ways.up().sum()), int(ways.down().sum())
    if not len(moved.account):
        return Text("None of your accounts is in these gradings", "这两次分级中没有您的客户")
    if not up and not down:
        return Text("Nobody moved between No. {one} and No. {two}", "第{one}次与第{two}次之间无人变动").filled(
            one=before.number, two=after.number
        )
    words = Text(
        "{up} rose and {down} fell from No. {one} to No. {two}", "从第{one}次到第{two}次：{up}上升，{down}下降"
    )
    return words.filled(
        up=counted(up, "account", "accounts", "家客户"), down=Text(f"{down:,}", f"{down:,}家"),
        one=before.number, two=after.number,
    )  # fmt: skip


def _chart(ways: _Ways, moved: Moved, language: Language) -> Chart:
    names: dict[str, Text] = {}
    for scheme in reversed(ways.schemes):
        names |= {tier.code: tier.label for tier in scheme.tiers if tier.code not in names}
    names |= {"": _NO_TIER, _ABSENT_CODE: _NOT_THERE}
    codes = list(names)
    pairs, counts = np.unique(np.stack([moved.before, moved.after]), axis=1, return_counts=True)
    moves, used = [], set()
    for before, after, count in zip(*pairs.tolist(), counts.tolist(), strict=True):
        ends = (_code(ways.schemes[0], before), _code(ways.schemes[1], after))
        used |= set(ends)
        href = (
            f"/grading/runs/?before={ways.runs[0].number}&after={ways.runs[1].number}&cell={ends[0]}%3E{ends[1]}#chosen"
        )
        moves.append((ends, count, href))
    shown = [code for code in codes if code in used]
    marks = [Move(shown.index(one), shown.index(two), count, href) for (one, two), count, href in moves]
    stayed = sum(count for (one, two), count, _ in moves if one == two)
    title = Text("{stayed} of {all} stayed in their tier", "{all}家中{stayed}家等级不变").filled(
        stayed=f"{stayed:,}", all=f"{len(moved.account):,}"
    )
    about = Text("Each ribbon leads to its accounts.", "点击色带可查看其中的客户。")
    ends_words = (_end(ways.runs[0]), _end(ways.runs[1]))
    return flow([names[code] for code in shown], marks, Labels(title, about), ends=ends_words, language=language)


def _end(run: Run) -> Text:
    return Text("No. {n}", "第{n}次").filled(n=run.number)


def _code(scheme: Scheme, place: int) -> str:
    return _ABSENT_CODE if place == ABSENT else "" if place == NONE else scheme.tiers[place].code


def _place(scheme: Scheme, code: str) -> int | None:
    fixed = {"": NONE, _ABSENT_CODE: ABSENT}
    return fixed.get(code, next((place for place, tier in enumerate(scheme.tiers) if tier.code == code), None))


def _tier(scheme: Scheme, place: int) -> Text:
    return _NOT_THERE if place == ABSENT else _NO_TIER if place == NONE else scheme.tiers[place].label


def _key_count(run: Run, folder: DataFolder, seen: Array) -> int:
    standing = standing_of(run, folder)
    return int((np.isin(standing.tier_place, scheme_of(run).key_places) & np.isin(standing.account, seen)).sum())
