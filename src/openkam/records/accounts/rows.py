"""Which accounts a viewer may see: his own, his team's, those below him, those shared with him."""

from datetime import date
from typing import Any, Self

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet

from openkam.core.access import Right, Role, Row_co, Rows, Viewer, related_rows
from openkam.core.settled import settled
from openkam.records.users.rows import above, people_below


class AccountRows(Rows[Row_co]):
    """Accounts; one that was merged into another is gone for every door."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Source: access design, "Who sees which rows"."""
        return self.filter(seen_by(viewer, self.model))

    def writable_by(self, viewer: Viewer) -> Self:
        """The accounts the viewer may change: a share and the company's read level only let read."""
        return self.filter(_changed_by(viewer, self.model))

    def telling_writable(self, viewer: Viewer) -> Self:
        """The same rows, each with `is_writable`: whether `writable_by` would find it."""
        return self.annotate(is_writable=ExpressionWrapper(_changed_by(viewer, self.model), BooleanField()))


def seen_by(viewer: Viewer, accounts: type[Model], path: str = "") -> Q:
    """The condition under which the viewer sees an account, or rows that reach theirs through `path` ("account__").

    Asked of the account itself rather than of a list of all visible keys, so that a page of fifty rows costs fifty.
    """
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    standing = Q(**{f"{path}merged_into": None})
    if viewer.reads_all_accounts or "account" in viewer.opened:
        return standing
    shared = settled(_shared, viewer.user, viewer.today, accounts)
    return standing & (_by_people(viewer, accounts, path=path) | Q(**{f"{path}pk__in": shared}))


def _changed_by(viewer: Viewer, accounts: type[Model]) -> Q:
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    standing = Q(merged_into=None)
    if Role.SALES_OPERATIONS in viewer.roles:
        return standing
    return standing & _by_people(viewer, accounts, may_write=True)


def worked_on_by(viewer: Viewer, accounts: type[Model], path: str = "") -> Q:
    """The condition under which the viewer works on an account himself, or somebody below him does.

    Narrower than `seen_by`: what colleagues think of people is not for shares, read levels or the whole company.
    """
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    return Q(**{f"{path}merged_into": None}) & _by_people(viewer, accounts, path=path)


def _by_people(viewer: Viewer, accounts: type[Model], *, may_write: bool = False, path: str = "") -> Q:
    """Owned, or worked on as a member, by the viewer or somebody below him; `may_write`: only members who may."""
    user, today = viewer.user, viewer.today
    team = settled(_writing_team if may_write else _team, user, today, accounts)
    owned = Q(**{f"{path}owner": user}) | Q(**{f"{path}owner__in": settled(people_below, user, today)})
    return owned | Q(**{f"{path}pk__in": team})


def _team(user: int, today: date, accounts: type[Model]) -> QuerySet[Any, Any]:
    people = Q(user=user) | Q(user__in=people_below(user, today))
    holds = Q(since_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today))
    return related_rows(accounts, "team").filter(people & holds).values("account")


def _writing_team(user: int, today: date, accounts: type[Model]) -> QuerySet[Any, Any]:
    return _team(user, today, accounts).filter(may_write=True)


def _shared(user: int, today: date, accounts: type[Model]) -> QuerySet[Any, Any]:
    return related_rows(accounts, "shares").filter(user=user, expires_date__gte=today).values("account")


class OverrideRows(Rows[Row_co]):
    """Overrides, seen by whoever sees their account."""

    POLICY_PATH = "account"

    def visible_to(self, viewer: Viewer) -> Self:
        """Joined with their account, so that the few overrides are gone through and not the many accounts."""
        accounts: Any = self.model._meta.get_field(self.POLICY_PATH).related_model
        return self.filter(seen_by(viewer, accounts, f"{self.POLICY_PATH}__"))

    def standing(self, today: date) -> Self:
        """Those in force on the day; at most one an account."""
        return self.filter(withdrawn_at=None, since_date__lte=today, expires_date__gte=today)


class ProposalRows(Rows[Row_co]):
    """Merge proposals, seen by those who decide them and work on the whole company."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All or none."""
        return self.all() if viewer.may(Right.MATCH_ACCOUNTS) else self.none()


class SavedViewRows(Rows[Row_co]):
    """Saved views: a user's own, and those that people above him keep for their team."""

    def visible_to(self, viewer: Viewer) -> Self:
        """None without the right to see accounts."""
        if not viewer.may(Right.SEE_ACCOUNTS):
            return self.none()
        return self.filter(Q(owner=viewer.user) | Q(for_team=True, owner__in=above(viewer)))


class MapPlacesRows(Rows[Row_co]):
    """Where somebody put the cards of a people map: his own, at accounts he sees."""

    POLICY_PATH = "account"

    def visible_to(self, viewer: Viewer) -> Self:
        """Nobody learns how another one laid his map out."""
        return super().visible_to(viewer).filter(user=viewer.user)
