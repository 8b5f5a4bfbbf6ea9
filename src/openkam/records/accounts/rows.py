"""Which accounts a viewer may see: his own, his team's, those below him, those shared with him."""

from typing import Self

from django.db.models import Model, Q, QuerySet

from openkam.core.access import Right, Rows, Viewer, related_rows
from openkam.records.users.levels import is_open_to_company
from openkam.records.users.rows import below


class AccountRows(Rows[Model]):
    """Accounts; one that was merged into another is gone for every door."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Source: access design, "Who sees which rows"."""
        if not viewer.may(Right.SEE_ACCOUNTS):
            return self.none()
        standing = self.filter(merged_into=None)
        if viewer.reads_all_accounts or is_open_to_company("account"):
            return standing
        people = Q(user=viewer.user) | Q(user__in=below(viewer))
        return standing.filter(
            Q(owner=viewer.user)
            | Q(owner__in=below(viewer))
            | Q(pk__in=self._team().filter(people & _holds("since_date", viewer)).values("account"))
            | Q(pk__in=self._shares().filter(user=viewer.user, expires_date__gte=viewer.today).values("account"))
        )

    def _team(self) -> QuerySet[Model]:
        return related_rows(self.model, "team")

    def _shares(self) -> QuerySet[Model]:
        return related_rows(self.model, "shares")


def _holds(since: str, viewer: Viewer) -> Q:
    open_end = Q(until_date=None) | Q(until_date__gte=viewer.today)
    return Q(**{f"{since}__lte": viewer.today}) & open_end
