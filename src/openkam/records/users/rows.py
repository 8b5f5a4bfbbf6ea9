"""Whom a viewer stands above."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from openkam.core.access import Viewer


def below(viewer: Viewer) -> QuerySet[Any, Any]:
    """The keys of everybody the viewer manages today, through any number of managers; a subquery, never a list."""
    return people_below(viewer.user, viewer.today)


def people_below(user: int, today: date) -> QuerySet[Any, Any]:
    """The same for a user by his key and a day."""
    from openkam.records.users.models import ChainLink

    holds = Q(since_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today))
    return ChainLink.objects.filter(holds, manager=user).values("user")


def above(viewer: Viewer) -> QuerySet[Any, Any]:
    """The keys of everybody who manages the viewer today, through any number of managers; a subquery."""
    from openkam.records.users.models import ChainLink

    holds = Q(since_date__lte=viewer.today) & (Q(until_date=None) | Q(until_date__gte=viewer.today))
    return ChainLink.objects.filter(holds, user=viewer.user).values("manager")
