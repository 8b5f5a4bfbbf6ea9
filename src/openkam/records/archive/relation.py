"""What the relation to an account is and should be, how far it is off, and what may have thrown it back.

Sources: R036 to R038, R248 to R250.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer, related_rows
from openkam.records.accounts.models import Account
from openkam.records.archive.kinds import Phase, Quality, StateOf
from openkam.records.archive.models import RelationState
from openkam.records.contacts.kinds import Level, Progress
from openkam.records.contacts.models import Employment
from openkam.records.opportunities.models import Opportunity, TenderOwner

SCALES: Final[Mapping[StateOf, Mapping[str, Text]]] = {
    StateOf.PHASE: {
        Phase.BUILD: Text("build the relation", "建立关系阶段"),
        Phase.STABILISE: Text("stabilise the relation", "稳定关系阶段"),
        Phase.STRENGTHEN: Text("strengthen the relation", "加强关系阶段"),
    },
    StateOf.QUALITY: {
        Quality.MASTER_SERVANT: Text("master and servant", "主仆关系"),
        Quality.LOOSE: Text("loose", "松散关系"),
        Quality.CONFLICT: Text("conflict", "冲突关系"),
        Quality.WIN_WIN: Text("win-win", "共赢关系"),
    },
    StateOf.PROGRESS: {
        Progress.OUTSIDER.name: Text("outsider", "外人"),
        Progress.BUSINESS.name: Text("business", "商务"),
        Progress.FRIEND.name: Text("friend", "朋友"),
        Progress.PARTNER.name: Text("partner", "伙伴"),
    },
}
STATE_LABELS: Final = {
    StateOf.PHASE: Text("Phase", "关系阶段"),
    StateOf.QUALITY: Text("Quality", "关系质量"),
    StateOf.PROGRESS: Text("Progress", "关系进展"),
}
PHASE_WORK: Final = {
    Phase.BUILD: Text(
        "Settle that it is a key account, win first trust, let it try a sample or pilot.",
        "确认其为大客户，建立初步信任，促成样品或试用。",
    ),
    Phase.STABILISE: Text(
        "Deliver without fault, meet every role, turn single orders into a rhythm.",
        "交付不出差错，接触各个角色，把单次订单变成稳定往来。",
    ),
    Phase.STRENGTHEN: Text(
        "Plan together, widen to further units and products, measure the benefit on both sides.",
        "共同规划，扩展到更多部门和产品，衡量双方收益。",
    ),
}
USES: Final = frozenset({"PILOT", "PAYMENT", "TRAINING"})
"""Entries of the log that tell of a real use or order."""
UPSETS: Final = frozenset({"PERSON_CHANGE"})
"""Entries of the log that may throw a relation back. Source: R037."""


@dataclass(frozen=True)
class Upset:
    """Something that may have thrown the relation back to an earlier phase: proposed, never done by itself."""

    day: date
    words: Text


@dataclass(frozen=True)
class Gap:
    """How far a relation is from what is wanted: steps of progress, and one where the quality is another."""

    quality: int
    progress: int

    @property
    def distance(self) -> int:
        """Steps in all."""
        return self.quality + self.progress


def latest_states(viewer: Viewer, accounts: Collection[int]) -> dict[int, dict[StateOf, RelationState]]:
    """By account and kind, the state that holds. One query."""
    found: dict[int, dict[StateOf, RelationState]] = {account: {} for account in accounts}
    rows = RelationState.objects.visible_to(viewer).filter(account__in=list(found))
    for row in rows.order_by("since_date", "noted_at", "pk"):
        found[row.account_id][StateOf(row.kind)] = row
    return found


def gap_of(states: Mapping[StateOf, RelationState]) -> Gap | None:
    """None where no wanted state was set; an unknown state counts as the first of its scale. Source: R250."""
    quality, progress = states.get(StateOf.QUALITY), states.get(StateOf.PROGRESS)
    if not (quality and quality.wanted) and not (progress and progress.wanted):
        return None
    steps = 0
    if progress is not None and progress.wanted:
        steps = max(0, Progress[progress.wanted] - Progress[progress.value])
    return Gap(int(quality is not None and quality.wanted not in {"", quality.value}), steps)


def has_used(viewer: Viewer, account: Account) -> bool:
    """Whether the log or a deal won tells of a real use or order. Source: R038."""
    activities: Any = related_rows(Account, "activities")
    won = Opportunity.objects.visible_to(viewer).filter(account=account, outcome=Opportunity.Outcome.WON)
    return won.exists() or activities.visible_to(viewer).filter(account=account, kind__in=USES).exists()


def upsets(viewer: Viewer, account: Account, since: date) -> list[Upset]:
    """What happened after a day that may have thrown the relation back, the latest first. Three queries."""
    left = Employment.objects.visible_to(viewer).filter(
        account=account, level=Level.DECISION, until_date__gt=since, until_date__lte=viewer.today
    )
    owners = list(TenderOwner.objects.visible_to(viewer).filter(account=account).order_by("-since_date", "-pk"))
    first = {row.opportunity_id: row.since_date for row in owners}
    owners = [row for row in owners if row.since_date > since]
    activities: Any = related_rows(Account, "activities")
    entries = activities.visible_to(viewer).filter(account=account, kind__in=UPSETS, happened_date__gt=since)
    found = [
        *(
            Upset(row.until_date or since, Text("{name} left", "{name}离任").filled(name=row.person.name))
            for row in left.select_related("person")
        ),
        *(Upset(row.since_date, _NEW_OWNER) for row in owners if row.since_date != first.get(row.opportunity_id)),
        *(Upset(row.happened_date, Text("{entry}", "{entry}").filled(entry=row.subject)) for row in entries),
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


_NEW_OWNER: Final = Text("the tender has another owner", "采购或招标换了负责人")


def earlier_phase(phase: str) -> str:
    """The phase a relation falls back to; the first one stays the first."""
    order = Phase.values
    return order[max(0, order.index(phase) - 1)]
