"""People found by name, pinyin, initials, English name, e-mail, or the last digits of a phone.

What is found is kept to people who work, or worked, at accounts the viewer was shown: he hands their keys in.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.core.prepared import among, planned_cursor
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


def post_keys(people: Collection[int], today: date) -> tuple[Array, Array, Array, Array]:
    """Every post of these people as columns: its key, the person, the account (int64), and whether it has ended.

    None of somebody merged or erased; seen or not, so that the few that are shown are chosen without reading the rest.
    """
    found: list[tuple[int, ...]] = []
    if people:
        those, keys = among(people)
        with planned_cursor() as cursor:
            cursor.execute(_POST_KEYS.format(those), [today, *keys])
            found = cursor.fetchall()
    key, person, account, is_past = np.array(found, np.int64).reshape(-1, 4).T
    return key, person, account, is_past.astype(bool)


def posts_of(keys: Sequence[int], today: date) -> list[Post]:
    """The posts of these keys, in this order; never of somebody merged or erased."""
    if not keys:
        return []
    those, values = among(keys)
    with planned_cursor() as cursor:
        cursor.execute(_POSTS.format(those), [today, *values])
        found = {key: Post(*row) for key, *row in cursor.fetchall()}
    return [found[key] for key in keys if key in found]


def texts_at(accounts: Collection[int], today: date) -> list[tuple[int, int, int, str]]:
    """Whether the post has ended, the account, the person and his pieces, for everybody at these accounts."""
    if not accounts:
        return []
    those, keys = among(accounts)
    with planned_cursor() as cursor:
        cursor.execute(f"{_TEXTS} WHERE e.account_id {those}", [today, *keys])
        return list(cursor.fetchall())


_STANDING: Final = """
FROM contacts_employment e JOIN contacts_person p ON p.id = e.person_id
WHERE p.merged_into_id IS NULL AND p.erased_at IS NULL AND"""
_IS_PAST: Final = "CASE WHEN e.until_date < %s THEN 1 ELSE 0 END"
_POST_KEYS: Final = f"SELECT e.id, e.person_id, e.account_id, {_IS_PAST} {_STANDING} e.person_id {{}}"
_POSTS: Final = (
    f"SELECT e.id, e.person_id, p.name, e.title, e.department, e.account_id, {_IS_PAST} {_STANDING} e.id {{}}"
)
_TEXTS: Final = f"""
SELECT DISTINCT {_IS_PAST}, e.account_id, t.person_id, t.text
FROM contacts_employment e JOIN contacts_persontext t ON t.person_id = e.person_id"""
