"""Conditions whose SQL is the same for a user all day: Django writes it once, and not again for every query."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, Expression, QuerySet


class Settled(Expression):
    """A subquery of keys as Django wrote it, with its parameters."""

    def __init__(self, text: str, values: tuple[Any, ...]) -> None:
        super().__init__(output_field=BigIntegerField())
        self.text, self.values = text, values

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The text in brackets: it stands behind IN."""
        return f"({self.text})", self.values


def settled(keys: Callable[..., QuerySet[Any, Any]], *about: Any) -> Settled:
    """The subquery `keys(*about)` for `pk__in=`: its text is kept, never its rows.

    `keys` is a plain function of a module; what it asks for depends on nothing but `about`.
    """
    return Settled(*_written(keys, *about))


@lru_cache(maxsize=2_000)
def _written(keys: Callable[..., QuerySet[Any, Any]], *about: Any) -> tuple[str, tuple[Any, ...]]:
    text, values = keys(*about).query.sql_with_params()
    return text, tuple(values)
