"""The timeline of an account: what happened, what comes next, and the words to write one more entry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.prepared import Prepared
from openkam.core.problem import Problem
from openkam.insight.health.coverage import NOT_A_CONTACT
from openkam.insight.health.touch import ago_text, month_end
from openkam.records.accounts.models import Account
from openkam.records.activities.actions import UNDO_DAYS
from openkam.records.activities.kinds import Precision
from openkam.records.activities.labels import KINDS
from openkam.records.activities.models import Activity, Aim
from openkam.records.activities.queries import removed_entries
from openkam.records.contacts.models import Employment
from openkam.web.log.form.draft import Draft
from openkam.web.log.form.pages import FormPart, form_part
from openkam.web.log.month import month_name
from openkam.web.log.timeline import sources
from openkam.web.log.timeline.entries import entries_of
from openkam.web.log.timeline.happening import SOURCE_LABELS, SOURCE_SHAPES, Happening, Source
from openkam.web.policy import found_or_404

PAGE: Final = 40
MOST_PAGES: Final = 250
_MOST_REMOVED: Final = 10
_RECENT: Final = timedelta(days=90)
_Fetch = Callable[..., list[Happening]]
_SOURCES: Final[dict[Source, _Fetch]] = {
    Source.PEOPLE: sources.people_changes,
    Source.RELATIONS: sources.relations,
    Source.OBJECTIONS: sources.objections,
    Source.DEALS: sources.deals,
    Source.FACTS: sources.facts,
    Source.DOCUMENTS: sources.documents,
    Source.GRADES: sources.grades,
}


@dataclass(frozen=True)
class Filters:
    """What of the timeline is shown; blank is everything.

    source  one of `Source`; kind a kind of entry; person the key of somebody who was there; number the page
    """

    source: str = ""
    kind: str = ""
    person: int | None = None
    number: int = 1

    def address(self, **other: object) -> str:
        """The query of the page with some of it changed."""
        given = {"source": self.source, "kind": self.kind, "person": self.person} | other
        kept = {name: value for name, value in given.items() if value}
        return "?" + urlencode(kept) if kept else "?"


@dataclass(frozen=True)
class Chip:
    """A filter to press, with how many it would show."""

    label: Text
    address: str
    is_on: bool
    count: int | None = None


@dataclass(frozen=True)
class Month:
    """A month's happenings, the latest first; one that lies ahead is planned, a bid for instance."""

    first: date
    latest: date
    name: Text
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class LogPage:
    """Everything the page shows; form None where the viewer may only read."""

    account: Account
    title: Text
    lead: Text
    months: Sequence[Month]
    shapes: dict[Source, str]
    labels: dict[Source, Text]
    source_chips: Sequence[Chip]
    kind_chips: Sequence[Chip]
    people: Sequence[tuple[str, str]]
    steps: Sequence[Activity]
    aims: Sequence[Aim]
    removed: Sequence[Activity]
    form: FormPart | None
    filters: Filters
    earlier: str
    later: str
    today: date
    undo_days: int
    done: str
    problem: Problem | None = None


def log_page(
    viewer: Viewer,
    key: int,
    filters: Filters,
    *,
    draft: Draft | None = None,
    problem: Problem | None = None,
    done: str = "",
) -> LogPage:
    """The page; about twenty-five queries, however much happened.

    Raises Http404 where the viewer sees no such account.
    """
    account = found_or_404(Account.objects.visible_to(viewer), pk=key)
    may_write = viewer.may(Right.RECORD_CUSTOMERS) and bool(_WRITABLE(viewer, key))
    counts = dict(_COUNTS(viewer, key))
    steps = _STEPS(viewer, key)
    happenings = _happenings(viewer, account, filters)
    first = (filters.number - 1) * PAGE
    shown = happenings[first : first + PAGE]
    title, lead = _finding(viewer, account, sum(counts.values()), steps)
    return LogPage(
        account=account,
        title=title,
        lead=lead,
        months=_by_month(shown),
        shapes=SOURCE_SHAPES,
        labels=SOURCE_LABELS,
        source_chips=_source_chips(filters),
        kind_chips=_kind_chips(filters, counts),
        people=[(str(person), name) for person, name in _PEOPLE(viewer, key)],
        steps=steps,
        aims=_AIMS(viewer, key),
        removed=_removed(viewer, account) if may_write else (),
        form=form_part(viewer, account, draft) if may_write else None,
        filters=filters,
        earlier=filters.address(page=filters.number + 1) if len(happenings) > first + PAGE else "",
        later=filters.address(page=filters.number - 1) if filters.number > 1 else "",
        today=viewer.today,
        undo_days=UNDO_DAYS,
        done=done,
        problem=problem,
    )


def _happenings(viewer: Viewer, account: Account, filters: Filters) -> list[Happening]:
    """The latest of every source that was asked for, one more than the page needs."""
    most = filters.number * PAGE + 1
    found: list[Happening] = []
    if filters.kind or filters.source in ("", Source.ENTRIES):
        found += entries_of(viewer, account, most=most, kind=filters.kind, person=filters.person)
    if not filters.kind:
        for source, fetch in _SOURCES.items():
            if filters.source in ("", source):
                found += fetch(viewer, account, most=most, person=filters.person)
    return sorted(found, key=lambda one: one.order, reverse=True)[:most]


def _by_month(happenings: Sequence[Happening]) -> list[Month]:
    months: dict[date, list[Happening]] = {}
    for one in happenings:
        months.setdefault(one.day.replace(day=1), []).append(one)
    return [Month(first, month_end(first), month_name(first), tuple(ones)) for first, ones in months.items()]


def _finding(viewer: Viewer, account: Account, count: int, steps: Sequence[Activity]) -> tuple[Text, Text]:
    """What the page has found out: when we were last in touch, and what is overdue."""
    if not count:
        return (
            Text("Nobody has written anything yet", "还没有任何往来记录"),
            Text("Begin with the last contact you remember.", "从您记得的最近一次接触写起。"),
        )
    last = next(iter(_LAST(viewer, account.pk)), None)
    recent, quoted = next(iter(_TOLD(viewer, account.pk, viewer.today - _RECENT)), (0, 0))
    title = Text("Never in touch; other entries only", "从未往来，仅有其他记录")
    if last is not None:
        day, precision = last
        when = ago_text(day, is_month=precision == Precision.MONTH, today=viewer.today)
        title = Text("Last in touch {when}", "最近一次往来：{when}").filled(when=when)
    late = sum(1 for one in steps if one.next_step_date is not None and one.next_step_date < viewer.today)
    if late:
        more = (
            Text("; one next step is overdue", "；1项下一步已逾期")
            if late == 1
            else Text("; {n} next steps are overdue", "；{n}项下一步已逾期").filled(n=late)
        )
        title = Text("{first}{more}", "{first}{more}").filled(first=title, more=more)
    lead = Text(
        "Entries: {recent} in 90 days, {count} in all, {quoted} with the customer's own words.",
        "近90天{recent}条记录，共{count}条，其中{quoted}条记有客户原话。",
    )
    return title, lead.filled(count=count, recent=recent, quoted=quoted)


def _source_chips(filters: Filters) -> list[Chip]:
    everything = Chip(
        Text("Everything", "全部"), filters.address(source="", kind=""), not filters.source and not filters.kind
    )
    chips = [
        Chip(label, filters.address(source=source.value, kind=""), filters.source == source and not filters.kind)
        for source, label in SOURCE_LABELS.items()
    ]
    return [everything, *chips]


def _kind_chips(filters: Filters, counts: dict[str, int]) -> list[Chip]:
    """Kinds that occur, the commonest first."""
    order = sorted((code for code in KINDS if counts.get(code)), key=lambda code: -counts[code])
    return [
        Chip(
            KINDS[code],
            filters.address(source="", kind="" if filters.kind == code else code.value),
            filters.kind == code,
            counts[code],
        )
        for code in order
    ]


def _removed(viewer: Viewer, account: Account) -> list[Activity]:
    since = datetime.combine(viewer.today - timedelta(days=UNDO_DAYS), time.min, UTC)
    return list(removed_entries(viewer, account, since)[:_MOST_REMOVED])


def _writable(viewer: Viewer, key: int) -> Any:
    return Account.objects.visible_to(viewer).writable_by(viewer).filter(pk=key).values_list("pk", flat=True)


def _entries(viewer: Viewer, key: int) -> Any:
    return Activity.objects.visible_to(viewer).filter(account=key)


def _counts(viewer: Viewer, key: int) -> Any:
    return _entries(viewer, key).order_by().values_list("kind").annotate(count=Count("pk"))


def _steps(viewer: Viewer, key: int) -> Any:
    rows = _entries(viewer, key).filter(next_step_done_date=None).exclude(next_step="").defer("our_view")
    return rows.order_by("next_step_date", "-pk")[:30]


def _last(viewer: Viewer, key: int) -> Any:
    contacts = _entries(viewer, key).exclude(kind__in=NOT_A_CONTACT).order_by("-happened_date", "precision")
    return contacts.values_list("happened_date", "precision")[:1]


def _told(viewer: Viewer, key: int, after: date) -> Any:
    recent, quoted = Count("pk", filter=Q(happened_date__gt=after)), Count("pk", filter=~Q(said=""))
    grouped = _entries(viewer, key).order_by().values("account").annotate(recent=recent, quoted=quoted)
    return grouped.values_list("recent", "quoted")


def _aims(viewer: Viewer, key: int) -> Any:
    rows = Aim.objects.visible_to(viewer).filter(account=key, reached_date=None)
    return rows.order_by("activity", "place")[:30]


def _people(viewer: Viewer, key: int) -> Any:
    posts = Employment.objects.visible_to(viewer).filter(account=key)
    standing = posts.filter(person__merged_into=None, person__erased_at=None)
    return standing.order_by("person__name").values_list("person_id", "person__name").distinct()


_WRITABLE: Final[Prepared[int]] = Prepared(_writable)
_COUNTS: Final[Prepared[tuple[str, int]]] = Prepared(_counts)
_STEPS: Final[Prepared[Activity]] = Prepared(_steps)
_LAST: Final[Prepared[tuple[date, str]]] = Prepared(_last)
_TOLD: Final[Prepared[tuple[int, int]]] = Prepared(_told)
_AIMS: Final[Prepared[Aim]] = Prepared(_aims)
_PEOPLE: Final[Prepared[tuple[int, str]]] = Prepared(_people)
