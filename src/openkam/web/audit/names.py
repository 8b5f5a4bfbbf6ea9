"""What the records that lines are about are called today, where the reader may see them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from openkam.core.access import Right, Viewer
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import Person
from openkam.records.users.models import User

_KEY: Final = re.compile("[0-9]{1,18}")
"""What a key of the database looks like; a longer number is nobody's."""


@dataclass(frozen=True)
class Named:
    """address  its page; blank where the reader may not open it."""

    name: str
    address: str


def named(viewer: Viewer, objects: Collection[tuple[str, str]]) -> dict[tuple[str, str], Named]:
    """Names by kind and key; a query for users, for accounts, for people, none where there are none of them."""
    found: dict[tuple[str, str], Named] = {}
    users, accounts, people = (_keys(objects, kind) for kind in ("user", "account", "person"))
    if users:
        opens = viewer.may(Right.MANAGE_USERS)
        for pk, name in User.objects.visible_to(viewer).filter(pk__in=users).values_list("pk", "name"):
            found["user", str(pk)] = Named(name, f"/users/{pk}/" if opens else "")
    if accounts:
        for pk, name in Account.objects.visible_to(viewer).filter(pk__in=accounts).values_list("pk", "name"):
            found["account", str(pk)] = Named(name, f"/accounts/{pk}/")
    if people:
        for pk, name in Person.objects.visible_to(viewer).filter(pk__in=people).values_list("pk", "name"):
            found["person", str(pk)] = Named(name, f"/people/{pk}/")
    return found


def _keys(objects: Collection[tuple[str, str]], kind: str) -> list[int]:
    return [int(key) for one, key in objects if one == kind and _KEY.fullmatch(key)]
