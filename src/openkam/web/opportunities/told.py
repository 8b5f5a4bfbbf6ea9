"""What was told and seen about an opportunity: influence and mode of its people, who runs the tender, promises, log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.health.touch import on_text
from openkam.records.activities.kinds import Precision
from openkam.records.activities.labels import kind_label
from openkam.records.activities.models import Activity
from openkam.records.contacts.scales import DEGREES, MODES, RECEPTIVE
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import DealView, Opportunity, Promise, TenderOwner

ENTRIES_SHOWN: Final = 12


@dataclass(frozen=True)
class Seen:
    """A value with who saw it when and by what; is_receptive: of a mode in which somebody listens."""

    value: Text
    day: date
    author: str
    evidence: str
    is_receptive: bool = False


@dataclass(frozen=True)
class ViewLine:
    """Somebody's influence on the opportunity and his mode in it, None where nobody noted one; earlier ones after."""

    person: int
    name: str
    influence: Seen | None
    mode: Seen | None
    earlier: Sequence[Seen]

    @property
    def is_one(self) -> bool:
        """Whether both were noted at once, on the same evidence."""
        both = self.influence, self.mode
        told = {(one.day, one.author, one.evidence) for one in both if one is not None}
        return None not in both and len(told) == 1


@dataclass(frozen=True)
class TenderLine:
    """Who runs the purchase from a day on; `person` None where it is a department only."""

    person: int | None
    name: str
    department: str
    since: date
    source: str
    author: str


@dataclass(frozen=True)
class PromiseLine:
    """What somebody said will come; `by` blank until somebody else confirmed it."""

    key: int
    person: int
    name: str
    text: str
    said: date
    author: str
    by: str
    by_key: int | None
    confirmed: date | None


@dataclass(frozen=True)
class EntryLine:
    """An entry of the log about it; on: its day, or the month where the day is unknown."""

    key: int
    on: Text
    kind: Text
    words: str
    author: str


def view_lines(viewer: Viewer, deal: Opportunity, named: Mapping[int, str]) -> list[ViewLine]:
    """Everybody named in the opportunity, and whoever was judged besides; one query, empty for who may not read it."""
    rows = DealView.objects.visible_to(viewer).filter(
        opportunity=deal, person__erased_at=None, person__merged_into=None, observed_date__lte=viewer.today
    )
    by_person: dict[int, list[DealView]] = defaultdict(list)
    names = dict(named)
    for row in rows.select_related("person", "author").order_by("-observed_date", "-noted_at", "-pk"):
        by_person[row.person_id].append(row)
        names.setdefault(row.person_id, row.person.name)
    return [_view_line(key, name, by_person[key]) for key, name in names.items()]


def tender_lines(viewer: Viewer, deal: Opportunity) -> list[TenderLine]:
    """Who runs it and who ran it, the latest first; one query."""
    rows = TenderOwner.objects.visible_to(viewer).filter(opportunity=deal).select_related("person", "noted_by")
    found = []
    for row in rows.order_by("-since_date", "-pk"):
        who = row.person if row.person is not None and row.person.erased_at is None else None
        found.append(
            TenderLine(
                person=who.pk if who is not None else None,
                name=who.name if who is not None else "",
                department=row.department,
                since=row.since_date,
                source=row.source,
                author=row.noted_by.name if row.noted_by is not None else "",
            )
        )
    return found


def promise_lines(viewer: Viewer, deal: Opportunity) -> list[PromiseLine]:
    """The latest first; one query, empty for who may not read it."""
    rows = Promise.objects.visible_to(viewer).filter(opportunity=deal, person__erased_at=None)
    found = []
    for row in rows.select_related("person", "author", "confirmed_by").order_by("-said_date", "-pk"):
        by = row.confirmed_by if row.confirmed_by is not None and row.confirmed_by.erased_at is None else None
        found.append(
            PromiseLine(
                key=row.pk,
                person=row.person_id,
                name=row.person.name,
                text=row.text,
                said=row.said_date,
                author=row.author.name,
                by=by.name if by is not None else "",
                by_key=by.pk if by is not None else None,
                confirmed=row.confirmed_date,
            )
        )
    return found


def entry_lines(viewer: Viewer, deal: Opportunity) -> tuple[list[EntryLine], int]:
    """The latest entries about it, and how many there are; two queries."""
    rows = Activity.objects.visible_to(viewer).filter(account=deal.account_id, opportunity=deal)
    latest = rows.select_related("author").defer("our_view").order_by("-happened_date", "-sequence", "-pk")
    lines = [
        EntryLine(
            key=one.pk,
            on=on_text(one.happened_date, is_month=one.precision == Precision.MONTH),
            kind=kind_label(one.kind),
            words=one.subject or one.said or one.result,
            author=one.written_by or (one.author.name if one.author is not None else ""),
        )
        for one in latest[:ENTRIES_SHOWN]
    ]
    return lines, rows.count()


def open_objections(viewer: Viewer, deal: Opportunity) -> list[Objection]:
    """What speaks against us in it and was not answered, the oldest first; one query."""
    rows = Objection.objects.visible_to(viewer).filter(opportunity=deal, answered_date=None)
    return list(rows.select_related("person").order_by("raised_date", "pk"))


def _view_line(person: int, name: str, rows: Sequence[DealView]) -> ViewLine:
    """The latest of each holds; whatever it is, an older one is history."""
    influences = [_seen(DEGREES[row.influence], row) for row in rows if row.influence]
    modes = [_seen(MODES[row.mode], row, is_receptive=row.mode in RECEPTIVE) for row in rows if row.mode]
    return ViewLine(
        person=person,
        name=name,
        influence=influences[0] if influences else None,
        mode=modes[0] if modes else None,
        earlier=_by_day([*influences[1:], *modes[1:]]),
    )


def _by_day(seen: Iterable[Seen]) -> list[Seen]:
    return sorted(seen, key=lambda one: one.day, reverse=True)


def _seen(value: Text, row: DealView, *, is_receptive: bool = False) -> Seen:
    return Seen(value, row.observed_date, row.author.name, row.evidence, is_receptive)
