"""Which tables hold something about a person, read from the models themselves: a new table cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models

from openkam.core.access import FieldClass
from openkam.core.field_classes import field_classes
from openkam.records.contacts.models import Person


class Fate(StrEnum):
    """What becomes of rows about a person who is erased."""

    DELETED = "DELETED"
    DETACHED = "DETACHED"
    BLANKED = "BLANKED"


@dataclass(frozen=True)
class Place:
    """A foreign key to people: the model, the field, the class of its rows, and what erasure does to them."""

    model: type[models.Model]
    field: models.ForeignKey[Any, Any]
    kind: FieldClass
    fate: Fate

    @property
    def name(self) -> str:
        """The model as the trail names it."""
        return str(self.model._meta.model_name)


def places() -> Iterator[Place]:
    """Every foreign key to a person, but that of a merged person to the one who is kept."""
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model is not Person:
            field: Any = relation.field
            kind = field_classes(model)[field.name]
            yield Place(model, field, kind, _fate(model, field, kind))


def personal_models() -> list[tuple[type[models.Model], list[str], FieldClass]]:
    """Every model with fields about people, by class: the fields of that class."""
    found = []
    for kind in (FieldClass.PERSON, FieldClass.CONTACT, FieldClass.INTEL, FieldClass.COACH):
        for model in sorted(_ours(), key=lambda one: one.__name__):
            fields = [name for name, given in field_classes(model).items() if given is kind]
            if fields:
                found.append((model, fields, kind))
    return found


def text_fields(model: type[models.Model]) -> list[str]:
    """The fields people write freely into: no codes, no keys."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField))
    return [field.name for field in fields if not field.choices and not field.unique and not field.is_relation]


def account_models() -> list[type[models.Model]]:
    """Every model whose rows belong to an account and may name people in their texts.

    Not what the whole company may read (names and codes of accounts), and not what is sealed.
    """
    return [
        model
        for model in _ours()
        if "account" in {field.name for field in model._meta.concrete_fields}
        and set(field_classes(model).values()) & {FieldClass.TEAM, FieldClass.CONTACT, FieldClass.INTEL}
        and text_fields(model)
    ]


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("openkam.")]


def _fate(model: type[models.Model], field: models.ForeignKey[Any, Any], kind: FieldClass) -> Fate:
    """Opinions go, as do lists to be found by and what an import remembers; what only counts stays without words."""
    sensitive = kind in {FieldClass.INTEL, FieldClass.RESTRICTED}
    remembers = any(isinstance(one, models.JSONField) for one in model._meta.concrete_fields)
    if field.null and (sensitive or field.remote_field.on_delete is models.SET_NULL):
        return Fate.DETACHED
    if sensitive or remembers or field.unique:
        return Fate.DELETED
    return Fate.BLANKED
