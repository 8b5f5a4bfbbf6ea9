"""Which roles of opportunities are filled on a day, for many of them in one query."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from openkam.core.access import Viewer
from openkam.records.contacts.queries import holds_on
from openkam.records.opportunities.models import DealRole


def roles_that_hold(viewer: Viewer, day: date) -> QuerySet[Any, Any]:
    """Roles in opportunities on the day, of people who are known; chairs nobody sits on among them."""
    rows = DealRole.objects.visible_to(viewer).filter(holds_on(day))
    return rows.filter(person__merged_into=None, person__erased_at=None)


def filled_roles(viewer: Viewer, account: int, day: date) -> Mapping[int, frozenset[str]]:
    """By opportunity of an account, the roles somebody of flesh and blood holds in it; one query."""
    rows = roles_that_hold(viewer, day).filter(account=account, person__is_placeholder=False)
    filled: dict[int, set[str]] = defaultdict(set)
    for deal, role in rows.values_list("opportunity_id", "role"):
        filled[deal].add(role)
    return {deal: frozenset(roles) for deal, roles in filled.items()}
