"""Which class a field of a record has: declared on the model, asked for by name.

A model says `FIELD_CLASSES = {"*": FieldClass.TEAM, "gross_profit": FieldClass.PRICE}`; "*" is its other fields.
Words of acts on it that are no fields of its own, the reason of a share for instance, stand in `ACT_CLASSES`.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.apps import apps
from django.db import models

from openkam.core.access import FieldClass

SEALED: Final = frozenset(
    {FieldClass.PERSON, FieldClass.CONTACT, FieldClass.INTEL, FieldClass.COACH, FieldClass.RESTRICTED}
)
_ORDER: Final = tuple(FieldClass)


def field_classes(model: type[models.Model]) -> Mapping[str, FieldClass]:
    """The class of every stored field of a model; a field that is not in it was never declared."""
    declared: Mapping[str, FieldClass] = getattr(model, "FIELD_CLASSES", {})
    rest = declared.get("*")
    found = {field.name: declared.get(field.name, rest) for field in model._meta.concrete_fields}
    return {name: kind for name, kind in found.items() if kind is not None}


def class_named(kind: str, field: str) -> FieldClass:
    """The class of a field by the name of its record; of no model, the highest any field so named has."""
    by_model = _classes_by_name()
    if field in by_model.get(kind, {}):
        return by_model[kind][field]
    known = [classes[field] for classes in by_model.values() if field in classes]
    return max(known, key=_ORDER.index, default=FieldClass.COMPANY)


@cache
def _classes_by_name() -> dict[str, Mapping[str, FieldClass]]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("openkam."))
    return {
        str(model._meta.model_name): {**getattr(model, "ACT_CLASSES", {}), **field_classes(model)} for model in ours
    }
