"""Which accounts a viewer may see: his own, his team's, those below him, those shared with him."""

from collections.abc import Callable
from datetime import date
from typing import Any, Self

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Model, Q, QuerySet

from openkam.core.access import Right, Role, Row_co, Rows, Viewer, related_rows
from openkam.core.settled import Settled, settled
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
    if viewer.reads_all_accounts or "account" in viewer.opened:
        return Q(**{f"{path}merged_into": None})
    team, shared = _keys(_team, viewer, accounts), _keys(_shared, viewer, accounts)
    return Q(_Reached(viewer, path, (team, shared)))


def _changed_by(viewer: Viewer, accounts: type[Model]) -> Q:
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    if Role.SALES_OPERATIONS in viewer.roles:
        return Q(merged_into=None)
    return Q(_Reached(viewer, "", (_keys(_writing_team, viewer, accounts),)))


def worked_on_by(viewer: Viewer, accounts: type[Model], path: str = "") -> Q:
    """The condition under which the viewer works on an account himself, or somebody below him does.

    Narrower than `seen_by`: what colleagues think of people is not for shares, read levels or the whole company.
    """
    if not viewer.may(Right.SEE_ACCOUNTS):
        return Q(pk__in=())
    return Q(_Reached(viewer, path, (_keys(_team, viewer, accounts),)))


class _Reached(Func):
    """Whether an account stands, and the viewer or somebody below him owns it, or it is among keys he has otherwise.

    One expression and not a tree of conditions: every query of a page holds it, and Django took a thousandth of a
    second to write the tree.

    keys  subqueries of accounts worked on as a member, or shared
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, viewer: Viewer, path: str, keys: tuple[Settled, ...]) -> None:
        super().__init__(F(f"{path}pk"), F(f"{path}owner_id"), F(f"{path}merged_into_id"))
        self.user, self.keys, self.people = viewer.user, keys, settled(people_below, viewer.user, viewer.today)

    def as_sqlite(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        """The columns have no parameters of their own."""
        key, owner, merged = (compiler.compile(one)[0] for one in self.get_source_expressions())
        reached = [f"{owner} = %s", f"{owner} IN ({self.people.text})"]
        reached += [f"{key} IN ({one.text})" for one in self.keys]
        values = (self.user, *self.people.values, *(value for one in self.keys for value in one.values))
        return f"({merged} IS NULL AND ({' OR '.join(reached)}))", values

    as_postgresql = as_sqlite


def _keys(keys: Callable[..., QuerySet[Any, Any]], viewer: Viewer, accounts: type[Model]) -> Settled:
    return settled(keys, viewer.user, viewer.today, accounts)


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
