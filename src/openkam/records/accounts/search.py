"""Accounts found by any part of their name, its pinyin or its initials, or a part of a code; the same on any database.

Everything an account can be found by is written into its `SearchText` as pieces: every word and Chinese run from each
of its characters to its end. A query matches where a piece begins with it, so one prefix look-up in an index answers
for any place inside the name: FTS5 on SQLite, a GIN index over the pieces on PostgreSQL, both without an extension.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any, Final, TypeVar

import numpy as np
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, IntegerField, When
from django.db.models.functions import Length

from openkam.analysis.column import Array
from openkam.core.access import Rows
from openkam.records.accounts.models import Account
from openkam.records.accounts.naming import is_han, name_key, plain_text
from openkam.records.accounts.pinyin import syllables

PIECE: Final = 20
"""A piece keeps this many characters; of a longer query word as many count."""
WHOLE: Final = 100
WORDS: Final = 6
"""A query of more words is searched by its first ones."""
HEAD, END = "›", "‹"
"""Stand around a piece that is a whole name or code, so that its beginning and the whole can be asked for."""

_RUN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[^\W_\u3400-\u9fff\U00020000-\U000323af]+")
_FORM: Final = re.compile("(?:股份)?(?:有限)?(?:责任|責任)?(?:总|總)?公司$")
_Found = TypeVar("_Found", bound=Rows[Account])


def search_text(name: str, codes: Iterable[str] = (), *, also: Iterable[str] = ()) -> str:
    """What an account is found by: pieces of its name, of its pinyin and initials, of its codes and other names.

    Readings of characters with several (重庆 chongqing, 银行 yinhang) follow the phrase they stand in.
    """
    wholes: list[str] = []
    pieces: list[str] = []
    for one in (name, *also):
        text = plain_text(one)
        runs = [_core_and_form(run) for run in _RUN.findall(text)]
        wholes += ["".join(core + form for core, form in runs), name_key(one)]
        pieces += [(core + form)[start : start + PIECE] for core, form in runs for start in range(len(core))]
        if is_han(text):
            spoken, initials = _sounds(runs)
            wholes += ["".join(spoken), "".join(initials)]
            pieces += _tails(spoken) + _tails(initials)
    for code in codes:
        parts = _RUN.findall(plain_text(code))
        whole = "".join(parts)
        wholes.append(whole)
        pieces += [part[start : start + PIECE] for part in dict.fromkeys((whole, *parts)) for start in range(len(part))]
    heads = [_whole(whole) for whole in wholes if whole]
    return " ".join(dict.fromkeys(heads + pieces))


def matching(rows: _Found, words: str) -> _Found:
    """The rows in which every word of the query is found; all of them where it holds nothing to search by."""
    wanted = _query_words(words)
    return rows.filter(_Holds(wanted, leads=True)) if wanted else rows


def ranked(rows: _Found, words: str, *ties: Any) -> _Found:
    """The matching rows, best first: the whole name or code, then its beginning, then any place in it.

    `ties` are orderings of the caller between rows that match equally well, such as tier and sales; the shorter name
    comes first among the rest. Annotates `match_place` (0 whole, 1 beginning, 2 inside).
    """
    if not _query_words(words):
        return rows.none()
    whole = "".join(_RUN.findall(plain_text(words)))
    place = Case(
        When(_Holds((_whole(whole),), exact=True) | _Holds((_whole(name_key(words)),), exact=True), then=0),
        When(_Holds((HEAD + whole[:WHOLE],)), then=1),
        default=2,
        output_field=IntegerField(),
    )
    found = matching(rows, words).annotate(match_place=place)
    return found.order_by("match_place", *ties, Length("name"), "name", "pk")


@dataclass(frozen=True)
class Found:
    """Keys (int64) of every account that matches, seen or not: for the house, to be kept to what a viewer sees.

    place  int8: 0 the whole name or code, 1 its beginning, 2 any place in it
    """

    account: Array
    place: Array


def found_places(words: str) -> Found | None:
    """All accounts a query finds, in one statement and without a row for each; None where it holds nothing."""
    wanted = _query_words(words)
    if not wanted:
        return None
    whole = "".join(_RUN.findall(plain_text(words)))
    asked = (
        *((0, _query((name,), exact=True)) for name in {_whole(whole), _whole(name_key(words))}),
        (1, _query((HEAD + whole[:WHOLE],))),
        (2, _query(wanted)),
    )
    sql = _KEYS_SQLITE if connection.vendor == "sqlite" else _KEYS_POSTGRESQL
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([sql] * len(asked)), [value for one in asked for value in one])
        lists = [(place, np.fromstring(keys, np.int64, sep=",")) for place, keys in cursor.fetchall() if keys]
    if not lists:
        return Found(np.zeros(0, np.int64), np.zeros(0, np.int8))
    accounts = np.concatenate([keys for _, keys in lists])
    places = np.repeat(np.array([place for place, _ in lists], np.int8), [len(keys) for _, keys in lists])
    best = np.lexsort((places, accounts))
    account, first = np.unique(accounts[best], return_index=True)
    return Found(account, places[best][first])


_KEYS_SQLITE: Final = "SELECT %s, group_concat(rowid) FROM account_search WHERE account_search MATCH %s"
_PIECES: Final = "array_to_tsvector(string_to_array(text, ' '))"
_KEYS_POSTGRESQL: Final = (
    f"SELECT %s::int, string_agg(account_id::text, ',') FROM accounts_searchtext WHERE {_PIECES} @@ %s::tsquery"
)


def is_found(text: str, words: str) -> bool:
    """Whether every word of a query is found in a `search_text`, as in the database; for what is not stored."""
    pieces = text.split(" ")
    wanted = _query_words(words)
    return bool(wanted) and all(any(piece.startswith(word) for piece in pieces) for word in wanted)


class _Holds(Func):
    """Whether the account's pieces hold one that begins with each of the words (or equals it).

    leads  the condition that finds the rows, not one that is only asked of each
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, words: tuple[str, ...], *, exact: bool = False, leads: bool = False) -> None:
        super().__init__(F("pk"))
        self.words, self.exact, self.leads = words, exact, leads

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        key, parameters = compiler.compile(self.source_expressions[0])
        query = _query(self.words, exact=self.exact)
        sql = f"{key} IN (SELECT rowid FROM account_search WHERE account_search MATCH %s)"
        return sql, (*parameters, query)

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002
        key, parameters = compiler.compile(self.source_expressions[0])
        query = _query(self.words, exact=self.exact)
        found = f"SELECT account_id FROM accounts_searchtext WHERE {_PIECES} @@ %s::tsquery"
        # As an array the search leads: who sees what is asked of the few rows found, not of the whole table.
        sql = f"{key} = ANY(ARRAY({found}))" if self.leads else f"{key} IN ({found})"
        return sql, (*parameters, query)


def _query(words: tuple[str, ...], *, exact: bool = False) -> str:
    """As the index of the database at hand is asked; words hold letters and figures only."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{word}"' if exact else f'"{word}"*' for word in words)
    return " & ".join(f"'{word}'" if exact else f"'{word}':*" for word in words)


def _query_words(words: str) -> tuple[str, ...]:
    """The words that must be found; a company form says nothing: 宝钢公司 asks for 宝钢."""
    runs = [_FORM.sub("", run)[:PIECE] for run in _RUN.findall(plain_text(words[:200]))]
    return tuple(dict.fromkeys(run for run in runs if run))[:WORDS]


def _core_and_form(run: str) -> tuple[str, str]:
    """A Chinese run without the 公司 at its end, and that: nobody looks for the form, and every name has one."""
    form = _FORM.search(run)
    return (run[: form.start()], form.group()) if form and form.start() else (run, "")


def _sounds(runs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The syllables of the name and their initials; Latin words and figures stay whole: 3M中国 is typed 3mzg."""
    spoken: list[str] = []
    initials: list[str] = []
    for core, form in runs:
        is_chinese = is_han(core)
        units = syllables(core) if is_chinese else (core,)
        spoken += units
        initials += [unit[0] for unit in units] if is_chinese else units
        # The last unit carries the form, so that nothing begins inside it.
        if form:
            spoken_form, initials_form = _form_sounds(form)
            spoken[-1] += spoken_form
            initials[-1] += initials_form
    return spoken, initials


@cache
def _form_sounds(form: str) -> tuple[str, str]:
    units = syllables(form)
    return "".join(units), "".join(unit[0] for unit in units)


def _tails(units: list[str]) -> list[str]:
    """From every unit to the end."""
    whole = "".join(units)
    starts = accumulate(map(len, units[:-1]), initial=0)
    return [whole[start : start + PIECE] for start in starts]


def _whole(written: str) -> str:
    return HEAD + written[:WHOLE] + END
