"""What the people map says to questions of the knowledge form, so that nobody asks what a colleague has drawn.

The roles are those of the crosswalk (methods, section 8), held by people in post: the same who count for the flags.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from openkam.core.access import Viewer
from openkam.records.contacts.kinds import RoleCode
from openkam.records.contacts.models import BuyingRole, Employment
from openkam.records.contacts.queries import holds_on
from openkam.records.opportunities.models import DealRole

ROLE_OF: Final[Mapping[str, RoleCode]] = {"people.final_say": RoleCode.DECIDER, "people.users": RoleCode.USER}
"""Items of the form that a role on the map answers."""
_CHINESE: Final = "\u4e00"


def map_answers(viewer: Viewer, accounts: Collection[int]) -> dict[int, dict[str, str]]:
    """By account and item the names of who holds the role, for the account or in an open deal of it, by name.

    Only people, posts and roles the viewer sees; nobody who left, no empty chair. Three queries.
    """
    held: dict[tuple[int, int], set[str]] = defaultdict(set)
    roles = BuyingRole.objects.visible_to(viewer).filter(holds_on(viewer.today), account__in=accounts)
    deals = DealRole.objects.visible_to(viewer).filter(holds_on(viewer.today), account__in=accounts)
    for rows in (roles, deals.filter(opportunity__closed_date=None)):
        wanted = rows.filter(role__in=ROLE_OF.values()).values_list("account_id", "person_id", "role")
        for account, person, role in wanted:
            held[account, person].add(role)
    posts = Employment.objects.visible_to(viewer).filter(
        holds_on(viewer.today),
        account__in={account for account, _ in held},
        person__in={person for _, person in held},
        person__is_placeholder=False,
        person__merged_into=None,
        person__erased_at=None,
    )
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    columns = ("account_id", "person_id", "person__name")
    for account, person, name in dict.fromkeys(posts.order_by("person__name", "pk").values_list(*columns)):
        for item, role in ROLE_OF.items():
            if role in held[account, person]:
                found[account][item].append(name)
    return {account: {item: _listed(names) for item, names in items.items()} for account, items in found.items()}


def _listed(names: list[str]) -> str:
    is_chinese = any(char >= _CHINESE for name in names for char in name)
    return ("、" if is_chinese else ", ").join(names)
