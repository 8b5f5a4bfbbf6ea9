"""Queries that Django writes once: it takes four times as long to write a small query as to run it.

A page asks the same dozen questions for every account. `Prepared(rows)` keeps the text that `rows` makes and puts in
other values; rows, converters and related objects are Django's as ever. PostgreSQL keeps its plan of such a text as
well: to plan a small query takes it three times as long as to run it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.signals import connection_created
from django.db.models import BigIntegerField, Expression, QuerySet

from openkam.core.access import Viewer

Row = TypeVar("Row")
Value = int | str | date
_KEY: Final = 4_611_686_018_427_000_000
_DAY: Final = date(1066, 1, 1)
_SLOT: Final = "a word of a prepared query,"
_FEW: Final = "(%s::bigint[])"
_FEW_KEYS: Final = 100
"""A page of them: PostgreSQL plans for ten keys where it is not told how many come, which is good for so many."""
_MOST: Final = 500
"""Texts of one query; long lists of keys make one a length, with SQLite short ones do, too."""
_MOST_PLANS: Final = 300
"""Kept by PostgreSQL for one connection."""


@dataclass(frozen=True)
class Fixed:
    """Something a text is written for and that is no value in it: how many rows, or None for no condition."""

    value: Any


class Prepared(Generic[Row]):
    """`rows(*about)` with a text that is kept.

    `about` are keys, words, days, lists of keys, viewers, and what is `Fixed`. `rows` puts them into conditions and
    never looks at them, save at the rights of a viewer and whether keys are thousands; it is a plain function of a
    module and asks the database nothing.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Row]]) -> None:
        self._rows = rows
        self._kept: dict[Any, _Text | None] = {}

    def __call__(self, *about: Any) -> list[Row]:
        """The rows; one query."""
        shape = (connection.vendor, *map(_shape, about))
        if shape not in self._kept:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[shape] = self._written(about)
        text = self._kept[shape]
        return [] if text is None else list(text.asked([one for each in about for one in _values(each)]))

    def _written(self, about: Sequence[Any]) -> "_Text | None":
        slots: list[Value] = []
        rows: Any = self._rows(*(_slot(one, slots) for one in about))
        compiler = rows.query.get_compiler(connection=connection)
        try:
            text, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        text = text.replace(f"IN {_FEW}", f"= ANY{_FEW}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        known = {_adapted(slot): place for place, slot in enumerate(slots)}
        changed = [value for value in values if isinstance(value, str) and _SLOT in value and value not in known]
        if changed:
            raise ValueError(f"a prepared query puts its words into conditions as they are, not as {changed[0]!r}")
        return _Text(rows, compiler, converters, text, tuple((known.get(value, -1), value) for value in values))


@dataclass(frozen=True)
class _Text:
    """values  each with the number of what is put in its place, -1 where it stays.

    converters  of its columns: they rest on the kind of database, not on the connection of a thread
    """

    rows: Any
    compiler: Any
    converters: Any
    text: str
    values: tuple[tuple[int, Any], ...]

    def asked(self, given: Sequence[Value]) -> Iterable[Any]:
        """The rows with these values put in."""
        adapted = [value if isinstance(value, str) else _adapted(value) for value in given]
        filled = tuple([adapted[place] if place >= 0 else value for place, value in self.values])
        found = _executed(self.text, filled, self.compiler.col_count)
        return self._made_of(found) if found else ()

    def _made_of(self, found: list[tuple[Any, ...]]) -> Any:
        """Django's rows of what the database answered."""
        compiler, query = copy(self.compiler), copy(self.rows.query)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.execute_sql = partial(_same, [found])
        compiler.get_converters = partial(_same, self.converters)
        query.get_compiler = partial(_same, compiler)
        rows = self.rows.__class__(model=self.rows.model, query=query)
        rows._iterable_class, rows._fields = self.rows._iterable_class, self.rows._fields  # noqa: SLF001 - as a clone
        return rows


def planned_cursor() -> Any:
    """A cursor for a text that is asked again and again: PostgreSQL plans it once a connection, whatever the values.

    It takes the values apart from the text, so each must stand where its kind is plain: beside a column, or cast.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    database.ensure_connection()
    held = database.connection
    usual, held.cursor_factory = held.cursor_factory, ServerBindingCursor
    try:
        return database.cursor()
    finally:
        held.cursor_factory = usual


def among(keys: Iterable[int]) -> tuple[str, list[Any]]:
    """The condition behind a column that it is one of the keys, and its values; for texts written by hand.

    One text for any number of keys where the database takes a list, so that it can be planned once.
    """
    if connection.vendor == "postgresql":
        return "= ANY(%s::bigint[])", [list(keys)]
    return f"IN ({','.join(f'{key:d}' for key in keys)})", []


def _make_ready(connection: Any, **_: Any) -> None:
    """Once a connection: room for the plans, and a plan is kept from the first time.

    Left alone, PostgreSQL plans a text anew for ever where it guesses a little better with the values known: for a
    short list of keys, for a word that is looked for. That costs it up to ten times what the small text itself takes.
    """
    if connection.vendor == "postgresql" and connection.connection.prepare_threshold is not None:
        connection.connection.prepared_max = _MOST_PLANS
        connection.connection.execute("SET plan_cache_mode = force_generic_plan")


connection_created.connect(_make_ready)  # the only place for what each connection is told once; no rows are involved


def _executed(text: str, values: tuple[Any, ...], width: int) -> list[tuple[Any, ...]]:
    """All rows at once, in the place of Django's own step between a text and its rows.

    width  columns that were asked for; others are only ordered by
    """
    with planned_cursor() as cursor:
        cursor.execute(text, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [row[:width] for row in found] if found and len(found[0]) > width else found


def _same(thing: Any, *_: Any, **__: Any) -> Any:
    return thing


def _shape(one: Any) -> Any:
    if isinstance(one, Viewer):
        return (one.roles, one.readable, one.opened)
    if isinstance(one, Fixed):
        return one
    if isinstance(one, list):
        return "few" if _is_few(one) else len(one)
    return None


def _is_few(keys: list[Any]) -> bool:
    """Whether PostgreSQL takes them as one value: one text for any number, and one plan that is good for a page."""
    return 0 < len(keys) <= _FEW_KEYS and connection.vendor == "postgresql" and isinstance(keys[0], int)


class _Few(Expression):
    """A few keys behind IN, as one value."""

    def __init__(self, slot: str) -> None:
        super().__init__(output_field=BigIntegerField())
        self.slot = slot

    def __len__(self) -> int:
        """At most so many: who asks whether there are too many to be named is told that there are not."""
        return _FEW_KEYS

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[str, ...]]:
        """The slot with what the keys are."""
        return _FEW, (self.slot,)


def _values(one: Any) -> Iterator[Value]:
    if isinstance(one, Viewer):
        yield from (one.user, one.today)
    elif isinstance(one, list):
        yield from ["{" + ",".join(map(str, one)) + "}"] if _is_few(one) else one
    elif not isinstance(one, Fixed):
        yield one


def _slot(one: Any, slots: list[Value]) -> Any:
    """Something of the same kind that is found again in what Django wrote."""
    if isinstance(one, Viewer):
        return replace(one, user=_slot(one.user, slots), today=_slot(one.today, slots))
    if isinstance(one, Fixed):
        return one.value
    if isinstance(one, list):
        return _Few(_slot("", slots)) if _is_few(one) else [_slot(each, slots) for each in one]
    place = len(slots)
    if isinstance(one, date):
        slots.append(_DAY + timedelta(days=place))
    else:
        slots.append(f"{_SLOT} {place}" if isinstance(one, str) else _KEY + place)
    return slots[place]


def _adapted(value: Value) -> Any:
    """As the database takes it; numbers of one width, for which PostgreSQL needs one plan."""
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value if isinstance(value, str) else connection.ops.adapt_integerfield_value(value, "BigIntegerField")
