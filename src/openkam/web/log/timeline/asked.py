"""The questions a timeline asks of each source, written once (`core/prepared.py`): of an account that was shown."""

from typing import Any, Final

from django.db.models import F

from openkam.core.access import Viewer
from openkam.core.prepared import Fixed, Prepared
from openkam.insight.grading.models import Grade
from openkam.records.archive.models import Document, Fact, RelationState
from openkam.records.contacts.models import Employment, Opinion, Relation
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import Opportunity, Promise, TenderOwner


def chosen(person: int | None) -> Any:
    """The person who is asked about, or no condition."""
    return Fixed(None) if person is None else person


def _with(rows: Any, *related: str) -> Any:
    """The rows with the names of these people, colleagues or deals, and nothing else of them."""
    own = [field.name for field in rows.model._meta.concrete_fields]
    erasable = (f"{one}__erased_at" for one in related if one in _PEOPLE)
    return rows.select_related(*related).only(*own, *(f"{one}__name" for one in related), *erasable)


_PEOPLE: Final = ("person", "source_person", "confirmed_by")


def _of(rows: Any, person: int | None) -> Any:
    return rows if person is None else rows.filter(person=person)


def _jobs(viewer: Viewer, account: int, person: int | None) -> Any:
    rows = Employment.objects.visible_to(viewer).filter(account=account, person__merged_into=None)
    rows = rows.filter(person__erased_at=None).exclude(since_date=None, until_date=None)
    return _with(_of(rows, person), "person", "noted_by").order_by("person", "since_date", "pk")


def _relations(viewer: Viewer, account: int, person: int | None, most: int) -> Any:
    rows = Relation.objects.visible_to(viewer).filter(account=account, person__erased_at=None)
    return _with(_of(rows, person), "person", "colleague").order_by("-observed_date", "-pk")[:most]


def _opinions(viewer: Viewer, account: int, person: int | None, most: int) -> Any:
    rows = Opinion.objects.visible_to(viewer).filter(account=account, person__erased_at=None)
    return _with(_of(rows, person), "person", "author").order_by("-observed_date", "-pk")[:most]


def _objections(viewer: Viewer, account: int, person: int | None, most: int) -> Any:
    rows = Objection.objects.visible_to(viewer).filter(account=account)
    return _with(_of(rows, person), "person", "owner").order_by("-raised_date", "-pk")[:most]


def _tenders(viewer: Viewer, account: int, person: int | None, most: int) -> Any:
    rows = TenderOwner.objects.visible_to(viewer).filter(account=account)
    return _with(_of(rows, person), "person", "opportunity").order_by("-since_date", "-pk")[:most]


def _promises(viewer: Viewer, account: int, person: int | None, most: int) -> Any:
    rows = Promise.objects.visible_to(viewer).filter(account=account, person__erased_at=None)
    named = _with(_of(rows, person), "person", "author", "confirmed_by")
    return named.order_by("-said_date", "-pk")[:most]


def _facts(viewer: Viewer, account: int, person: int | None, most: int) -> Any:
    rows = Fact.objects.visible_to(viewer).filter(account=account).exclude(value="")
    told = rows if person is None else rows.filter(source_person=person)
    return _with(told, "source_person", "author").order_by("-noticed_date", "-pk")[:most]


def _documents(viewer: Viewer, account: int, most: int) -> Any:
    rows = Document.objects.visible_to(viewer).filter(account=account, removed_at=None)
    return _with(rows, "added_by").order_by("-added_at", "-pk")[:most]


def _grades(viewer: Viewer, account: int, most: int) -> Any:
    rows = Grade.objects.visible_to(viewer).filter(account=account).exclude(run__published_at=None)
    named = rows.select_related("run__scheme").defer("run__report", "run__scheme__text", "months")
    return named.order_by("-run__published_at", "-run")[:most]


def _states(viewer: Viewer, account: int, most: int) -> Any:
    rows = RelationState.objects.visible_to(viewer).filter(account=account)
    return _with(rows, "author").order_by("-since_date", "-pk")[:most]


def _deals(viewer: Viewer, account: int, most: int) -> Any:
    rows = Opportunity.objects.visible_to(viewer).filter(account=account)
    return _with(rows, "owner").order_by(F("closed_date").desc(nulls_first=True), "-pk")[:most]


JOBS: Final[Prepared[Employment]] = Prepared(_jobs)
RELATIONS: Final[Prepared[Relation]] = Prepared(_relations)
OPINIONS: Final[Prepared[Opinion]] = Prepared(_opinions)
OBJECTIONS: Final[Prepared[Objection]] = Prepared(_objections)
TENDERS: Final[Prepared[TenderOwner]] = Prepared(_tenders)
PROMISES: Final[Prepared[Promise]] = Prepared(_promises)
FACTS: Final[Prepared[Fact]] = Prepared(_facts)
DOCUMENTS: Final[Prepared[Document]] = Prepared(_documents)
GRADES: Final[Prepared[Grade]] = Prepared(_grades)
STATES: Final[Prepared[RelationState]] = Prepared(_states)
DEALS: Final[Prepared[Opportunity]] = Prepared(_deals)
