"""The red flags of all accounts of a viewer, the gravest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.prepared import Prepared
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.health.flag import SEVERITY_LABELS, Severity
from openkam.insight.health.registry import EVERY_RULE, RULES_BY_CODE
from openkam.records.users.models import User
from openkam.web.flags.asked import STATES, Asked
from openkam.web.flags.lines import Line, Lines, lines_of
from openkam.web.sight.seen import seen_by
from openkam.web.ui.paging import Pager, pager

ROWS: Final = 50
KINDS: Final = {Severity.ALERT: "danger", Severity.WARNING: "warning", Severity.NOTE: "plain"}
"""How a severity looks as a chip."""


@dataclass(frozen=True)
class FlagRow:
    """A line of the list."""

    line: Line
    tier: Text | None
    remedy: Text
    kind: str
    severity: Text
    href: str


@dataclass(frozen=True)
class SeverityChip:
    """A severity with its count and the list it leads to."""

    label: Text
    kind: str
    count: int
    href: str
    is_pressed: bool


@dataclass(frozen=True)
class FlagsPage:
    """Everything the list shows; options are (value, label), the first one chooses nothing."""

    title: Text
    lead: Text
    rows: Sequence[FlagRow]
    pager: Pager
    chips: Sequence[SeverityChip]
    flags: Sequence[tuple[str, Text]]
    owners: Sequence[tuple[str, Text | str]]
    states: Sequence[tuple[str, Text]]
    asked: Asked
    may_set_limits: bool
    sees_none: bool


def flags_page(viewer: Viewer, asked: Asked) -> FlagsPage:
    """One page of the list; a fixed number of queries, two where nobody acted since it was asked for."""
    run, lines = run_in_force(), lines_of(viewer)
    is_part, owners = lines.is_cut, dict[int, str]()
    if is_part:
        owners = _all_owners(viewer, run)
        lines = lines_of(viewer, asked.owner) if asked.owner in owners else lines
    tiers = {} if run is None else {tier.code: tier.label for tier in scheme_of(run).tiers}
    of_state = [line for line in lines.every if _is_in_state(line, asked.state)]
    chosen = [line for line in of_state if _fits(line, asked)]
    shown = pager(asked.number, ROWS, len(chosen), lambda number: asked.address(number=number))
    return FlagsPage(
        title=_title(chosen, asked),
        lead=_lead(lines, is_part=is_part),
        rows=[_row(line, tiers) for line in chosen[max(0, shown.first - 1) : shown.latest]],
        pager=shown,
        chips=_chips([line for line in of_state if _fits(line, asked, but_severity=True)], asked),
        flags=_flag_options(of_state),
        owners=_owner_options(owners or {line.owner: line.owner_name for line in of_state}),
        states=list(STATES.items()),
        asked=asked,
        may_set_limits=viewer.may(Right.SET_FLAG_LIMITS),
        sees_none=not is_part and not lines.accounts,
    )


def _all_owners(viewer: Viewer, run: Run | None) -> dict[int, str]:
    """Everybody who owns an account the viewer sees."""
    seen = seen_by(viewer, run)
    names = seen.of(("flag-owners", viewer.user), lambda: dict(_USERS(viewer)))
    return {key: names.get(key, "") for key in seen.owners}


def _users(viewer: Viewer) -> Any:
    return User.objects.visible_to(viewer).values_list("pk", "name")


_USERS: Final[Prepared[tuple[int, str]]] = Prepared(_users)


def _row(line: Line, tiers: dict[str, Text]) -> FlagRow:
    return FlagRow(
        line=line,
        tier=tiers.get(line.tier),
        remedy=RULES_BY_CODE[line.code].remedy,
        kind=KINDS[line.severity],
        severity=SEVERITY_LABELS[line.severity],
        href=f"/accounts/{line.account}/visit/#flags",
    )


def _is_in_state(line: Line, state: str) -> bool:
    if state == "resting":
        return line.is_resting
    if state == "countered":
        return line.is_countered
    return not line.is_resting and (state != "unanswered" or line.answer is None)


def _fits(line: Line, asked: Asked, *, but_severity: bool = False) -> bool:
    return (
        (but_severity or asked.severity in (None, line.severity))
        and asked.flag in ("", line.code)
        and asked.owner in (None, line.owner)
    )


def _title(lines: Sequence[Line], asked: Asked) -> Text:
    if not lines:
        return (
            Text("No red flag fits", "没有符合条件的预警")
            if asked.is_narrowed
            else Text("No red flag stands", "目前没有预警")
        )
    figures = {
        "n": len(lines),
        "accounts": len({line.account for line in lines}),
        "grave": sum(line.severity is Severity.ALERT for line in lines),
    }
    if len(lines) == 1:
        return Text("1 red flag on 1 account", "1家客户有1条预警")
    if figures["accounts"] == 1:
        words = Text("{n} red flags on 1 account, {grave} of them grave", "1家客户共{n}条预警，其中{grave}条严重")
    else:
        words = Text(
            "{n} red flags on {accounts} accounts, {grave} of them grave",
            "{accounts}家客户共{n}条预警，其中{grave}条严重",
        )
    return words.filled(**figures)


def _lead(lines: Lines, *, is_part: bool) -> Text:
    accounts = len(lines.accounts)
    if lines.is_cut:
        words = Text(
            "As of now, from the {n} accounts of the best tiers; the others were not looked at. "
            "Choose an owner to see all of his.",
            "截至此刻，根据级别最高的{n}家客户得出，其余未检查。选择负责人可查看其全部客户。",
        )
        return words.filled(n=f"{accounts:,}")
    if is_part:
        words = Text(
            "As of now, from all {n} accounts of this owner that matter or are worked on.",
            "截至此刻，根据该负责人名下全部{n}家重点或跟进中的客户得出。",
        )
        return words.filled(n=f"{accounts:,}")
    if accounts == 1:
        return Text(
            "As of now, from 1 account that matters or is worked on.", "截至此刻，根据1家重点或跟进中的客户得出。"
        )
    words = Text(
        "As of now, from {n} accounts that matter or are worked on.", "截至此刻，根据{n}家重点或跟进中的客户得出。"
    )
    return words.filled(n=f"{accounts:,}")


def _chips(lines: Sequence[Line], asked: Asked) -> list[SeverityChip]:
    counts = Counter(line.severity for line in lines)
    return [
        SeverityChip(
            label,
            KINDS[one],
            counts[one],
            asked.address(severity=None if asked.severity is one else one),
            asked.severity is one,
        )
        for one, label in SEVERITY_LABELS.items()
        if counts[one] or asked.severity is one
    ]


def _flag_options(lines: Sequence[Line]) -> list[tuple[str, Text]]:
    counts = Counter(line.code for line in lines)
    named = [(rule.code, _with_count(rule.label, counts[rule.code])) for rule in EVERY_RULE if counts[rule.code]]
    return [("", Text("all flags", "全部预警")), *named]


def _owner_options(names: dict[int, str]) -> list[tuple[str, Text | str]]:
    sorted_names = sorted(names.items(), key=lambda one: one[1].encode("gb18030", "replace"))
    nobody = Text("nobody", "无负责人")
    return [("", Text("everybody", "全部")), *((str(key), name or nobody) for key, name in sorted_names)]


def _with_count(label: Text, count: int) -> Text:
    return Text(f"{label.en} ({count})", f"{label.zh}（{count}）")
