"""Taking an import back: what nobody changed or used since goes, what was changed returns to what it was."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models

from openkam.core.access import FieldClass, Viewer
from openkam.core.field_classes import field_classes
from openkam.intake.contacts.known import chunks
from openkam.intake.contacts.models import ContactImport, ImportedRow
from openkam.intake.contacts.writing import RECORDS, stamps
from openkam.records.accounts.models import Account, AccountCode, MergeProposal, SearchText, TaxNumber
from openkam.records.contacts.models import Employment, Person, PersonText
from openkam.records.contacts.search import write_person_texts

Kind = ImportedRow.Kind
ORDER: Final = (Kind.RELATION, Kind.ROLE, Kind.EMPLOYMENT, Kind.PERSON, Kind.ACCOUNT)
_OWN: Final[dict[str, tuple[type[models.Model], ...]]] = {
    Kind.PERSON: (PersonText, ImportedRow),
    Kind.ACCOUNT: (SearchText, AccountCode, TaxNumber, MergeProposal, ImportedRow),
}
"""Rows that come with a person or an account and go with it; anything else there says that it is used."""


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


def preview(batch: ContactImport) -> TakenBack:
    """What taking back would do now; nothing is written."""
    found = TakenBack()
    for kind in ORDER:
        rows = dict(batch.rows.filter(kind=kind).values_list("record", "stamp"))
        new = set(batch.rows.filter(kind=kind, before__isnull=True).values_list("record", flat=True))
        now = {key: stamp for key, _, _, stamp in stamps(kind, sorted(rows))}
        same = {key for key, stamp in rows.items() if now.get(key) == stamp}
        used = _used(kind, same & new, found)
        found.removed[kind] = sorted((same & new) - used)
        if kind == Kind.PERSON:
            _keep_posts(batch, found)
        found.restored[kind] = sorted(same - new)
        found.kept[kind] = len(rows) - len(found.removed[kind]) - len(found.restored[kind])
    return found


def _keep_posts(batch: ContactImport, found: TakenBack) -> None:
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
    spoken_of = _spoken_of(set(posts.values()), found)
    kept = {post for post, (account, person) in posts.items() if person in staying or (account, person) in spoken_of}
    found.removed[Kind.EMPLOYMENT] = sorted(going - kept)
    found.kept[Kind.EMPLOYMENT] += len(kept)


def _spoken_of(pairs: set[tuple[int, int]], so_far: TakenBack) -> set[tuple[int, int]]:
    """Of these accounts and people those of whom anything is noted that does not go."""
    going = {RECORDS[kind][0]: set(keys) for kind, keys in so_far.removed.items()}
    found: set[tuple[int, int]] = set()
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model in (Employment, ImportedRow) or "account" not in {one.name for one in model._meta.concrete_fields}:
            continue
        name = relation.field.name
        for part in chunks(sorted({person for _, person in pairs})):
            rows = model._default_manager.filter(**{f"{name}__in": part}).values_list("account_id", f"{name}_id", "pk")
            found |= {(account, one) for account, one, pk in rows if pk not in going.get(model, ())}
    return found & pairs


def take_back(batch: ContactImport, plan: TakenBack) -> None:
    """As the preview says, inside the transaction of the act."""
    for kind in ORDER:
        model, _ = RECORDS[kind]
        for keys in chunks(plan.restored[kind], 500):
            _restore(batch, kind, model, keys)
        for keys in chunks(plan.removed[kind], 500):
            if kind == Kind.ACCOUNT:
                AccountCode.objects.filter(account__in=keys).delete()
            model._default_manager.filter(pk__in=keys).delete()


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


def _used(kind: str, keys: set[int], so_far: TakenBack) -> set[int]:
    """New people and accounts somebody else's rows speak of by now."""
    if kind not in _OWN:
        return set()
    model: type[models.Model] = Person if kind == Kind.PERSON else Account
    going = {RECORDS[other][0]: set(found) for other, found in so_far.removed.items()}
    used: set[int] = set()
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        # What is sealed leaves no trace, not even in a count: it goes with what it is about.
        if other in _OWN[kind] or FieldClass.COACH in field_classes(other).values():
            continue
        name = relation.field.name
        for part in chunks(sorted(keys)):
            pairs = other._default_manager.filter(**{f"{name}__in": part}).values_list(f"{name}_id", "pk")
            used.update(_not_going(pairs, going.get(other, set())))
    return used


def _not_going(pairs: Iterable[tuple[int, Any]], going: set[int]) -> Iterable[int]:
    return (key for key, pk in pairs if pk not in going)
