"""A user as access rules know him on one day."""

from dataclasses import replace
from datetime import date
from typing import Final

from openkam.core.access import RIGHTS, FieldClass, Right, Role, Viewer
from openkam.core.prepared import planned_cursor
from openkam.records.users.models import ReadLevel, User

_SELLS = {Role.SELLER, Role.MANAGER}
_ALL_PRICES = {Role.MANAGER, Role.SALES_OPERATIONS, Role.FINANCE}


def viewer_of(user: User, today: date) -> Viewer:
    """What this user may do and read today; somebody deactivated may do nothing."""
    if not user.is_active:
        return Viewer(user.pk, user.name, frozenset(), frozenset(), today)
    # Read once for a request: every row asked for in it is judged by the same level.
    with planned_cursor() as cursor:
        cursor.execute(_ROLES_AND_OPENED, [user.pk, ReadLevel.Level.COMPANY.value])
        told = cursor.fetchall()
    roles = frozenset(Role(role) for role, _ in told if role)
    viewer = Viewer(user.pk, user.name, roles, _readable(user, roles), today)
    return viewer if viewer.reads_all_accounts else replace(viewer, opened=frozenset(kind for _, kind in told if kind))


_ROLES_AND_OPENED: Final = """
SELECT role, '' FROM users_rolegrant WHERE user_id = %s
UNION ALL SELECT '', kind FROM users_readlevel WHERE level = %s"""


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
