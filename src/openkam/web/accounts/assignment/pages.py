"""What an assignment would do, before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.http import QueryDict

from openkam.analysis.words import Text
from openkam.core.access import Role, Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import MOST_AT_ONCE
from openkam.records.users.models import User
from openkam.records.users.rows import below
from openkam.web.accounts.listing.answer import answer_to
from openkam.web.typed import key_of

NAMED = 8
MOST_OWNERS = 10
ALL = "all"


@dataclass(frozen=True)
class AssignmentPage:
    """How many accounts, whose they are now, the first ones by name, and to whom they may be given.

    owners  who owns how many of them now, the first of them; `more_owners` own the others
    hidden  what the form carries along: the chosen keys, or the question whose whole answer is meant
    """

    count: int
    names: Sequence[str]
    owners: Sequence[tuple[str, int]]
    more_owners: int
    people: Sequence[tuple[str, Text | str]]
    hidden: Sequence[tuple[str, str]]
    back: str


def assignment_page(viewer: Viewer, given: QueryDict) -> AssignmentPage:
    """The preview.

    Raises Problem where nothing is chosen, or more than one act may change.
    """
    keys = chosen_keys(viewer, given)
    rows = Account.objects.visible_to(viewer).filter(pk__in=keys)
    names, owners = rows.order_by("name").values_list("name", flat=True)[:NAMED], _owners(viewer, keys)
    query = given.get("query", "")
    hidden = [("query", query), ("of", ALL)] if given.get("of") == ALL else [("account", str(key)) for key in keys]
    first, more = owners[:MOST_OWNERS], len(owners[MOST_OWNERS:])
    return AssignmentPage(len(keys), list(names), first, more, _people(viewer), hidden, f"/accounts/?{query}")


def chosen_keys(viewer: Viewer, given: QueryDict) -> list[int]:
    """The accounts that are meant: those ticked, or all the list answers.

    Raises Problem where there is none, or more than one act may change.
    """
    if given.get("of") == ALL:
        keys = answer_to(viewer, QueryDict(given.get("query", ""))).keys()
    else:
        wanted = [key for one in given.getlist("account") if (key := key_of(one)) is not None][:MOST_AT_ONCE]
        keys = list(Account.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    if 0 < len(keys) <= MOST_AT_ONCE:
        return keys
    raise Problem(
        Text("{count} accounts are chosen.", "已选择{count}家客户。").filled(count=len(keys)),
        remedy=Text("Choose between 1 and {most} on the list.", "请在列表中选择1至{most}家。").filled(
            most=f"{MOST_AT_ONCE:,}"
        ),
    )


def _owners(viewer: Viewer, keys: list[int]) -> list[tuple[str, int]]:
    """Who owns how many of them now, most first; a name is blank for nobody."""
    rows = Account.objects.visible_to(viewer).filter(pk__in=keys)
    names = [name or "" for name in rows.values_list("owner__name", flat=True)]
    found, counts = np.unique(np.array(names, dtype=object), return_counts=True)
    return sorted(zip(found.tolist(), counts.tolist(), strict=True), key=lambda one: -one[1])


def _people(viewer: Viewer) -> list[tuple[str, Text | str]]:
    """Whom he may give accounts to: himself and those below him, everybody for sales operations."""
    people = User.objects.visible_to(viewer).filter(is_active=True)
    sales = people.filter(role_grants__role__in=[Role.SELLER, Role.MANAGER])
    if Role.SALES_OPERATIONS not in viewer.roles:
        sales = sales.filter(pk__in=below(viewer)) | sales.filter(pk=viewer.user)
    named = sales.distinct().order_by("name").values_list("pk", "name")
    return [(str(key), name) for key, name in named]
