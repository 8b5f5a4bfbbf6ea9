"""The way back in for a company in which nobody can sign in or manage users any more."""

from datetime import datetime

from django.db import transaction

from openkam.core.access import Right, Role, Viewer, require
from openkam.records.users import refusals
from openkam.records.users.actions import create_first_administrator, create_user
from openkam.records.users.models import RoleGrant, User


@transaction.atomic
def rescue_administrator(*, viewer: Viewer, login: str, name: str, password: str, language: str, now: datetime) -> User:
    """An administrator where there is none who is active.

    Raises Denied, and Problem where there is one.
    """
    require(viewer, Right.MANAGE_USERS)
    if not User.objects.exists():
        return create_first_administrator(login=login, name=name, password=password, language=language, now=now)
    if RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
        raise refusals.not_the_first()
    return create_user(
        viewer=viewer,
        login=login,
        name=name,
        password=password,
        roles=[Role.ADMINISTRATOR],
        language=language,
        now=now,
    )


def forget_failures(login: str) -> None:
    """Whoever was locked out after wrong passwords may try again."""
    from axes.utils import reset

    reset(username=login)
