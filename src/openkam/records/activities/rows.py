"""Which entries of the log a viewer may see: those of the accounts he sees, without the removed ones."""

from typing import Self

from django.db.models import Q

from openkam.core.access import FieldClass, Row_co, Rows, Viewer
from openkam.records.accounts.models import Account, AccountChildRows, IntelRows
from openkam.records.accounts.rows import worked_on_by

VIEW_ONLY = "is_view_only"
"""The mark of a wording that differs from the next one in our view only."""


class ActivityRows(AccountChildRows[Row_co]):
    """Entries; one that was removed is gone for every door but the one that takes it back."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Standing entries of visible accounts."""
        return super().visible_to(viewer).filter(removed_at=None)

    def removed_for(self, viewer: Viewer) -> Self:
        """Removed entries of visible accounts, to be taken back."""
        return super().visible_to(viewer).exclude(removed_at=None)

    def with_views_for(self, viewer: Viewer) -> Self:
        """Entries whose `our_view` the viewer may read: he works on the account, or stands above who does."""
        if not viewer.reads(FieldClass.INTEL):
            return self.none()
        return self.filter(worked_on_by(viewer, Account, "account__"), removed_at=None)


class EntryPartRows(AccountChildRows[Row_co]):
    """What belongs to an entry, gone with it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Parts of standing entries of visible accounts."""
        return super().visible_to(viewer).filter(_STANDING)


class WordingRows(EntryPartRows[Row_co]):
    """Earlier wordings; that nothing but our view was changed is told to nobody who may not read it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Of standing entries of visible accounts."""
        told = ~Q(content__has_key=VIEW_ONLY)
        if viewer.reads(FieldClass.INTEL):
            told |= worked_on_by(viewer, Account, "account__")
        return super().visible_to(viewer).filter(told)


class NoteTextRows(Rows[Row_co]):
    """Pieces of an entry, seen by whoever sees it."""

    POLICY_PATH = "activity"


class EntryIntelRows(IntelRows[Row_co]):
    """What colleagues noticed at an entry, gone with it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Parts of standing entries of accounts he works on."""
        return super().visible_to(viewer).filter(_STANDING)


_STANDING = Q(activity__removed_at=None)
