"""Frozen records as plain JSON values and back, so that they cross from the child without anything that could run."""

import types
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from openkam.analysis.words import Text

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses, Texts, dates, enums and their collections as dicts, lists, strings and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def of_plain(kind: type[T], value: Any) -> T:
    """The record of this type that `to_plain` was given."""
    found: T = _of(kind, value)
    return found


def _of(kind: Any, value: Any) -> Any:
    if value is None or kind is Any:
        return value
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _of(next(one for one in inner if one is not type(None)), value)
    if origin is tuple:
        parts = (inner[0] for _ in value) if inner[-1] is ... else inner
        return tuple(_of(one, item) for one, item in zip(parts, value, strict=True))
    if origin is list:
        return [_of(inner[0], item) for item in value]
    if origin is dict:
        return {key: _of(inner[1], item) for key, item in value.items()}
    return _of_class(kind, value)


def _of_class(kind: Any, value: Any) -> Any:
    record: Any = kind
    if kind is Text:
        return Text(*value)
    if kind is date:
        return date.fromisoformat(value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return record(**{name: _of(hints[name], item) for name, item in value.items()})
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
