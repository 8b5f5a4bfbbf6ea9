"""How one person takes another over, and how he gives back exactly what he took."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import IntegrityError, models, transaction

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.contacts.models import Employment, Person, PersonHold
from openkam.records.contacts.search import write_person_texts
from openkam.records.duplicates.models import PersonMatch

FIELDS: Final = ("name", "aliases", "email", "phone", "language", "channel")
"""What a person chooses of the two, field by field."""
_POST: Final = ("department", "title", "level", "in_group", "since_date")
"""What a post says."""
_BESIDE: Final[dict[str, tuple[str, ...]]] = {"name": ("name_key",), "phone": ("phone_key",)}
_STAYING: Final = frozenset({"persontext", "personmatch", "importedrow", "person"})
"""Records that speak of the two people themselves and do not go over."""


def move_over(kept: Person, absorbed: Person, from_absorbed: frozenset[str]) -> tuple[dict[str, Any], ...]:
    """Posts, roles, opinions and all else of the absorbed person become the kept one's, authors unchanged.

    from_absorbed  fields whose value is taken from him
    Answers what went over, and the kept person's fields before and after: what an undo needs.
    """
    names = [name for field in FIELDS if field in from_absorbed for name in (field, *_BESIDE.get(field, ()))]
    before = {name: getattr(kept, name) for name in names}
    for name in names:
        setattr(kept, name, getattr(absorbed, name))
    if "aliases" not in from_absorbed:
        before.setdefault("aliases", kept.aliases)
        kept.aliases = _other_names(kept, absorbed, before.get("name", ""))
    kept.save(update_fields=sorted(before))
    moved = {f"{model._meta.label_lower}.{name}": keys for model, name, keys in _moved(kept, absorbed) if keys}
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into"])
    write_person_texts([kept, absorbed])
    return moved, before, {name: getattr(kept, name) for name in before}


def move_back(match: PersonMatch) -> None:
    """What went over and is still there returns; a field somebody changed since stays as it is.

    Raises Problem where one of the two was merged further since.
    """
    kept, absorbed = match.kept, match.absorbed
    if absorbed.merged_into_id != kept.pk or kept.merged_into_id or kept.erased_at or absorbed.erased_at:
        raise Problem(
            Text("{name} was merged further or erased since.", "{name}之后又被合并，或已被删除。").filled(
                name=kept.name
            ),
            remedy=Text("Undo the later merge first.", "请先撤销较晚的那次合并。"),
        )
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    for model, name in _links():
        keys = match.moved.get(f"{model._meta.label_lower}.{name}", [])
        if keys:
            model._default_manager.filter(pk__in=keys, **{name: kept}).update(**{name: absorbed})
    _hold_both(match)
    for name, value in match.before.items():
        if getattr(kept, name) == match.after.get(name):
            setattr(kept, name, value)
    kept.save(update_fields=sorted(match.before))
    write_person_texts([kept, absorbed])


def _hold_both(match: PersonMatch) -> None:
    """A hold set while the two were one bound the data of both: the parted one is held, too."""
    kept, absorbed = match.kept, match.absorbed
    if PersonHold.objects.filter(person=absorbed, lifted_at=None).exists():
        return
    for hold in PersonHold.objects.filter(person=kept, lifted_at=None, held_at__gte=match.decided_at):
        PersonHold.objects.create(person=absorbed, reason=hold.reason, held_by=hold.held_by, held_at=hold.held_at)


def _links() -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to a person, of every record."""
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.model_name not in _STAYING:
            yield model, relation.field.name


def _moved(kept: Person, absorbed: Person) -> Iterator[tuple[type[models.Model], str, list[int]]]:
    for model, name in _links():
        rows = model._default_manager.filter(**{name: absorbed})
        if model is Employment:
            rows = rows.exclude(pk__in=_told_already(kept, absorbed))
        keys = []
        for key in list(rows.order_by("pk").values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=key).update(**{name: kept})
            except IntegrityError:  # the kept person has such a row, or it would join him with himself
                continue
            keys.append(key)
        yield model, name, keys


def _told_already(kept: Person, absorbed: Person) -> list[int]:
    """Standing posts of the absorbed one that say nothing beyond a standing post of the kept one at that account.

    Any other post goes over and stands, or has ended, as it was: nobody but a person knows which of two is right.
    """
    held: dict[int, list[Employment]] = {}
    for post in Employment.objects.filter(person=kept, until_date=None):
        held.setdefault(post.account_id, []).append(post)
    return [
        post.pk
        for post in Employment.objects.filter(person=absorbed, until_date=None)
        if any(
            all(getattr(post, name) in (getattr(one, name), "", None, False) for name in _POST)
            for one in held.get(post.account_id, ())
        )
    ]


def _other_names(kept: Person, absorbed: Person, former: str) -> str:
    """All names the two go by, without the one he now has; as many as there is room for."""
    lines = [*kept.aliases.splitlines(), former, absorbed.name, *absorbed.aliases.splitlines()]
    names = dict.fromkeys(line.strip() for line in lines if line.strip() and line.strip() != kept.name)
    found = ""
    for name in names:
        longer = f"{found}\n{name}" if found else name
        found = longer if len(longer) <= 300 else found  # noqa: PLR2004
    return found
