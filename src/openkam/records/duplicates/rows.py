"""Which decisions about like people a viewer may see: where he decides such pairs and sees both people."""

from typing import Any, Self

from openkam.core.access import Right, Row_co, Rows, Viewer, related_rows


class PersonMatchRows(Rows[Row_co]):
    """Pairs that were decided."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The person who was kept must be seen; the absorbed one is gone for every door, and was his."""
        if not viewer.may(Right.MATCH_ACCOUNTS):
            return self.none()
        people: Any = related_rows(self.model, "kept")
        return self.filter(kept__in=people.visible_to(viewer).values("pk"))
