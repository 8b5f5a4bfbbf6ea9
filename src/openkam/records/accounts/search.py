"""Accounts found by any part of their name, its pinyin or its initials, or a part of a code; the same on any database.

Everything an account can be found by is written into its `SearchText` as pieces (`pieces.py`). A query matches where a
piece begins with it, so one prefix look-up in an index answers for any place inside the name: FTS5 on SQLite, a GIN
index over the pieces on PostgreSQL, both without an extension. People and entries of the log are found in the same way.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

import numpy as np
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, When
from django.db.models.functions import Length

from openkam.analysis.column import Array
from openkam.core.access import Rows
from openkam.core.prepared import among, planned_cursor
from openkam.records.accounts.models import Account
from openkam.records.accounts.pieces import Asked, asked, query_words, text_of
from openkam.records.accounts.search_index import PIECES

_Found = TypeVar("_Found", bound=Rows[Account])


def search_text(name: str, codes: Iterable[str] = (), *, also: Iterable[str] = ()) -> str:
    """What an account is found by: pieces of its name, of its pinyin and initials, of its codes and other names."""
    return text_of(name, codes, also=also)


def matching(rows: _Found, words: str) -> _Found:
    """The rows in which every word of the query is found; all of them where it holds nothing to search by."""
    wanted = query_words(words)
    return rows.filter(_Holds(wanted, leads=True)) if wanted else rows


def ranked(rows: _Found, words: str, *ties: Any) -> _Found:
    """The matching rows, best first: the whole name or code, then its beginning, then any place in it.

    `ties` are orderings of the caller between rows that match equally well, such as tier and sales; the shorter name
    comes first among the rest. Annotates `match_place` (0 whole, 1 beginning, 2 inside).
    """
    query = asked(words)
    if query is None:
        return rows.none()
    is_whole = reduce(or_, (Q(_Holds((whole,), exact=True)) for whole in query.wholes))
    place = Case(
        When(is_whole, then=0),
        When(_Holds((query.head,)), then=1),
        default=2,
        output_field=IntegerField(),
    )
    found = matching(rows, words).annotate(match_place=place)
    return found.order_by("match_place", *ties, Length("name"), "name", "pk")


@dataclass(frozen=True)
class Index:
    """Where pieces lie: the full-text index of SQLite, and the table with the key of what is found."""

    name: str
    table: str
    key: str


ACCOUNTS: Final = Index("account_search", "accounts_searchtext", "account_id")


@dataclass(frozen=True)
class Found:
    """Keys (int64, rising) of what matches, seen or not: for the house, to be kept to what a viewer sees.

    place   int8: 0 the whole name or code, 1 its beginning, 2 any place in it
    is_cut  there are more than were asked for
    """

    account: Array
    place: Array
    is_cut: bool = False


def found_places(
    words: str,
    index: Index = ACCOUNTS,
    most: int | None = None,
    farthest: int = 2,
) -> Found | None:
    """What a query finds, in one statement and without a row for each; None where it holds nothing.

    most    of each place no more than so many, the eldest keys; None: all
    farthest  no place beyond this one is looked for
    """
    query = asked(words)
    if query is None:
        return None
    parts = [part for part in _parts(query) if part[0] <= farthest]
    lists = _found_lists(parts, index, most) if parts else []
    if not lists:
        return Found(np.zeros(0, np.int64), np.zeros(0, np.int8))
    keys = np.concatenate([keys for _, keys in lists])
    places = np.repeat(np.array([place for place, _ in lists], np.int8), [len(keys) for _, keys in lists])
    best = np.lexsort((places, keys))
    key, first = np.unique(keys[best], return_index=True)
    is_cut = most is not None and any(len(part) >= most for _, part in lists)
    return Found(key, places[best][first], is_cut)


def found_among(words: str, accounts: Collection[int]) -> Found | None:
    """The same among these accounts, by their texts: for somebody who sees few, whatever everybody else has."""
    query = asked(words)
    if query is None:
        return None
    find = "instr" if connection.vendor == "sqlite" else "strpos"
    # The marks of a whole stand nowhere but at both its ends; another piece begins after a blank.
    marked, begun = f"{find}(text, %s) > 0", f"{find}(' ' || text, %s) > 0"
    wholes, inside = " OR ".join([marked] * len(query.wholes)), " AND ".join([begun] * len(query.words))
    those, keys = among(accounts)
    sql = _AMONG.format(wholes=wholes, head=marked, inside=inside, those=those)
    with planned_cursor() as cursor:
        cursor.execute(sql, [*query.wholes, query.head, *query.after_blank[1:], *keys])
        found = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    return Found(found[:, 0], found[:, 1].astype(np.int8))


_AMONG: Final = """
SELECT account_id, place FROM (
    SELECT account_id, CASE WHEN {wholes} THEN 0 WHEN {head} THEN 1 WHEN {inside} THEN 2 END AS place
    FROM accounts_searchtext WHERE account_id {those}
) AS held WHERE place IS NOT NULL ORDER BY account_id"""


def found_keys(words: str, index: Index = ACCOUNTS) -> Array | None:
    """Keys (int64) of all that `matching` finds, seen or not, to be kept to what a viewer sees.

    One statement, without a row for each; None where the query holds nothing to search by.
    """
    wanted = query_words(words)
    if not wanted:
        return None
    with planned_cursor() as cursor:
        cursor.execute(_keys_sql(index, None), [0, _query(wanted)])
        return _keys_in(cursor.fetchone()[1])


def _found_lists(parts: list[tuple[int, str]], index: Index, most: int | None) -> list[tuple[int, Array]]:
    """Places with their keys, one statement."""
    sql = " UNION ALL ".join([_keys_sql(index, most)] * len(parts))
    with planned_cursor() as cursor:
        cursor.execute(sql, [value for part in parts for value in part])
        return [(place, _keys_in(keys)) for place, keys in cursor.fetchall() if keys]


def _keys_in(told: str | bytes | None) -> Array:
    """The keys of one value: written out by SQLite, eight bytes each by PostgreSQL, which is slow at writing."""
    if not told:
        return np.zeros(0, np.int64)
    if isinstance(told, str):
        return np.fromstring(told, np.int64, sep=",")
    return np.frombuffer(told, ">i8").astype(np.int64)


def _parts(query: Asked) -> list[tuple[int, str]]:
    """The places, and how the database is asked for each."""
    wholes = [(0, _query((whole,), exact=True)) for whole in query.wholes]
    return [*wholes, (1, _query((query.head,))), (2, _query(query.words))]


def _keys_sql(index: Index, most: int | None) -> str:
    """One place, its keys in one value; names are the house's own, the limit is a number."""
    limit = "" if most is None else f" LIMIT {most:d}"
    if connection.vendor == "sqlite":
        inner = f"SELECT rowid AS k FROM {index.name} WHERE {index.name} MATCH %s{limit}"
        return f"SELECT %s, group_concat(k) FROM ({inner})"
    inner = f"SELECT {index.key} AS k FROM {index.table} WHERE {PIECES} @@ %s::tsquery{limit}"
    return f"SELECT %s::int, string_agg(int8send(k), ''::bytea) FROM ({inner}) AS found"


class _Holds(Func):
    """Whether the account's pieces hold one that begins with each of the words (or equals it).

    leads  the condition that finds the rows, not one that is only asked of each
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, words: tuple[str, ...], *, exact: bool = False, leads: bool = False) -> None:
        super().__init__(F("pk"))
        self.words, self.exact, self.leads = words, exact, leads

    def as_sqlite(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        key, parameters = compiler.compile(self.source_expressions[0])
        query = _query(self.words, exact=self.exact)
        sql = f"{key} IN (SELECT rowid FROM account_search WHERE account_search MATCH %s)"
        return sql, (*parameters, query)

    def as_postgresql(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        key, parameters = compiler.compile(self.source_expressions[0])
        query = _query(self.words, exact=self.exact)
        found = f"SELECT account_id FROM accounts_searchtext WHERE {PIECES} @@ %s::tsquery"
        # As an array the search leads: who sees what is asked of the few rows found, not of the whole table.
        sql = f"{key} = ANY(ARRAY({found}))" if self.leads else f"{key} IN ({found})"
        return sql, (*parameters, query)


def _query(words: tuple[str, ...], *, exact: bool = False) -> str:
    """As the index of the database at hand is asked; words hold letters and figures only."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{word}"' if exact else f'"{word}"*' for word in words)
    return " & ".join(f"'{word}'" if exact else f"'{word}':*" for word in words)
