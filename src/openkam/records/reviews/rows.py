"""Who may read the limits of red flags: everybody who sees accounts."""

from typing import Self

from openkam.core.access import Right, Row_co, Rows, Viewer


class LimitRows(Rows[Row_co]):
    """Company-wide settings."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All, or none without the right to see accounts."""
        return self.all() if viewer.may(Right.SEE_ACCOUNTS) else self.none()
