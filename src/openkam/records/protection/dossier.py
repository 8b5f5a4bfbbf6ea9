"""Everything that is kept about one person, over all tables, as plain words: what he may ask a copy of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import Q

from openkam.analysis.words import Text
from openkam.records.activities.models import Activity, Aim, Attendee, EarlierWording, Signal
from openkam.records.contacts.merged import all_of
from openkam.records.contacts.models import Employment, Person
from openkam.records.protection.registry import places

SEALED_NOTE: Final = Text(
    "Sealed records are not part of a dossier, whether there are any or not: they have a procedure of their own. Ask "
    "those who work on the person's accounts in writing; each author answers for what they wrote.",
    "密封记录无论有无均不列入本档案，另有程序：请以书面形式询问负责其所在客户的同事，由各记录人自行答复。",
)
_SHORTEST_NAME: Final = 2  # a single letter is in every text
_WORDS: Final = ("subject", "said", "result", "next_step", "our_view")
_PART: Final = "part"
"""How an entry of the log is about him: he took part, is named in it, or somebody pointed us to him."""


@dataclass(frozen=True)
class Table:
    """The rows of one model about the person, by field name, as stored; a related record by its name."""

    name: str
    field: str
    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Dossier:
    """The person, everything about him, and when it was put together."""

    person: Person
    tables: Sequence[Table]
    made_at: datetime

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(table.rows) for table in self.tables)


def dossier_of(person: Person, now: datetime) -> Dossier:
    """A fixed number of queries, whatever it holds; people who were merged into him are he."""
    people = all_of(person)
    keys = [one.pk for one in people]
    tables = [Table("person", "", [_row(one) for one in Person.objects.filter(pk__in=keys).order_by("pk")])]
    for place in places():
        if place.model is not Activity:
            found = place.model._default_manager.filter(**{f"{place.field.name}__in": keys})
            tables.append(_table(place.name, place.field.name, found))
    tables += _log(people)
    return Dossier(person, [table for table in tables if table.rows], now)


def names_of(person: Person) -> list[str]:
    """What he is called in texts: his name and the other names he goes by."""
    names = [person.name, *person.aliases.splitlines()]
    return [name.strip() for name in names if len(name.strip()) >= _SHORTEST_NAME]


def as_plain(dossier: Dossier) -> dict[str, Any]:
    """The dossier as JSON carries it: codes, and days as machines write them."""
    tables = [
        {"table": table.name, "as": table.field, "rows": [_plain(row) for row in table.rows]}
        for table in dossier.tables
    ]
    return {
        "person": dossier.person.pk,
        "name": dossier.person.name,
        "made_at": dossier.made_at.isoformat(),
        "tables": tables,
        "sealed_records": SEALED_NOTE._asdict(),
    }


def _log(people: Sequence[Person]) -> list[Table]:
    """Every word of the entries he took part in or is named in, what they said before, and what they aimed at."""
    keys = [one.pk for one in people]
    posts = Employment.objects.filter(person__in=keys).values_list("account", flat=True)
    naming = Q()
    for name in {name for one in people for name in names_of(one)}:
        for field in _WORDS:
            naming |= Q(**{f"{field}__contains": name})
    there = [model.objects.filter(person__in=keys).values("activity") for model in (Attendee, Signal)]
    about = Q(referred__in=keys) | Q(pk__in=there[0]) | Q(pk__in=there[1])
    if naming:
        about |= Q(account__in=posts) & naming
    entries = list(Activity.objects.filter(about).values_list("pk", flat=True))
    return [
        _table("activity", _PART, Activity.objects.filter(pk__in=entries), "happened_date"),
        _table("earlierwording", _PART, EarlierWording.objects.filter(activity__in=entries)),
        _table("aim", _PART, Aim.objects.filter(activity__in=entries)),
    ]


def _table(name: str, field: str, found: Any, order: str = "pk") -> Table:
    related = [one.name for one in found.model._meta.concrete_fields if one.is_relation]
    return Table(name, field, [_row(one) for one in found.select_related(*related).order_by(order, "pk")])


def _row(row: models.Model) -> dict[str, object]:
    told: dict[str, object] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        told[field.name] = str(value) if isinstance(value, models.Model) else value
    return told


def _plain(row: Mapping[str, object]) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in row.items()}
