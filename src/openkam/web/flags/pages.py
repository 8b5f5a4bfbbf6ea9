"""The red flags of all accounts of a viewer, the gravest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.health.facts import AccountFacts
from openkam.insight.health.flag import SEVERITY_LABELS, Flag, Severity
from openkam.insight.health.flags import flags_of
from openkam.insight.health.gathering import account_facts, key_accounts
from openkam.insight.health.registry import EVERY_RULE
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import Employment
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity
from openkam.web.flags.asked import STATES, Asked
from openkam.web.ui.paging import Pager, pager

ROWS: Final = 50
MOST_ACCOUNTS: Final = 10_000
"""Of more accounts, those of the best tiers are looked at, and the page says so."""
KINDS: Final = {Severity.ALERT: "danger", Severity.WARNING: "warning", Severity.NOTE: "plain"}
"""How a severity looks as a chip."""


@dataclass(frozen=True)
class FlagRow:
    """A line of the list."""

    account: Account
    tier: Text | None
    place: int | None
    owner: str
    flag: Flag
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


def flags_page(viewer: Viewer, asked: Asked) -> FlagsPage:
    """One page of the list; a fixed number of queries."""
    accounts, is_cut = accounts_of(viewer)
    facts = account_facts(viewer, list(accounts.values()), viewer.today)
    tiers = _tier_labels()
    every = [
        _row(accounts[key], facts[key], flag, tiers)
        for key, found in flags_of(viewer, facts, viewer.today).items()
        for flag in found
    ]
    of_state = [row for row in every if _is_in_state(row.flag, asked.state)]
    chosen = [row for row in of_state if _fits(row, asked)]
    chosen.sort(key=lambda row: (-row.flag.severity, row.place if row.place is not None else 99, row.account.name))
    shown = pager(asked.number, ROWS, len(chosen), lambda number: asked.address(number=number))
    rows = chosen[max(0, shown.first - 1) : shown.latest]
    return FlagsPage(
        title=_title(chosen, asked),
        lead=_lead(len(accounts), is_cut=is_cut),
        rows=rows,
        pager=shown,
        chips=_chips([row for row in of_state if _fits(row, asked, but_severity=True)], asked),
        flags=_flag_options(of_state),
        owners=_owner_options(of_state),
        states=list(STATES.items()),
        asked=asked,
        may_set_limits=viewer.may(Right.SET_FLAG_LIMITS),
    )


def accounts_of(viewer: Viewer) -> tuple[dict[int, Account], bool]:
    """Accounts of the best two tiers, and those where a person, a deal or an objection is noted; whether some were cut.

    Elsewhere nobody is at work, and nobody's absence is a finding.
    """
    key_tiers = key_accounts(viewer, MOST_ACCOUNTS + 1)
    here = {"account": OuterRef("pk")}
    worked_on = (
        Q(Exists(Employment.objects.visible_to(viewer).filter(**here)))
        | Q(Exists(Opportunity.objects.visible_to(viewer).filter(**here, closed_date=None)))
        | Q(Exists(Objection.objects.visible_to(viewer).filter(**here, answered_date=None)))
    )
    rows = Account.objects.visible_to(viewer).select_related("owner")
    found = {row.pk: row for row in rows.filter(pk__in=key_tiers)}
    rest = rows.filter(worked_on).exclude(pk__in=key_tiers).order_by("pk")
    found |= {row.pk: row for row in rest[: max(0, MOST_ACCOUNTS - len(found)) + 1]}
    return dict(list(found.items())[:MOST_ACCOUNTS]), len(found) > MOST_ACCOUNTS


def _tier_labels() -> dict[str, Text]:
    run = run_in_force()
    return {} if run is None else {tier.code: tier.label for tier in scheme_of(run).tiers}


def _row(account: Account, facts: AccountFacts, flag: Flag, tiers: dict[str, Text]) -> FlagRow:
    return FlagRow(
        account=account,
        tier=tiers.get(facts.tier),
        place=facts.place,
        owner=account.owner.name if account.owner is not None else "",
        flag=flag,
        kind=KINDS[flag.severity],
        severity=SEVERITY_LABELS[flag.severity],
        href=f"/accounts/{account.pk}/visit/#flags",
    )


def _is_in_state(flag: Flag, state: str) -> bool:
    if state == "resting":
        return flag.is_resting
    if state == "countered":
        return flag.is_countered
    return not flag.is_resting and (state != "unanswered" or flag.answer is None)


def _fits(row: FlagRow, asked: Asked, *, but_severity: bool = False) -> bool:
    return (
        (but_severity or asked.severity in (None, row.flag.severity))
        and asked.flag in ("", row.flag.code)
        and asked.owner in (None, row.account.owner_id or 0)
    )


def _title(rows: Sequence[FlagRow], asked: Asked) -> Text:
    if not rows:
        return (
            Text("No red flag fits", "没有符合条件的预警")
            if asked.is_narrowed
            else Text("No red flag stands", "目前没有预警")
        )
    figures = {
        "n": len(rows),
        "accounts": len({row.account.pk for row in rows}),
        "grave": sum(row.flag.severity is Severity.ALERT for row in rows),
    }
    if len(rows) == 1:
        return Text("1 red flag on 1 account", "1家客户有1条预警")
    if figures["accounts"] == 1:
        words = Text("{n} red flags on 1 account, {grave} of them grave", "1家客户共{n}条预警，其中{grave}条严重")
    else:
        words = Text(
            "{n} red flags on {accounts} accounts, {grave} of them grave",
            "{accounts}家客户共{n}条预警，其中{grave}条严重",
        )
    return words.filled(**figures)


def _lead(accounts: int, *, is_cut: bool) -> Text:
    if is_cut:
        words = Text(
            "Derived just now from the {n} accounts of the best tiers; the others were not looked at.",
            "根据级别最高的{n}家客户即时得出，其余未检查。",
        )
        return words.filled(n=f"{accounts:,}")
    if accounts == 1:
        return Text(
            "Derived just now from 1 account that matters or is worked on.", "根据1家重点或跟进中的客户即时得出。"
        )
    words = Text(
        "Derived just now from {n} accounts that matter or are worked on.", "根据{n}家重点或跟进中的客户即时得出。"
    )
    return words.filled(n=f"{accounts:,}")


def _chips(rows: Sequence[FlagRow], asked: Asked) -> list[SeverityChip]:
    counts = Counter(row.flag.severity for row in rows)
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


def _flag_options(rows: Sequence[FlagRow]) -> list[tuple[str, Text]]:
    counts = Counter(row.flag.code for row in rows)
    named = [(rule.code, _with_count(rule.label, counts[rule.code])) for rule in EVERY_RULE if counts[rule.code]]
    return [("", Text("all flags", "全部预警")), *named]


def _owner_options(rows: Sequence[FlagRow]) -> list[tuple[str, Text | str]]:
    names = {row.account.owner_id or 0: row.owner for row in rows}
    sorted_names = sorted(names.items(), key=lambda one: one[1].encode("gb18030", "replace"))
    nobody = Text("nobody", "无负责人")
    return [("", Text("everybody", "全部")), *((str(key), name or nobody) for key, name in sorted_names)]


def _with_count(label: Text, count: int) -> Text:
    return Text(f"{label.en} ({count})", f"{label.zh}（{count}）")
