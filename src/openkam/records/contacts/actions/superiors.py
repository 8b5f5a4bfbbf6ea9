"""Whom somebody reports to: drawn from a day on, and taken back as long as nobody drew it anew.

Each one raises Denied without the right, and Problem where something is missing, out of bounds or not the viewer's to
change; then nothing was changed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.contacts.models import Employment, Person, ReportingLine
from openkam.records.contacts.queries import holds_on
from openkam.records.contacts.reach import past_day, person_at

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class LineChange:
    """What became of whom somebody reports to, with what it takes to take it back.

    since_date    from which day
    line          key of the line that was drawn, None: to nobody known
    before        key of whom he reported to until then, None: nobody known
    before_since  since when he did, None: the day is unknown
    """

    person: int
    since_date: date
    line: int | None = None
    before: int | None = None
    before_since: date | None = None

    @property
    def is_one(self) -> bool:
        """Whether anything changed."""
        return self.line is not None or self.before is not None


@transaction.atomic
def set_superior(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    superior: Person | None,
    now: datetime,
    since_date: date | None = None,
) -> LineChange:
    """From a day on, today unless said, he reports to somebody else, or to nobody known."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()  # of two lines drawn at once, the second sees the first
    known = changeable_one(viewer, account)
    somebody, since = person_at(viewer, known, person), past_day(viewer, since_date)
    above = person_at(viewer, known, superior) if superior is not None else None
    if above is not None:
        _refuse_circle(viewer, known, somebody, above, since)
    before = ReportingLine.objects.filter(account=known, person=somebody, until_date=None).first()
    if before is not None:
        _end_before(before, since)
    line = _draw(viewer, (known, somebody, above), since_date=since, now=now) if above is not None else None
    change = {
        "account": [None, known.pk],
        "superior": [before.superior_id if before else None, above.pk if above else None],
    }
    record(viewer, "set_superior", kind="reportingline", key=somebody.pk, change=change, now=now)
    return LineChange(
        person=somebody.pk,
        since_date=since,
        line=line.pk if line is not None else None,
        before=before.superior_id if before is not None else None,
        before_since=before.since_date if before is not None else None,
    )


@transaction.atomic
def take_back_superior(*, viewer: Viewer, account: Account, change: LineChange, now: datetime) -> Person:
    """He reports to whom he reported to before, since then; answers who. Nothing else may have become of it since."""
    require(viewer, Right.RECORD_CUSTOMERS)
    locked_head()
    known = changeable_one(viewer, account)
    somebody = person_at(viewer, known, Person(pk=change.person))
    drawn = _as_it_was_left(known, somebody, change)
    before = person_at(viewer, known, Person(pk=change.before)) if change.before is not None else None
    if drawn is not None:
        drawn.delete()
    if before is not None:
        _refuse_gone(viewer, known, before)
        _refuse_circle(viewer, known, somebody, before, viewer.today)
        _reopen(viewer, (known, somebody, before), change, now)
    told = {
        "account": [None, known.pk],
        "superior": [drawn.superior_id if drawn else None, before.pk if before else None],
    }
    record(viewer, "take_back_superior", kind="reportingline", key=somebody.pk, change=told, now=now)
    return somebody


def _end_before(line: ReportingLine, day: date) -> None:
    """It holds until the day before; one that would end before it began is taken away."""
    row = ReportingLine.objects.filter(pk=line.pk)
    if line.since_date is not None and line.since_date >= day:
        row.delete()
    else:
        row.update(until_date=day - _DAY)


def _draw(
    viewer: Viewer, ends: tuple[Account, Person, Person], *, since_date: date | None, now: datetime
) -> ReportingLine:
    """A line from somebody to his superior."""
    account, person, superior = ends
    noted = {"since_date": since_date, "noted_by_id": viewer.user or None, "noted_at": now}
    return ReportingLine.objects.create(account=account, person=person, superior=superior, **noted)


def _as_it_was_left(account: Account, person: Person, change: LineChange) -> ReportingLine | None:
    """The line that was drawn, None where none was.

    Raises Problem where it is not as it was left, or something was drawn since.
    """
    rows = ReportingLine.objects.filter(account=account, person=person)
    if change.line is not None:
        drawn = rows.filter(pk=change.line, since_date=change.since_date, until_date=None).first()
        if drawn is None:
            raise _changed_since(person)
        return drawn
    if change.before is None or rows.filter(Q(until_date=None) | Q(until_date__gte=change.since_date)).exists():
        raise _changed_since(person)
    return None


def _reopen(viewer: Viewer, ends: tuple[Account, Person, Person], change: LineChange, now: datetime) -> None:
    """The line before goes on; one that was taken away altogether is drawn anew from its day.

    Raises Problem where it is not as it was left, or its day lies ahead.
    """
    account, person, before = ends
    if change.before_since is not None and change.before_since >= change.since_date:
        _draw(viewer, ends, since_date=past_day(viewer, change.before_since), now=now)
        return
    ended = ReportingLine.objects.filter(account=account, person=person, superior=before)
    row = ended.filter(since_date=change.before_since, until_date=change.since_date - _DAY).order_by("pk").last()
    if row is None:
        raise _changed_since(person)
    ReportingLine.objects.filter(pk=row.pk).update(until_date=None)


def _refuse_gone(viewer: Viewer, account: Account, before: Person) -> None:
    """Raises Problem where whom the line led to left since: a line to him leads nowhere."""
    if Employment.objects.filter(holds_on(viewer.today), account=account, person=before).exists():
        return
    raise Problem(
        Text("{name} does not work there any more.", "{name}已不在该客户任职。").filled(name=before.name),
        remedy=Text("Choose another superior on the map.", "请在图上选择其他上级。"),
        code="changed-since",
    )


def _changed_since(person: Person) -> Problem:
    return Problem(
        Text(
            "Whom {name} reports to has changed since, so there is nothing to take back.",
            "{name}的汇报关系此后又有变动，无法撤销。",
        ).filled(name=person.name),
        remedy=Text("Look at the map as it is now, and change the line there.", "请查看当前的人脉图，在图上直接调整。"),
        code="changed-since",
    )


def _refuse_circle(viewer: Viewer, account: Account, person: Person, superior: Person, day: date) -> None:
    """Raises Problem where the person stands above his superior on the day already.

    Whom the viewer does not see is told of by no word: then the refusal says nothing of who reports to whom.
    """
    pairs = ReportingLine.objects.filter(holds_on(day), account=account).values_list("person", "superior")
    above, seen = dict(pairs), set[int]()
    one: int | None = superior.pk
    while one is not None and one not in seen:
        seen.add(one)
        if one == person.pk:
            raise _circle(
                person, superior, is_seen=Person.objects.visible_to(viewer).filter(pk__in=seen).count() == len(seen)
            )
        one = above.get(one)


def _circle(person: Person, superior: Person, *, is_seen: bool) -> Problem:
    if not is_seen:
        return Problem(
            Text("This reporting line cannot be noted.", "无法记录这条汇报关系。"),
            remedy=Text("Choose another superior, or ask the account's owner.", "请选择其他上级，或联系客户负责人。"),
        )
    return Problem(
        Text(
            "{superior} already reports to {person}, directly or through others.",
            "{superior}已经直接或间接向{person}汇报。",
        ).filled(superior=superior.name, person=person.name),
        remedy=Text("Change that line first.", "请先调整原有的汇报关系。"),
    )
