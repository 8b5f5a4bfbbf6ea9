"""Taking an import back: what nobody changed or used since goes, what was changed returns to what it was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models

from openkam.core.access import FieldClass, Viewer
from openkam.core.field_classes import field_classes
from openkam.intake.contacts.known import CHUNK, chunks
from openkam.intake.contacts.meter import Meter, unmeasured
from openkam.intake.contacts.models import ContactImport, ImportedRow
from openkam.intake.contacts.writing import RECORDS, stamps
from openkam.records.accounts.bulk import delete_rows
from openkam.records.accounts.models import Account, AccountCode, MergeProposal, SearchText, TaxNumber
from openkam.records.contacts.models import Employment, Person, PersonText, ReportingLine
from openkam.records.contacts.search import write_person_texts

Kind = ImportedRow.Kind
ORDER: Final = (Kind.TIE, Kind.LINE, Kind.RELATION, Kind.ROLE, Kind.EMPLOYMENT, Kind.PERSON, Kind.ACCOUNT)
_AT_ONCE: Final = 500
_OWN: Final[dict[str, tuple[type[models.Model], ...]]] = {
    Kind.PERSON: (PersonText, ImportedRow),
    Kind.ACCOUNT: (SearchText, AccountCode, TaxNumber, MergeProposal, ImportedRow),
}
"""Rows that come with a person or an account and go with it; anything else there says that it is used."""

RowsOf = Callable[[Any], Any]
"""The rows of a model that count as use."""


@dataclass
class TakenBack:
    """Rows by kind: `removed` were new, `restored` were changed by the import, `kept` were changed or used since."""

    removed: dict[str, list[int]] = field(default_factory=dict)
    restored: dict[str, list[int]] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Of all kinds."""
        return sum(map(len, self.removed.values())), sum(map(len, self.restored.values())), sum(self.kept.values())


def is_changeable(viewer: Viewer, batch: ContactImport) -> bool:
    """Whether every account the import wrote to is the viewer's to change today; one may have gone to others since."""
    writable = Account.objects.writable_by(viewer).values("pk")
    rows = batch.rows.exclude(account=None).exclude(account__in=writable)
    return not rows.exclude(account__merged_into__in=writable).exists()


def preview(viewer: Viewer, batch: ContactImport) -> TakenBack:
    """What taking back would do now, as far as the viewer can know it; nothing is written.

    A person goes by this count though a colleague noted an opinion of him that the viewer may not read: how many such
    notes there are is nobody else's to count. The act itself leaves that person (`take_back`).
    """
    hidden = {kind for kind in ORDER if not _reads(viewer, RECORDS[kind][0])}
    return _planned(batch, lambda model: _readable(viewer, model), [kind for kind in ORDER if kind not in hidden])


def take_back(batch: ContactImport, meter: Meter = unmeasured) -> TakenBack:
    """Inside the transaction of the act. Nothing a colleague noted since is lost, whoever takes back."""
    plan = _planned(batch, lambda model: model._default_manager.all(), ORDER)
    for step, kind in enumerate(ORDER):
        meter("take_back", step, len(ORDER))
        model, _ = RECORDS[kind]
        _remove(kind, plan.removed[kind])
        for keys in chunks(plan.restored[kind], _AT_ONCE):
            _restore(batch, kind, model, keys)
    return plan


def _remove(kind: Kind, keys: list[int]) -> None:
    """Rows nothing speaks of any more; an account goes with whatever hangs on it, what is sealed included."""
    model, _ = RECORDS[kind]
    if kind != Kind.ACCOUNT:
        for own in _OWN.get(kind, ()):
            delete_rows(own, "person", keys)
        delete_rows(model, "id", keys)
        return
    for part in chunks(keys, _AT_ONCE):
        AccountCode.objects.filter(account__in=part).delete()
        model._default_manager.filter(pk__in=part).delete()


def _reads(viewer: Viewer, model: type[models.Model]) -> bool:
    return all(viewer.reads(kind) for kind in set(field_classes(model).values()) - {FieldClass.CONTACT})


def _readable(viewer: Viewer, model: Any) -> Any:
    """The rows a viewer may know of; of models without rules of their own all."""
    rows = model._default_manager.all()
    return rows.visible_to(viewer) if hasattr(rows, "visible_to") else rows


def _planned(batch: ContactImport, rows_of: RowsOf, kinds: Iterable[Kind]) -> TakenBack:
    found = TakenBack()
    for kind in kinds:
        rows = dict(batch.rows.filter(kind=kind).values_list("record", "stamp"))
        new = set(batch.rows.filter(kind=kind, before__isnull=True).values_list("record", flat=True))
        now = {key: stamp for key, _, _, stamp in stamps(kind, sorted(rows))}
        same = {key for key, stamp in rows.items() if now.get(key) == stamp}
        used = _used(batch, kind, same & new, found, rows_of)
        found.removed[kind] = sorted((same & new) - used)
        if kind == Kind.PERSON:
            _keep_posts(batch, found, rows_of)
        found.restored[kind] = sorted(_free(kind, same - new, set(found.removed[kind])))
        found.kept[kind] = len(rows) - len(found.removed[kind]) - len(found.restored[kind])
    return found


def _free(kind: str, keys: set[int], going: set[int]) -> set[int]:
    """Of changed records those that can return: a line holds again where no other took its place and stays."""
    if kind != Kind.LINE:
        return keys
    free: set[int] = set()
    for part in chunks(sorted(keys)):
        pairs = {
            (account, person): pk
            for pk, account, person in ReportingLine.objects.filter(pk__in=part).values_list(
                "pk", "account_id", "person_id"
            )
        }
        held = ReportingLine.objects.filter(until_date=None, person__in={person for _, person in pairs})
        for pk, account, person in held.values_list("pk", "account_id", "person_id"):
            if pk not in going:
                pairs.pop((account, person), None)
        free.update(pairs.values())
    return free


def _keep_posts(batch: ContactImport, found: TakenBack, rows_of: RowsOf) -> None:
    """Whoever stays keeps the post the import gave him, and so does whoever was spoken of there: nobody would see him.

    Of people the import did not make, posts go where nothing was noted of them since.
    """
    going = set(found.removed[Kind.EMPLOYMENT])
    made = set(batch.rows.filter(kind=Kind.PERSON, before__isnull=True).values_list("record", flat=True))
    staying = made - set(found.removed[Kind.PERSON])
    posts = {
        post: (account, person)
        for post, account, person in batch.rows.filter(kind=Kind.EMPLOYMENT).values_list("record", "account", "person")
        if post in going
    }
    spoken_of = _spoken_of(batch, set(posts.values()), found, rows_of)
    kept = {post for post, (account, person) in posts.items() if person in staying or (account, person) in spoken_of}
    found.removed[Kind.EMPLOYMENT] = sorted(going - kept)
    found.kept[Kind.EMPLOYMENT] += len(kept)


def _spoken_of(
    batch: ContactImport, pairs: set[tuple[int, int]], so_far: TakenBack, rows_of: RowsOf
) -> set[tuple[int, int]]:
    """Of these accounts and people those of whom anything is noted that does not go."""
    going = {RECORDS[kind][0]: set(keys) for kind, keys in so_far.removed.items()}
    found: set[tuple[int, int]] = set()
    people = batch.rows.filter(kind=Kind.EMPLOYMENT).values("person")
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model in (Employment, ImportedRow) or "account" not in {one.name for one in model._meta.concrete_fields}:
            continue
        name = relation.field.name
        rows = rows_of(model).filter(**{f"{name}__in": people}).values_list("account_id", f"{name}_id", "pk")
        gone = going.get(model, ())
        found |= {(account, one) for account, one, pk in rows.iterator(chunk_size=CHUNK) if pk not in gone}
    return found & pairs


def _restore(batch: ContactImport, kind: str, model: type[models.Model], keys: list[int]) -> None:
    before = dict(batch.rows.filter(kind=kind, record__in=keys).values_list("record", "before"))
    rows = list(model._default_manager.filter(pk__in=keys))
    touched: set[str] = set()
    for row in rows:
        for name, value in (before[row.pk] or {}).items():
            setattr(row, name, _typed(name, value))
            touched.add(name.removesuffix("_id"))
    if touched:
        model._default_manager.bulk_update(rows, sorted(touched))
    if kind == Kind.PERSON:
        write_person_texts(Person.objects.filter(pk__in=keys))


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name.endswith("_date") and value else value


def _used(batch: ContactImport, kind: str, keys: set[int], so_far: TakenBack, rows_of: RowsOf) -> set[int]:
    """New people and accounts somebody else's rows speak of by now."""
    if kind not in _OWN:
        return set()
    model: type[models.Model] = Person if kind == Kind.PERSON else Account
    going = {RECORDS[other][0]: set(found) for other, found in so_far.removed.items()}
    used: set[int] = set()
    written = batch.rows.filter(kind=kind, before__isnull=True).values("record")
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        # What is sealed leaves no trace, not even in a count: it goes with what it is about.
        if other in _OWN[kind] or FieldClass.COACH in field_classes(other).values():
            continue
        name = relation.field.name
        pairs = rows_of(other).filter(**{f"{name}__in": written}).values_list(f"{name}_id", "pk")
        used.update(_not_going(pairs.iterator(chunk_size=CHUNK), going.get(other, set())))
    return used & keys


def _not_going(pairs: Iterable[tuple[int, Any]], going: set[int]) -> Iterable[int]:
    return (key for key, pk in pairs if pk not in going)
