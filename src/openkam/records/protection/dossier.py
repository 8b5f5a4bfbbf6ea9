"""Everything that is kept about one person, over all tables, as plain words: what he may ask a copy of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models

from openkam.analysis.words import Text
from openkam.records.contacts.merged import all_of
from openkam.records.contacts.models import Person
from openkam.records.protection.registry import places

SEALED_NOTE: Final = Text(
    "Sealed records are not part of a dossier, whether there are any or not: they have a procedure of their own. Ask "
    "those who work on his accounts in writing; each author answers for himself.",
    "密封记录无论有无均不列入本档案，另有程序：请以书面形式询问负责其所在客户的同事，由各记录人自行答复。",
)


@dataclass(frozen=True)
class Table:
    """The rows of one model about the person, by field name; what is unknown is None."""

    name: str
    field: str
    rows: Sequence[Mapping[str, str | None]]


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
    """One query a table, whatever it holds; people who were merged into him are he."""
    people = [one.pk for one in all_of(person)]
    himself = Table("person", "", [_row(one) for one in Person.objects.filter(pk__in=people).order_by("pk")])
    tables = [himself]
    for place in places():
        found = place.model._default_manager.filter(**{f"{place.field.name}__in": people})
        related = [field.name for field in place.model._meta.concrete_fields if field.is_relation]
        rows = [_row(one) for one in found.select_related(*related).order_by("pk")]
        if rows:
            tables.append(Table(place.name, place.field.name, rows))
    return Dossier(person, tables, now)


def as_plain(dossier: Dossier) -> dict[str, Any]:
    """The dossier as JSON carries it."""
    tables = [
        {"table": table.name, "as": table.field, "rows": [dict(row) for row in table.rows]} for table in dossier.tables
    ]
    return {
        "person": dossier.person.pk,
        "name": dossier.person.name,
        "made_at": dossier.made_at.isoformat(),
        "tables": tables,
        "sealed_records": SEALED_NOTE._asdict(),
    }


def _row(row: models.Model) -> dict[str, str | None]:
    """Its fields as words; a related record by its name."""
    shown: dict[str, str | None] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        shown[field.name] = None if value is None else str(value)
    return shown
