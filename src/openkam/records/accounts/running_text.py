"""Running text found by its words, as an entry of the log or a lesson is: pieces, the query, the words around a hit.

A Chinese run is written as its pairs of characters, another word as it is: 采购合同 is found where 采购, 购合 and
合同 are.
"""

from itertools import pairwise
from typing import Final

from django.db import connection

from openkam.core.prepared import planned_cursor
from openkam.records.accounts.naming import is_han, plain_text
from openkam.records.accounts.pieces import PIECE, WORDS, runs_of
from openkam.records.accounts.search import Index
from openkam.records.accounts.search_index import PIECES

_SHORTEST: Final = 2
_SHOWN: Final = 60


def running_pieces(*parts: str) -> str:
    """What these texts together are found by."""
    return " ".join(dict.fromkeys(piece for part in parts for run in runs_of(part) for piece in _pieces(run)))


def wanted_pieces(words: str) -> list[str]:
    """The pieces a text must hold to be found; none where the query holds nothing to search by."""
    runs = runs_of(words[:200])[:WORDS]
    return list(dict.fromkeys(piece for run in runs for piece in _pieces(run)))


def latest_holding(words: str, index: Index, most: int) -> list[int]:
    """Keys of the texts that hold every piece of the query, the latest first, at most so many; seen or not."""
    wanted = wanted_pieces(words)
    if not wanted:
        return []
    if connection.vendor == "sqlite":
        match = " AND ".join(f'"{piece}"' if is_han(piece) else f'"{piece}"*' for piece in wanted)
        sql = f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s ORDER BY rowid DESC LIMIT %s"
        values: list[str | int] = [match, most]
    else:
        match = " & ".join(f"'{piece}'" if is_han(piece) else f"'{piece}':*" for piece in wanted)
        begun = [f" {piece} " if is_han(piece) else f" {piece}" for piece in wanted]
        holds = " AND ".join(["strpos(' ' || text || ' ', %s) > 0"] * len(wanted))
        sql = _LATEST.format(table=index.table, key=index.key, pieces=PIECES, holds=holds, most=f"{most:d}")
        values = [*begun, *begun, match]
    with planned_cursor() as cursor:
        cursor.execute(sql, values)
        return [key for (key,) in cursor.fetchall()]


# PostgreSQL's index of pieces finds all that hold a word and sorts them: a tenth of a second for a common one, of which
# the latest texts hold enough. A condition that only counts is asked once: where it is false, nothing is looked for.
_LATEST: Final = """
WITH near AS MATERIALIZED (
    SELECT k FROM (SELECT {key} AS k, text FROM {table} ORDER BY {key} DESC LIMIT 1000) AS latest
    WHERE {holds} ORDER BY k DESC LIMIT {most}
), farther AS MATERIALIZED (
    SELECT k FROM (SELECT {key} AS k, text FROM {table} ORDER BY {key} DESC LIMIT 15000) AS latest
    WHERE (SELECT count(*) BETWEEN 7 AND {most} - 1 FROM near) AND {holds} ORDER BY k DESC LIMIT {most}
), every AS MATERIALIZED (
    SELECT {key} AS k FROM {table}
    WHERE (SELECT count(*) < {most} FROM near) AND (SELECT count(*) < {most} FROM farther) AND {pieces} @@ %s::tsquery
)
SELECT k FROM near UNION SELECT k FROM farther UNION SELECT k FROM every ORDER BY k DESC LIMIT {most}"""


def wanted_runs(words: str) -> list[str]:
    """The words as they must stand in a text that truly answers."""
    return [run for run in runs_of(words) if len(run) >= _SHORTEST]


def holds_all(parts: tuple[str, ...], runs: list[str]) -> bool:
    """Whether every run stands in one of the texts: pieces alone find 采购和购合同 for 采购合同, too."""
    folded = [plain_text(part) for part in parts]
    return all(any(run in part for part in folded) for run in runs)


def passage(parts: tuple[str, ...], runs: list[str]) -> str:
    """The words around the first hit; blank where none of the texts holds one."""
    for part in parts:
        line = " ".join(part.split())
        place = plain_text(line).find(runs[0])
        if place >= 0:
            start = max(place - _SHOWN // 3, 0)
            cut = line[start : start + _SHOWN]
            return f"{'…' if start else ''}{cut}{'…' if start + _SHOWN < len(line) else ''}"
    return ""


def _pieces(run: str) -> list[str]:
    if is_han(run):
        return [one + other for one, other in pairwise(run)]
    return [run[:PIECE]] if len(run) >= _SHORTEST else []
