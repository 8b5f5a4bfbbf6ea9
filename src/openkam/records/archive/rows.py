"""Who may read the fields a company made for itself: everybody who sees accounts."""

from typing import Self

from openkam.core.access import Right, Row_co, Rows, Viewer


class CustomFieldRows(Rows[Row_co]):
    """Company-wide definitions; their values follow their account."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All, or none without the right to see accounts."""
        return self.all() if viewer.may(Right.SEE_ACCOUNTS) else self.none()
