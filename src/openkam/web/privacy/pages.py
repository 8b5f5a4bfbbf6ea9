"""What those who protect people's data see: whom we keep, everything about one, what is kept at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Prefetch, Q

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.contacts.details import person_key
from openkam.records.contacts.labels import BASES
from openkam.records.contacts.models import Employment, Person, PersonHold
from openkam.records.protection.dossier import SEALED_NOTE, Dossier
from openkam.records.protection.registry import personal_models
from openkam.web.privacy.telling import told
from openkam.web.privacy.words import CLASSES, FIELDS, KEEPING, PURPOSES, READERS, TABLES

MOST_SHOWN: Final = 50
_FEWEST_LETTERS: Final = 2
_HIDDEN_FIELDS: Final = frozenset({"id", "name_key", "phone_key", "stamp", "sound"})
_FOR_MACHINES: Final = _HIDDEN_FIELDS | {
    *("sequence", "source_key", "record", "self_check", "place", "precision", "batch"),
    *("before", "after", "moved"),
}
_UNTOLD: Final = frozenset({"persontext"})
"""Pieces of names to be found by: they are in the file, and would say nothing to him."""
DONE: Final = {
    "held": Text("The hold stands; this person cannot be erased.", "法律保留已生效，此人暂不可删除。"),
    "lifted": Text("The hold is lifted.", "法律保留已解除。"),
    "erased": Text(
        "The person is erased: a tombstone without words is left. Earlier backups hold the data until they expire.",
        "已删除，仅留无内容的占位。此前的备份在到期前仍包含其信息。",
    ),
}


@dataclass(frozen=True)
class FoundPerson:
    """A line of the list."""

    pk: int
    name: str
    places: str
    contact: str
    is_held: bool


@dataclass(frozen=True)
class SearchPage:
    """What was asked, and whom it found; None: nothing was asked."""

    words: str
    found: Sequence[FoundPerson] | None
    is_cut: bool
    done: Text | None

    @property
    def title(self) -> Text:
        """The finding."""
        if self.found is None:
            return Text("Whose data is it about?", "要查谁的个人信息？")
        if not self.found:
            return Text("Nobody of this name is kept", "没有保存此人的信息")
        return Text("People found: {n}", "找到 {n} 人").filled(n=f"{len(self.found)}{'+' if self.is_cut else ''}")


@dataclass(frozen=True)
class PersonPage:
    """One person: where he works, why we keep him, whether a hold stands."""

    person: Person
    basis: Text
    posts: Sequence[Employment]
    hold: PersonHold | None
    holds: Sequence[PersonHold]
    done: Text | None
    problem: Problem | None = None
    reason: str = ""


@dataclass(frozen=True)
class DossierTable:
    """A table of the dossier in words: columns that hold anything, and rows in their order."""

    name: Text
    columns: Sequence[Text]
    rows: Sequence[Sequence[Text]]


@dataclass(frozen=True)
class DossierPage:
    """Everything about one person, to be printed."""

    person: Person
    made_at: datetime
    count: int
    tables: Sequence[DossierTable]
    sealed: Text = SEALED_NOTE


@dataclass(frozen=True)
class RegisterLine:
    """What is kept in one table: by whom it is read, what for, how long."""

    name: Text
    kind: Text
    fields: Sequence[Text]
    readers: Text
    purpose: Text
    keeping: Text


def search_page(viewer: Viewer, words: str, done: str) -> SearchPage:
    """By name, other name, e-mail or phone; three queries."""
    asked = words.replace("\x00", "").strip()[:100]
    if len(asked) < _FEWEST_LETTERS:
        return SearchPage(asked, None, is_cut=False, done=DONE.get(done))
    digits = "".join(letter for letter in asked if letter.isdigit())
    wanted = Q(name_key__contains=person_key(asked)) | Q(aliases__icontains=asked) | Q(email__icontains=asked)
    if len(digits) > _FEWEST_LETTERS:
        wanted |= Q(phone_key__contains=digits)
    posts = Prefetch("employments", Employment.objects.visible_to(viewer).select_related("account"))
    rows = Person.objects.visible_to(viewer).filter(wanted).order_by("name", "pk").prefetch_related(posts)
    people = list(rows[: MOST_SHOWN + 1])
    holds = PersonHold.objects.visible_to(viewer).filter(lifted_at=None, person__in=people)
    held = set(holds.values_list("person", flat=True))
    shown = [
        FoundPerson(
            one.pk,
            one.name,
            "、".join(dict.fromkeys(post.account.name for post in one.employments.all())),
            " · ".join(part for part in (one.phone, one.email) if part),
            one.pk in held,
        )
        for one in people[:MOST_SHOWN]
    ]
    return SearchPage(asked, shown, is_cut=len(people) > MOST_SHOWN, done=DONE.get(done))


def person_page(
    viewer: Viewer, person: Person, *, done: str = "", problem: Problem | None = None, reason: str = ""
) -> PersonPage:
    """Two queries; that the page was opened shows no opinion of anybody."""
    posts = Employment.objects.visible_to(viewer).filter(person=person).select_related("account")
    rows = PersonHold.objects.visible_to(viewer).filter(person=person).select_related("held_by", "lifted_by")
    holds = list(rows.order_by("-held_at"))
    return PersonPage(
        person=person,
        basis=BASES[person.basis],
        posts=list(posts.order_by("-until_date", "-since_date")),
        hold=next((one for one in holds if one.lifted_at is None), None),
        holds=holds,
        done=DONE.get(done),
        problem=problem,
        reason=reason,
    )


def dossier_page(dossier: Dossier) -> DossierPage:
    """The dossier in words."""
    tables = []
    for table in (one for one in dossier.tables if one.name not in _UNTOLD):
        names = [name for name in table.rows[0] if name not in _FOR_MACHINES and _holds_any(table.rows, name)]
        rows = [[told(table.name, row, name) for name in names] for row in table.rows]
        tables.append(DossierTable(TABLES[table.name], [FIELDS[name] for name in names], rows))
    return DossierPage(dossier.person, dossier.made_at, sum(len(table.rows) for table in tables), tables)


def register_lines() -> list[RegisterLine]:
    """From the models themselves: a new table with people in it is in the register at once."""
    return [
        RegisterLine(
            TABLES[str(model._meta.model_name)],
            CLASSES[kind],
            [FIELDS[name] for name in fields if name not in _HIDDEN_FIELDS],
            READERS[kind],
            PURPOSES[kind],
            KEEPING[kind],
        )
        for model, fields, kind in personal_models()
    ]


def _holds_any(rows: Sequence[Mapping[str, object]], name: str) -> bool:
    return any(row[name] is not None and row[name] is not False and row[name] != "" for row in rows)
