"""The audit trail as its readers see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.core.audit.models import AuditLine, AuditRows
from openkam.core.field_classes import class_named
from openkam.web.audit.fields import FIELDS
from openkam.web.audit.forms import Wanted
from openkam.web.audit.labels import ACTIONS, CHANNELS, KINDS, label
from openkam.web.audit.names import Named, named
from openkam.web.audit.tiers import Tiers, tiers_of
from openkam.web.audit.values import NOTHING, Names, people_in, value_text

PAGE_LINES: Final = 50
MOST_EXPORTED: Final = 100_000


@dataclass(frozen=True)
class Change:
    """A field before and after, as `value_text` writes them."""

    field: Text
    before: Text
    after: Text

    @property
    def is_first(self) -> bool:
        """There was nothing before."""
        return self.before is NOTHING


@dataclass(frozen=True)
class Entry:
    """One line as it is shown."""

    seq: int
    happened_at: datetime
    who: Text
    action: Text
    kind: Text | None
    key: str
    named: Named | None
    channel: Text
    is_denied: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class AuditPage:
    """earlier  where the lines before these stand; blank at the end. `head` is the latest line: `seq:seal`."""

    entries: list[Entry]
    wanted: Wanted
    latest: str
    earlier: str
    head: str
    count: int
    actions: list[tuple[str, Text]]
    kinds: list[tuple[str, Text]]


def audit_page(viewer: Viewer, wanted: Wanted, head: str) -> AuditPage:
    """A page of the trail, newest first; one query."""
    lines = list(matching(viewer, wanted)[: PAGE_LINES + 1])
    has_more = len(lines) > PAGE_LINES
    entries = entries_of(viewer, lines[:PAGE_LINES])
    return AuditPage(
        entries=entries,
        wanted=wanted,
        latest=wanted.address(None) if wanted.before else "",
        earlier=wanted.address(entries[-1].seq) if has_more else "",
        head=head,
        count=int(head.partition(":")[0] or 0),
        actions=_choices(ACTIONS),
        kinds=_choices(KINDS),
    )


def matching(viewer: Viewer, wanted: Wanted) -> AuditRows:
    """The lines the viewer may see and asked for, newest first; none where the days cannot be meant."""
    if wanted.problem:
        return AuditLine.objects.none()
    rows = AuditLine.objects.visible_to(viewer).order_by("-seq")
    exact = {"action": wanted.action, "object_kind": wanted.kind, "object_key": wanted.key, "outcome": wanted.outcome}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.who:
        rows = rows.filter(actor_name__icontains=wanted.who)
    if wanted.since:
        rows = rows.filter(happened_at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(happened_at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows.filter(seq__lt=wanted.before) if wanted.before else rows


def entries_of(viewer: Viewer, lines: Iterable[AuditLine]) -> list[Entry]:
    """Lines as this viewer may read them: a figure of a class he does not read is left out; at most five queries."""
    found = list(lines)
    about = {(line.object_kind, line.object_key) for line in found}
    names = named(viewer, about.union(*(people_in(line.change) for line in found)))
    tiers = tiers_of(viewer, found)
    return [_entry(viewer, line, names, tiers.get(line.seq, {})) for line in found]


def _entry(viewer: Viewer, line: AuditLine, names: Names, tiers: Tiers) -> Entry:
    return Entry(
        seq=line.seq,
        happened_at=line.happened_at,
        who=_who(line),
        action=label(ACTIONS, line.action),
        kind=label(KINDS, line.object_kind) if line.object_kind else None,
        key=line.object_key,
        named=names.get((line.object_kind, line.object_key)),
        channel=label(CHANNELS, line.channel),
        is_denied=line.outcome == AuditLine.Outcome.DENIED,
        changes=tuple(
            _change(field, values, names, tiers)
            for field, values in line.change.items()
            if class_named(line.object_kind, field) is not FieldClass.PRICE or viewer.reads(FieldClass.PRICE)
        ),
    )


def _who(line: AuditLine) -> Text:
    is_stranger = line.actor is None and line.channel == "web"
    return Text("a stranger", "未登录者") if is_stranger else Text(line.actor_name, line.actor_name)


def _change(field: str, values: Any, names: Names, tiers: Tiers) -> Change:
    match values:
        case [before, after]:
            pass
        case _:
            before, after = None, values
    return Change(label(FIELDS, field), *(value_text(field, value, names, tiers) for value in (before, after)))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _choices(words: dict[str, Text]) -> list[tuple[str, Text]]:
    return [("", Text("all", "全部")), *words.items()]
