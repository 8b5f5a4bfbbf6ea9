"""A user as access rules know him on one day."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from openkam.core.access import RIGHTS, FieldClass, Right, Role, Viewer
from openkam.core.prepared import Prepared
from openkam.records.users.levels import opened_kinds
from openkam.records.users.models import RoleGrant, User

_SELLS = {Role.SELLER, Role.MANAGER}
_ALL_PRICES = {Role.MANAGER, Role.SALES_OPERATIONS, Role.FINANCE}


def viewer_of(user: User, today: date) -> Viewer:
    """What this user may do and read today; somebody deactivated may do nothing."""
    if not user.is_active:
        return Viewer(user.pk, user.name, frozenset(), frozenset(), today)
    roles = frozenset(Role(role) for role in _ROLES(user.pk))
    viewer = Viewer(user.pk, user.name, roles, _readable(user, roles), today)
    # Read once for a request: every row asked for in it is judged by the same level.
    return viewer if viewer.reads_all_accounts else replace(viewer, opened=opened_kinds())


def _roles(user: int) -> Any:
    return RoleGrant.objects.filter(user=user).values_list("role", flat=True)


_ROLES: Final[Prepared[str]] = Prepared(_roles)


def operator(name: str, today: date) -> Viewer:
    """Whoever may run commands on the machine itself: he could read the database anyhow, so he may do everything.

    `name` is his login on the machine; user 0 is nobody's key.
    """
    return Viewer(0, name, frozenset(Role), frozenset(FieldClass), today)


def _readable(user: User, roles: frozenset[Role]) -> frozenset[FieldClass]:
    readable = {FieldClass.COMPANY, FieldClass.TEAM}
    if roles & _ALL_PRICES or (user.reads_prices and Role.SELLER in roles):
        readable.add(FieldClass.PRICE)
    if Role.ADMINISTRATOR in roles:
        readable.add(FieldClass.PERSON)
    if roles & RIGHTS[Right.SEE_ACCOUNTS]:
        readable.add(FieldClass.CONTACT)
    if roles & _SELLS:
        readable.add(FieldClass.INTEL)
    return frozenset(readable)
