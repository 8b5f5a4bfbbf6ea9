"""Acts on people who may be one: merge them, take the merge back, keep them apart.

Each one raises Denied without the right, and Problem where one of the two is not the viewer's to change; then nothing
was changed.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import Employment, Person
from openkam.records.duplicates.merging import FIELDS, move_back, move_over
from openkam.records.duplicates.models import PersonMatch

State = PersonMatch.State


@transaction.atomic
def merge_people(
    *, viewer: Viewer, kept: Person, absorbed: Person, now: datetime, from_absorbed: Collection[str] = ()
) -> PersonMatch:
    """One person from now on; `from_absorbed` names the fields of which the other's value is right."""
    require(viewer, Right.MATCH_ACCOUNTS)
    locked_head()  # a second merge at the same time may be about one of the two
    if not set(from_absorbed) <= set(FIELDS):
        raise _gone()
    one, other = _both(viewer, kept, absorbed)
    moved, before, after = move_over(one, other, frozenset(from_absorbed))
    match = _decided(viewer, one, other, State.MERGED, now)
    match.moved, match.before, match.after = moved, before, after
    match.save(update_fields=["moved", "before", "after"])
    change = {"merged_into": [None, one.pk], "moved": [None, sum(map(len, moved.values()))]}
    record(viewer, "merge_people", kind="person", key=other.pk, change=change, now=now)
    return match


@transaction.atomic
def undo_merge_people(*, viewer: Viewer, match: PersonMatch, now: datetime) -> PersonMatch:
    """Both stand for themselves again; what was written since the merge stays with the kept one."""
    require(viewer, Right.MATCH_ACCOUNTS)
    locked_head()
    rows = PersonMatch.objects.visible_to(viewer).select_related("kept", "absorbed")
    known: PersonMatch | None = rows.filter(pk=match.pk, state=State.MERGED).first()
    if known is None:
        raise _gone()
    move_back(known)
    known.state, known.decided_by_id, known.decided_at = State.UNDONE, viewer.user, now
    known.save(update_fields=["state", "decided_by", "decided_at"])
    change = {"merged_into": [known.kept_id, None]}
    record(viewer, "undo_merge_people", kind="person", key=known.absorbed_id, change=change, now=now)
    return known


@transaction.atomic
def keep_people_apart(*, viewer: Viewer, one: Person, other: Person, now: datetime) -> PersonMatch:
    """Two different people; the pair is not shown again."""
    require(viewer, Right.MATCH_ACCOUNTS)
    locked_head()
    first, second = _both(viewer, one, other)
    match = _decided(viewer, first, second, State.REFUSED, now)
    change = {"kept": [None, first.pk], "absorbed": [None, second.pk]}
    record(viewer, "keep_people_apart", kind="person", key=first.pk, change=change, now=now)
    return match


def _both(viewer: Viewer, one: Person, other: Person) -> tuple[Person, Person]:
    """As they are now; every account where one of them works or worked must be the viewer's to change."""
    found = {person.pk: person for person in Person.objects.visible_to(viewer).filter(pk__in=(one.pk, other.pk))}
    writable = Account.objects.writable_by(viewer).values("pk")
    foreign = Employment.objects.filter(person__in=found, account__merged_into=None).exclude(account__in=writable)
    if len(found) < 2 or foreign.exists():  # noqa: PLR2004
        raise _gone()
    return found[one.pk], found[other.pk]


def _decided(viewer: Viewer, kept: Person, absorbed: Person, state: State, now: datetime) -> PersonMatch:
    """One row a pair, whichever of the two is kept."""
    pair = Q(kept=kept, absorbed=absorbed) | Q(kept=absorbed, absorbed=kept)
    match = PersonMatch.objects.filter(pair).first() or PersonMatch()
    match.kept, match.absorbed, match.state = kept, absorbed, state
    match.decided_by_id, match.decided_at = viewer.user, now
    match.save()
    return match


def _gone() -> Problem:
    return Problem(
        Text("One of the two is not there any more, or not yours to change.", "其中一人已不存在，或您无权修改。"),
        remedy=Text("Load the page again.", "请刷新页面。"),
    )
