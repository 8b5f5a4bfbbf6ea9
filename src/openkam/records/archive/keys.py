"""The eight keys of serving a key account, each ticked by records of its own kind and by nothing else. Source: R056."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q

from openkam.analysis.words import Text
from openkam.core.access import Viewer, related_rows
from openkam.records.accounts.models import Account
from openkam.records.archive.kinds import StateOf
from openkam.records.archive.models import Document, Fact, RelationState
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity

RECENT_DAYS: Final = 90


class Key(StrEnum):
    """The keys in their order."""

    KNOW = "KNOW"
    RIVALS = "RIVALS"
    PROFIT = "PROFIT"
    PLAN = "PLAN"
    ARCHIVE = "ARCHIVE"
    PROCESS = "PROCESS"
    WIN_WIN = "WIN_WIN"
    PERSIST = "PERSIST"


KEY_LABELS: Final = {
    Key.KNOW: Text("Know the key account", "了解大客户"),
    Key.RIVALS: Text("Analyse your competitors", "分析竞争对手"),
    Key.PROFIT: Text("Know what it earns us", "确定获利能力"),
    Key.PLAN: Text("Plan and goals", "计划和目标"),
    Key.ARCHIVE: Text("Keep its file", "建立档案系统"),
    Key.PROCESS: Text("Hold the service process", "掌控服务流程"),
    Key.WIN_WIN: Text("Keep it win-win", "保持双赢"),
    Key.PERSIST: Text("Act persistently", "执着的行动"),
}
KEY_RULES: Final = {
    Key.KNOW: Text("a fact is known", "至少已知一项客户信息"),
    Key.RIVALS: Text("an entry of the log names a rival", "往来记录中写明了竞争对手"),
    Key.PROFIT: Text("the ledger tells what it earns us", "账本可算出其贡献"),
    Key.PLAN: Text("a deal is open, with its goal", "有进行中的商机"),
    Key.ARCHIVE: Text("a document is kept", "至少存有一份文件"),
    Key.PROCESS: Text("an objection was answered", "至少答复过一条异议"),
    Key.WIN_WIN: Text("the quality of the relation is judged", "已评定关系质量"),
    Key.PERSIST: Text("an entry of the log of the last 90 days", "近90天有往来记录"),
}


@dataclass(frozen=True)
class Tick:
    """Whether a key is held, and below the account's address the page where its records are kept."""

    key: Key
    is_held: bool
    address: str


_ADDRESSES: Final = {
    Key.KNOW: "archive/",
    Key.RIVALS: "log/",
    Key.PROFIT: "",
    Key.PLAN: "people/",
    Key.ARCHIVE: "archive/documents/",
    Key.PROCESS: "log/",
    Key.WIN_WIN: "archive/relation/",
    Key.PERSIST: "log/",
}


def eight_keys(viewer: Viewer, account: Account, *, earns_known: bool) -> tuple[Tick, ...]:
    """All eight, of the records the viewer sees; seven queries.

    earns_known  whether the ledger tells what the account earns us, which the door asks of `insight`
    """
    activities: Any = related_rows(Account, "activities")
    entries = activities.visible_to(viewer).filter(account=account)
    recent = viewer.today - timedelta(days=RECENT_DAYS)
    names_rival = ~Q(rival="")
    held = {
        Key.KNOW: Fact.objects.visible_to(viewer).filter(account=account).exclude(value="").exists(),
        Key.RIVALS: entries.filter(names_rival).exists(),
        Key.PROFIT: earns_known,
        Key.PLAN: Opportunity.objects.visible_to(viewer)
        .filter(account=account, outcome=Opportunity.Outcome.OPEN)
        .exists(),
        Key.ARCHIVE: Document.objects.visible_to(viewer).filter(account=account, removed_at=None).exists(),
        Key.PROCESS: Objection.objects.visible_to(viewer).filter(account=account).exclude(answered_date=None).exists(),
        Key.WIN_WIN: RelationState.objects.visible_to(viewer).filter(account=account, kind=StateOf.QUALITY).exists(),
        Key.PERSIST: entries.exclude(names_rival)
        .filter(happened_date__gte=recent, happened_date__lte=viewer.today)
        .exists(),
    }
    return tuple(Tick(key, held[key], _ADDRESSES[key]) for key in Key)
