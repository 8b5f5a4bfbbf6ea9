"""A user as access rules know him on one day."""

from datetime import date

from openkam.core.access import FieldClass, Role, Viewer
from openkam.records.users.models import User

_ALL_PRICES = {Role.MANAGER, Role.SALES_OPERATIONS, Role.FINANCE}


def viewer_of(user: User, today: date) -> Viewer:
    """What this user may do and read today; somebody deactivated may do nothing."""
    if not user.is_active:
        return Viewer(user.pk, user.name, frozenset(), frozenset(), today)
    roles = frozenset(Role(grant.role) for grant in user.role_grants.all())
    readable = {FieldClass.COMPANY, FieldClass.TEAM}
    if roles & _ALL_PRICES or (user.reads_prices and Role.SELLER in roles):
        readable.add(FieldClass.PRICE)
    return Viewer(user.pk, user.name, roles, frozenset(readable), today)
