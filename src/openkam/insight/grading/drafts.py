"""Whose drafts of schemes may be given up."""

from openkam.core.access import Right, Viewer
from openkam.insight.grading.models import SchemeVersion


def may_be_discarded(viewer: Viewer, scheme: SchemeVersion) -> bool:
    """A draft by which nothing was published, for its author and for whoever publishes grades."""
    if scheme.state != SchemeVersion.State.DRAFT or not viewer.may(Right.TRY_SCHEMES):
        return False
    return viewer.may(Right.PUBLISH_GRADES) or scheme.written_by_id == viewer.user
