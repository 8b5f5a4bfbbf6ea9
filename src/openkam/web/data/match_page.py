"""Pairs of accounts side by side: names, codes, sales, region, owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.figures import counted
from openkam.core.problem import Problem
from openkam.insight.grading.models import Grade
from openkam.insight.grading.queries import run_in_force
from openkam.records.accounts.models import Account, AccountCode, MergeProposal
from openkam.records.accounts.queries import Evidence, decided_proposals, number_evidence, open_proposals
from openkam.records.archive.tax_numbers import REGISTERS
from openkam.web.data.pages import tabs_of
from openkam.web.data.pairing import TypedPair

PAIRS_SHOWN: Final = 30
DECIDED_SHOWN: Final = 20
_CODES_SHOWN: Final = 6
DONE: Final = {
    "merged": Text("The two are one account now; it can be undone below.", "已合并为一个客户，可在下方撤销。"),
    "apart": Text("They stay apart.", "已保持分开。"),
    "undone": Text("The merge is undone.", "合并已撤销。"),
}


@dataclass(frozen=True)
class Side:
    """One account of a pair; `sales` of 12 months, None where it is not graded yet."""

    pk: int
    name: str
    codes: tuple[str, ...]
    region: str
    industry: str
    owner: str
    sales: Decimal | None


@dataclass(frozen=True)
class Pair:
    """Two accounts that may be one company; `undone_by` is who took a merge of the two back, blank where nobody did.

    same       the tax numbers both carry, with their register: one is enough
    different  registers in which the two carry different numbers: two firms, unless one was mistyped
    """

    pk: int
    likeness: float
    same: tuple[tuple[Text, str], ...]
    different: tuple[Text, ...]
    undone_by: str
    left: Side
    right: Side


@dataclass(frozen=True)
class Decided:
    """A decision that was taken; a merge can be undone."""

    pk: int
    kept: str
    absorbed: str
    state: Text
    who: str
    when: datetime | None
    can_undo: bool


@dataclass(frozen=True)
class MatchPage:
    """Everything the review shows; `done` says what was just decided."""

    title: Text
    tabs: tuple[tuple[Text, str, bool], ...]
    pairs: tuple[Pair, ...]
    total: int
    currency: str
    decided: tuple[Decided, ...]
    typed: TypedPair
    problem: Problem | None
    done: Text | None


def match_page(viewer: Viewer, typed: TypedPair, problem: Problem | None = None, *, done: str = "") -> MatchPage:
    """The pairs that wait, the most alike first, and the latest decisions.

    typed  what stands in the form for two accounts, and the pair that was just put together: it comes first
    done   a word of `DONE`
    """
    waiting = open_proposals(viewer)
    total = waiting.count()
    proposals = [*waiting.filter(pk=typed.pair), *waiting.exclude(pk=typed.pair)[: PAIRS_SHOWN - 1]]
    accounts = [account for one in proposals for account in (one.kept, one.absorbed)]
    sides = _sides(viewer, accounts)
    run = run_in_force()
    evidence = number_evidence(viewer, [(one.kept_id, one.absorbed_id) for one in proposals])
    pairs = tuple(_pair(one, sides, evidence[one.kept_id, one.absorbed_id]) for one in proposals)
    waits = counted(total, "pair", "pairs", "对客户")
    return MatchPage(
        title=Text("{waits} may be one company", "{waits}可能是同一家公司").filled(waits=waits)
        if total
        else Text("No account looks like another", "没有疑似重复的客户"),
        tabs=tabs_of(viewer, "matches"),
        pairs=pairs,
        total=total,
        currency=run.currency if run else "",
        decided=tuple(_decided(one) for one in decided_proposals(viewer)[:DECIDED_SHOWN]),
        typed=typed,
        problem=problem,
        done=DONE.get(done),
    )


def _pair(proposal: MergeProposal, sides: dict[int, Side], evidence: Evidence) -> Pair:
    is_undone = proposal.state == MergeProposal.State.UNDONE and proposal.decided_by is not None
    return Pair(
        pk=proposal.pk,
        likeness=proposal.likeness,
        same=tuple((REGISTERS[kind].label, number) for kind, number in evidence.same if kind in REGISTERS),
        different=tuple(REGISTERS[kind].label for kind in evidence.different if kind in REGISTERS),
        undone_by=proposal.decided_by.name if is_undone and proposal.decided_by else "",
        left=sides[proposal.kept_id],
        right=sides[proposal.absorbed_id],
    )


def _sides(viewer: Viewer, accounts: Iterable[Account]) -> dict[int, Side]:
    by_key = {account.pk: account for account in accounts}
    codes: dict[int, list[str]] = {}
    for key, code in (
        AccountCode.objects.visible_to(viewer)
        .filter(account__in=by_key)
        .order_by("code")
        .values_list("account", "code")
    ):
        codes.setdefault(key, []).append(code)
    run = run_in_force()
    sales: dict[int, Decimal | None] = {}
    if run is not None:
        grades = Grade.objects.visible_to(viewer).filter(run=run, account__in=by_key)
        sales = dict(grades.values_list("account", "net_sales_12m"))
    return {
        key: Side(
            pk=key,
            name=account.name,
            codes=tuple(codes.get(key, [])[:_CODES_SHOWN]),
            region=account.region,
            industry=account.industry,
            owner=account.owner.name if account.owner else "",
            sales=sales.get(key),
        )
        for key, account in by_key.items()
    }


def _decided(proposal: MergeProposal) -> Decided:
    states = {
        MergeProposal.State.MERGED: Text("merged", "已合并"),
        MergeProposal.State.REFUSED: Text("kept apart", "保持分开"),
    }
    return Decided(
        proposal.pk,
        proposal.kept.name,
        proposal.absorbed.name,
        states[MergeProposal.State(proposal.state)],
        proposal.decided_by.name if proposal.decided_by else "",
        proposal.decided_at,
        proposal.state == MergeProposal.State.MERGED,
    )
