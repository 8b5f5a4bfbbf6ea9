"""Entries of the log found by the words of what happened and was said; what colleagues think of it is never found."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db import connection

from openkam.core.prepared import Prepared, among, planned_cursor
from openkam.records.accounts.running_text import (
    holds_all,
    latest_holding,
    passage,
    running_pieces,
    wanted_pieces,
    wanted_runs,
)
from openkam.records.accounts.search import Index
from openkam.records.activities.models import Activity, NoteText

NOTES: Final = Index("note_search", "activities_notetext", "activity_id")


@dataclass(frozen=True)
class Note:
    """An entry a search found: where, when, what, and the words around the hit."""

    activity: int
    account: int
    day: date
    precision: str
    subject: str
    passage: str


def write_note_texts(entries: Iterable[Activity]) -> None:
    """After every change of an entry's subject, words, result or next step; a removed entry is found by nothing."""
    standing, gone = [], []
    for entry in entries:
        if entry.removed_at:
            gone.append(entry.pk)
        else:
            standing.append(NoteText(activity=entry, text=running_pieces(*_written(entry))))
    NoteText.objects.filter(pk__in=gone).delete()
    NoteText.objects.bulk_create(standing, update_conflicts=True, unique_fields=["activity"], update_fields=["text"])


def found_notes(words: str, most: int) -> list[int]:
    """Keys of the entries that hold every word, the latest written first, at most so many; seen or not."""
    return latest_holding(words, NOTES, most)


def notes_at(words: str, accounts: Collection[int], most: int) -> list[int]:
    """The same among the entries of these accounts, the latest day first: for somebody who sees few.

    The latest few hundred are gone through, and all of them where those hold the words too seldom.
    """
    wanted = wanted_pieces(words)
    if not wanted or not accounts:
        return []
    find = "instr" if connection.vendor == "sqlite" else "strpos"
    # A piece begins after a blank.
    holds = " AND ".join([f"{find}(' ' || t.text, %s) > 0"] * len(wanted))
    begun = [f" {piece}" for piece in wanted]
    those, keys = among(accounts)
    found: list[int] = []
    with planned_cursor() as cursor:
        for entries in (_LATEST, _OF_ACCOUNTS):
            cursor.execute(_HOLDING.format(entries.format(f"account_id {those}"), holds), [*keys, *begun, most])
            found = [key for (key,) in cursor.fetchall()]
            if len(found) == most:
                break
    return found


def notes_of(keys: Collection[int], words: str, most: int) -> list[Note]:
    """Of these entries the first that truly hold the words, the latest day first; without removed ones."""
    wanted = wanted_runs(words)
    if not keys or not wanted:
        return []
    found = (
        Note(pk, account, day, precision, written[0], passage(tuple(written[1:]), wanted))
        for pk, account, day, precision, *written in _NOTES(list(keys))
        if holds_all(tuple(written), wanted)
    )
    return list(islice(found, most))


def note_accounts(keys: Collection[int]) -> list[tuple[int, int]]:
    """Entry and account, of those that stand."""
    if not keys:
        return []
    those, values = among(keys)
    with planned_cursor() as cursor:
        cursor.execute(f"{_ACCOUNTS} {those}", values)
        return list(cursor.fetchall())


_ACCOUNTS: Final = "SELECT id, account_id FROM activities_activity WHERE removed_at IS NULL AND id"
# The latest by the index alone: whether they stand is asked of those that hold the words.
_LATEST: Final = (
    "SELECT id, happened_date FROM activities_activity WHERE {} ORDER BY happened_date DESC, id DESC LIMIT 300"
)
_OF_ACCOUNTS: Final = "SELECT id, happened_date FROM activities_activity WHERE removed_at IS NULL AND {}"
_HOLDING: Final = """
SELECT t.activity_id FROM ({}) AS a JOIN activities_notetext t ON t.activity_id = a.id
JOIN activities_activity s ON s.id = a.id AND s.removed_at IS NULL
WHERE {} ORDER BY a.happened_date DESC, a.id DESC LIMIT %s"""


def _with_words(keys: list[int]) -> Any:
    rows = Activity.objects.filter(pk__in=keys, removed_at=None).order_by("-happened_date", "-pk")
    told = ("happened_date", "precision", "subject", "said", "result", "next_step")
    return rows.values_list("pk", "account_id", *told)


_NOTES: Final[Prepared[tuple[Any, ...]]] = Prepared(_with_words)


def _written(entry: Activity) -> tuple[str, ...]:
    return entry.subject, entry.said, entry.result, entry.next_step
