"""Which accounts a viewer may see: his own, his team's, those below him, those shared with him."""

from datetime import date
from typing import Any, Self

from django.db.models import Model, Q, QuerySet

from openkam.core.access import Right, Role, Row_co, Rows, Viewer, related_rows
from openkam.records.users.rows import above, below


class AccountRows(Rows[Row_co]):
    """Accounts; one that was merged into another is gone for every door."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Source: access design, "Who sees which rows"."""
        return self.filter(seen_by(viewer, self.model))

    def writable_by(self, viewer: Viewer) -> Self:
        """The accounts the viewer may change: a share and the company's read level only let read."""
        if not viewer.may(Right.SEE_ACCOUNTS):
            return self.none()
        standing = self.filter(merged_into=None)
        if Role.SALES_OPERATIONS in viewer.roles:
            return standing
        return standing.filter(_by_people(viewer, self.model, Q(may_write=True)))


def seen_by(viewer: Viewer, accounts: type[Model], path: str = "") -> Q:
    """The condition under which the viewer sees an account, or rows that reach theirs through `path` ("account__").

    Asked of the account itself rather than of a list of all visible keys, so that a page of fifty rows costs fifty.
    """
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    standing = Q(**{f"{path}merged_into": None})
    if viewer.reads_all_accounts or "account" in viewer.opened:
        return standing
    shared = related_rows(accounts, "shares").filter(user=viewer.user, expires_date__gte=viewer.today)
    return standing & (_by_people(viewer, accounts, Q(), path) | Q(**{f"{path}pk__in": shared.values("account")}))


def worked_on_by(viewer: Viewer, accounts: type[Model], path: str = "") -> Q:
    """The condition under which the viewer works on an account himself, or somebody below him does.

    Narrower than `seen_by`: what colleagues think of people is not for shares, read levels or the whole company.
    """
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    return Q(**{f"{path}merged_into": None}) & _by_people(viewer, accounts, Q(), path)


def _by_people(viewer: Viewer, accounts: type[Model], membership: Q, path: str = "") -> Q:
    """Owned, or worked on as a member of this kind, by the viewer or somebody below him."""
    people = Q(user=viewer.user) | Q(user__in=below(viewer))
    holds = Q(since_date__lte=viewer.today) & (Q(until_date=None) | Q(until_date__gte=viewer.today))
    team: QuerySet[Any, Any] = related_rows(accounts, "team").filter(people & holds & membership)
    owned = Q(**{f"{path}owner": viewer.user}) | Q(**{f"{path}owner__in": below(viewer)})
    return owned | Q(**{f"{path}pk__in": team.values("account")})


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
