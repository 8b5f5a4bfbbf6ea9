"""People found by name, pinyin, initials, English name, e-mail, or the last digits of a phone.

What is found is kept to people who work, or worked, at accounts the viewer was shown: he hands their keys in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from openkam.records.accounts.search import Index
from openkam.records.contacts.models import Person, PersonText
from openkam.records.contacts.person_pieces import person_text, sound_of

PEOPLE: Final = Index("person_search", "contacts_persontext", "person_id")


@dataclass(frozen=True)
class Post:
    """A person's post at an account, as a search shows it; `is_past` where it has ended."""

    person: int
    name: str
    title: str
    department: str
    account: int
    is_past: bool


def write_person_texts(people: Iterable[Person]) -> None:
    """After every change of names, phone or e-mail; who was merged or erased is found by nothing."""
    standing, gone = [], []
    for person in people:
        if person.merged_into_id or person.erased_at:
            gone.append(person.pk)
            continue
        text = person_text(person.name, person.aliases, person.phone_key or person.phone, person.email)
        sound = "" if person.is_placeholder else sound_of(person.name)
        standing.append(PersonText(person=person, text=text, sound=sound))
    PersonText.objects.filter(pk__in=gone).delete()
    PersonText.objects.bulk_create(
        standing, update_conflicts=True, unique_fields=["person"], update_fields=["text", "sound"]
    )


def posts_of(people: Collection[int], accounts: Collection[int] | None, today: date) -> list[Post]:
    """The posts of these people; at these accounts, where they are named; never of somebody merged or erased."""
    if not people or (accounts is not None and not accounts):
        return []
    places = _list(people)
    at = "" if accounts is None else f" AND e.account_id IN ({_list(accounts)})"
    with connection.cursor() as cursor:
        cursor.execute(f"{_POSTS} AND e.person_id IN ({places}){at}", [today])
        return [Post(*row) for row in cursor.fetchall()]


def texts_at(accounts: Collection[int]) -> list[tuple[int, int, str]]:
    """Account, person and his pieces, for everybody at these accounts."""
    if not accounts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{_TEXTS} WHERE e.account_id IN ({_list(accounts)})")
        return list(cursor.fetchall())


def _list(keys: Collection[int]) -> str:
    return ",".join(f"{key:d}" for key in keys)


_POSTS: Final = """
SELECT e.person_id, p.name, e.title, e.department, e.account_id, COALESCE(e.until_date < %s, false)
FROM contacts_employment e JOIN contacts_person p ON p.id = e.person_id
WHERE p.merged_into_id IS NULL AND p.erased_at IS NULL"""
_TEXTS: Final = """
SELECT DISTINCT e.account_id, t.person_id, t.text
FROM contacts_employment e JOIN contacts_persontext t ON t.person_id = e.person_id"""
