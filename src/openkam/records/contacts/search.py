"""People found by name, pinyin, initials, English name, e-mail, or the last digits of a phone.

What is found is kept to people who work, or worked, at accounts the viewer was shown: he hands their keys in.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from openkam.records.accounts.naming import plain_text
from openkam.records.accounts.pieces import PIECE, joined, name_pieces, runs_of
from openkam.records.accounts.pinyin import syllables
from openkam.records.accounts.search import Index
from openkam.records.contacts.models import Person, PersonText

PEOPLE: Final = Index("person_search", "contacts_persontext", "person_id")
DIGITS: Final = 4
"""Fewer digits of a phone tell nothing."""
SURNAMES: Final = dict(
    pair.split("=")
    for pair in re.split(
        r"\s",
        "单=shan 曾=zeng 仇=qiu 区=ou 查=zha 解=xie 朴=piao 盖=ge 冼=xian 覃=qin 乐=yue 折=she 翟=zhai 种=chong "
        "任=ren 华=hua 宁=ning 燕=yan 员=yun 繁=po 缪=miao 逄=pang 隗=wei 尉迟=yu-chi 万俟=mo-qi 长孙=zhang-sun",
    )
)
"""Characters that are read otherwise as a surname."""
_SOUND: Final = 150
_UMLAUTS: Final = (("lv", "lu"), ("nv", "nu"))


@dataclass(frozen=True)
class Post:
    """A person's post at an account, as a search shows it; `is_past` where it has ended."""

    person: int
    name: str
    title: str
    department: str
    account: int
    is_past: bool


def person_text(name: str, aliases: str = "", phone: str = "", email: str = "") -> str:
    """What a person is found by; aliases one a line, of a phone its digits."""
    wholes: list[str] = []
    pieces: list[str] = []
    for one in (name, *filter(None, (line.strip() for line in aliases.splitlines()))):
        its_wholes, its_pieces = name_pieces(one)
        wholes += its_wholes
        pieces += its_pieces
    if email:
        local, _, _ = email.partition("@")
        parts = runs_of(email)
        wholes.append("".join(parts))
        pieces += ["".join(runs_of(local))[:PIECE], *(part[:PIECE] for part in parts)]
    if spoken := _surname_read(name):
        tails = ["".join(spoken[place:])[:PIECE] for place in range(len(spoken))]
        initials = "".join(unit[0] for unit in spoken)
        wholes += ["".join(spoken), initials]
        pieces += [*tails, initials]
    digits = phone if phone.isdigit() else "".join(sign for sign in phone if sign.isdigit())
    pieces += [digits[start : start + PIECE] for start in range(len(digits) - DIGITS + 1)]
    return joined(wholes, pieces)


def sound_of(name: str) -> str:
    """Equal for one name in Chinese, in pinyin and in English order: its letters, sorted; blank without letters.

    >>> sound_of("王伟明") == sound_of("Weiming Wang")
    True
    """
    units = _surname_read(name) or [unit for run in runs_of(name) for unit in syllables(run)]
    spoken = plain_text("".join(units))
    for written, usual in _UMLAUTS:
        spoken = spoken.replace(written, usual)
    return "".join(sorted(spoken))[:_SOUND]


def _surname_read(name: str) -> list[str]:
    """The syllables of a Chinese name whose surname is read otherwise than the character alone; else none."""
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > length:
            return [*reading.split("-"), *(unit for run in runs_of(name[length:]) for unit in syllables(run))]
    return []


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
