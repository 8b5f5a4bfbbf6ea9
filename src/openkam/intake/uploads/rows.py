"""Which uploads and jobs a viewer may see: all of them, if he loads data; gradings also if he tries schemes.

A job of an import of people is seen with that import and nowhere else.
"""

from typing import Self

from openkam.core.access import Right, Row_co, Rows, Viewer


class UploadRows(Rows[Row_co]):
    """Uploads and what belongs to them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever may load data sees what colleagues have under way, so that nothing is loaded twice."""
        return self.all() if viewer.may(Right.LOAD_DATA) else self.none()


class JobRows(UploadRows[Row_co]):
    """Jobs, seen as uploads are; a grading is seen by whoever may ask for one, too."""

    def visible_to(self, viewer: Viewer) -> Self:
        """How far a grading is tells of no account."""
        if viewer.may(Right.LOAD_DATA):
            return self.exclude(kind="PEOPLE")
        return self.filter(kind="GRADE") if viewer.may(Right.TRY_SCHEMES) else self.none()
