"""Which people a viewer may see: those who work, or worked, at an account he sees."""

from typing import Any, Self

from django.db.models import Q

from openkam.core.access import Right, Row_co, Rows, Viewer, related_rows


class PersonRows(Rows[Row_co]):
    """People; one who was merged into another, or erased, is gone for every door."""

    POLICY_PATH = "employments"

    def visible_to(self, viewer: Viewer) -> Self:
        """Seen through any employment the viewer sees, ended ones too; other employments are judged one by one."""
        employments: Any = related_rows(self.model, "employments").all()
        seen = employments.visible_to(viewer).values("person")
        return self.filter(pk__in=seen, merged_into=None, erased_at=None)


class PersonTextRows(Rows[Row_co]):
    """Pieces, seen by whoever sees the person."""

    POLICY_PATH = "person"


class CoachRows(Rows[Row_co]):
    """Sealed records of coaches: the author's and those named by him, nobody else's, no administrator's."""

    POLICY_PATH = "account"

    def visible_to(self, viewer: Viewer) -> Self:
        """A holder who no longer sees the account no longer sees the coach."""
        accounts: Any = related_rows(self.model, self.POLICY_PATH)
        held = Q(author=viewer.user) | Q(holders__user=viewer.user)
        return self.filter(held, account__in=accounts.visible_to(viewer).values("pk")).distinct()


class HolderRows(Rows[Row_co]):
    """Who was let in, seen by whoever is in."""

    POLICY_PATH = "coach"


class ReadingRows(Rows[Row_co]):
    """Who opened a coach's record, seen by the author of the record alone."""

    POLICY_PATH = "coach"

    def visible_to(self, viewer: Viewer) -> Self:
        """A holder does not learn who else reads."""
        return super().visible_to(viewer).filter(coach__author=viewer.user)


class HoldRows(Rows[Row_co]):
    """Legal holds, seen by those who protect persons' data."""

    POLICY_PATH = "person"

    def visible_to(self, viewer: Viewer) -> Self:
        """All or none."""
        return self.all() if viewer.may(Right.PROTECT_PERSONS) else self.none()
