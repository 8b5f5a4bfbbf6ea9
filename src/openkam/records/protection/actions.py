"""What compliance does for a person whose data we keep: dossier, hold, erasure; one line in the audit trail each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.records.accounts.limits import said
from openkam.records.activities.models import Activity, EarlierWording
from openkam.records.activities.search import write_note_texts
from openkam.records.contacts.merged import all_of
from openkam.records.contacts.models import Coach, Employment, Person, PersonHold
from openkam.records.contacts.reach import no_such_person, nothing_to_end
from openkam.records.contacts.sealing import SealBroken
from openkam.records.contacts.seals import opened
from openkam.records.needs.models import LossReview
from openkam.records.needs.search import write_review_texts
from openkam.records.opportunities.models import Opportunity
from openkam.records.opportunities.search import write_deal_texts
from openkam.records.protection.dossier import Dossier, dossier_of, names_of
from openkam.records.protection.registry import Fate, account_models, places, text_fields

GONE: Final = "—"
"""What stands where words were."""
_REASON: Final = Text("The reason", "理由")


@transaction.atomic
def take_dossier(*, viewer: Viewer, person: Person, now: datetime) -> Dossier:
    """Everything about him, opinions too; that it was taken is on record."""
    require(viewer, Right.PROTECT_PERSONS)
    known = _there(viewer, person)
    dossier = dossier_of(known, now)
    record(viewer, "take_dossier", kind="person", key=known.pk, change={"rows": [None, dossier.count]}, now=now)
    return dossier


@transaction.atomic
def hold_person(*, viewer: Viewer, person: Person, reason: str, now: datetime) -> PersonHold:
    """His data may not be erased until the hold is lifted."""
    require(viewer, Right.PROTECT_PERSONS)
    locked_head()
    known, why = _there(viewer, person), said(reason, 300, _REASON)
    _refuse_hold(known)
    hold = PersonHold.objects.create(person=known, reason=why, held_by_id=viewer.user, held_at=now)
    record(viewer, "hold_person", kind="person", key=known.pk, change={"reason": [None, why]}, now=now)
    return hold


@transaction.atomic
def lift_hold(*, viewer: Viewer, person: Person, now: datetime) -> None:
    """His data may be erased again."""
    require(viewer, Right.PROTECT_PERSONS)
    known = _there(viewer, person)
    if not _holds(known).update(lifted_at=now, lifted_by=viewer.user):
        raise nothing_to_end()
    record(viewer, "lift_hold", kind="person", key=known.pk, change={"lifted_at": [None, now]}, now=now)


@transaction.atomic
def erase_person(*, viewer: Viewer, person: Person, reason: str, now: datetime) -> None:
    """His identity becomes a tombstone: what colleagues thought of him is gone, what only counts stays without words.

    His names are taken out of every text at his accounts; sealed records about him go, silently. It cannot be undone.
    """
    require(viewer, Right.PROTECT_PERSONS)
    locked_head()
    known, why = _there(viewer, person), said(reason, 300, _REASON)
    _refuse_hold(known)
    people = all_of(known)
    keys = [one.pk for one in people]
    accounts = sorted(set(Employment.objects.filter(person__in=keys).values_list("account", flat=True)))
    _break_seals(keys, accounts)
    for place in places():
        rows = place.model._default_manager.filter(**{f"{place.field.name}__in": keys})
        if place.fate is Fate.DELETED:
            rows.delete()
        elif place.fate is Fate.DETACHED:
            rows.update(**{place.field.name: None})
        else:
            _blank(rows, text_fields(place.model))
    _forget_names({name for one in people for name in names_of(one)}, accounts)
    Person.objects.filter(pk__in=keys).update(**_tombstone(now))
    record(viewer, "erase_person", kind="person", key=known.pk, change={"reason": [None, why]}, now=now)


def _there(viewer: Viewer, person: Person) -> Person:
    known: Person | None = Person.objects.visible_to(viewer).filter(pk=person.pk).first()
    if known is None:
        raise no_such_person()
    return known


def _refuse_hold(person: Person) -> None:
    if _holds(person).exists():
        raise Problem(
            Text("A legal hold stands on this person's data.", "此人的数据处于法律保留状态。"),
            remedy=Text("Lift the hold first, if the law allows it.", "如法律允许，请先解除保留。"),
        )


def _holds(person: Person) -> Any:
    """Standing holds on him, and on whoever was merged into him: a hold binds the data, whosever they are called."""
    return PersonHold.objects.filter(person__in=all_of(person), lifted_at=None)


def _tombstone(now: datetime) -> dict[str, Any]:
    blank = dict.fromkeys(("aliases", "email", "phone", "phone_key", "language", "channel"), "")
    return blank | {"name": GONE, "name_key": "", "purpose": GONE, "source": GONE, "erased_at": now}


def _blank(rows: Any, fields: Sequence[str]) -> None:
    for field in fields:
        rows.exclude(**{field: ""}).update(**{field: GONE})


def _forget_names(names: set[str], accounts: Sequence[int]) -> None:
    """Out of every text written at these accounts, and out of what they are found by; the longest names first."""
    touched: dict[Any, set[int]] = defaultdict(set)
    for model in account_models():
        fields = text_fields(model)
        for name in sorted(names, key=len, reverse=True):
            naming = Q()
            for field in fields:
                naming |= Q(**{f"{field}__contains": name})
            rows = model._default_manager.filter(naming, account__in=accounts)
            keys = list(rows.values_list("pk", flat=True))
            changed = {field: Replace(F(field), Value(name), Value(GONE)) for field in fields}
            model._default_manager.filter(pk__in=keys).update(**changed)
            touched[model] |= set(keys)
    EarlierWording.objects.filter(activity__in=touched[Activity]).delete()
    write_note_texts(Activity.objects.filter(pk__in=touched[Activity]))
    write_deal_texts(Opportunity.objects.filter(pk__in=touched[Opportunity]))
    write_review_texts(LossReview.objects.filter(pk__in=touched[LossReview]))


def _break_seals(people: Sequence[int], accounts: Sequence[int]) -> None:
    """Whoever erases does not learn whether there were any."""
    for coach in Coach.objects.filter(account__in=accounts):
        try:
            is_about = opened(coach).person in people
        except SealBroken:
            continue
        if is_about:
            coach.delete()
