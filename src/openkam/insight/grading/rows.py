"""Who sees schemes, runs and verdicts; grades follow their account."""

from typing import Self

from django.db.models import Q

from openkam.core.access import Right, Row_co, Rows, Viewer


class SchemeRows(Rows[Row_co]):
    """Versions of schemes: what was published is for everybody who sees accounts, drafts for those who try schemes."""

    def visible_to(self, viewer: Viewer) -> Self:
        """A draft is also its author's; one that was discarded is nobody's."""
        kept = self.exclude(state="DISCARDED")
        if viewer.may(Right.TRY_SCHEMES):
            return kept
        if not viewer.may(Right.SEE_ACCOUNTS):
            return self.none()
        return kept.filter(~Q(state="DRAFT") | Q(written_by=viewer.user))


class RunRows(Rows[Row_co]):
    """Runs: published ones are for everybody who sees accounts, the others for those who try schemes."""

    def visible_to(self, viewer: Viewer) -> Self:
        """A run alone tells of no account."""
        if viewer.may(Right.TRY_SCHEMES):
            return self.all()
        return self.exclude(published_at=None) if viewer.may(Right.SEE_ACCOUNTS) else self.none()


class VerdictRows(Rows[Row_co]):
    """Verdicts, seen by whoever sees their grade; the parts that show prices are left out by `queries.viewed`."""

    POLICY_PATH = "grade"
