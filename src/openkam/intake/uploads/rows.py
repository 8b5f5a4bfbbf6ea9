"""Which uploads a viewer may see: all of them, if he loads data; none otherwise."""

from typing import Self

from openkam.core.access import Right, Row_co, Rows, Viewer


class UploadRows(Rows[Row_co]):
    """Uploads and what belongs to them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever may load data sees what colleagues have under way, so that nothing is loaded twice."""
        return self.all() if viewer.may(Right.LOAD_DATA) else self.none()
