"""What is cleared away once a day while the server runs."""

import time
from datetime import datetime
from typing import Final

from openkam.core.problem import Problem
from openkam.ledger.folder import DataFolder

_DAY_SECONDS: Final = 24 * 3600.0


class Housekeeping:
    """Due at once, then once a day; where somebody is grading just then, the next day."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder, self._due = folder, 0.0

    def when_due(self) -> None:
        """Clear away if it is time to; a database that is busy is no reason to stop serving."""
        if time.monotonic() < self._due:
            return
        from django.db import DatabaseError, connections
        from django.utils import timezone

        self._due = time.monotonic() + _DAY_SECONDS
        try:
            sweep(self._folder, timezone.now())
        except (Problem, DatabaseError, OSError):
            return
        finally:
            connections.close_all()


def sweep(folder: DataFolder, now: datetime) -> None:
    """Abandoned uploads and imports, runs left after a try, documents taken away; each leaves its line in the trail."""
    from openkam.core.audit.origin import coming_from
    from openkam.insight.report.sweeping import sweep_runs
    from openkam.intake.contacts.sweeping import sweep_contact_imports
    from openkam.intake.uploads.sweeping import sweep_uploads
    from openkam.records.activities.actions import forget_removed_activities
    from openkam.records.archive.actions.documents import sweep_documents
    from openkam.records.users.viewer import operator

    viewer = operator("OpenKAM", now.date())
    with coming_from("job"):
        sweep_uploads(viewer=viewer, folder=folder, now=now)
        sweep_contact_imports(viewer=viewer, folder=folder, now=now)
        sweep_runs(viewer=viewer, folder=folder, now=now)
        forget_removed_activities(viewer=viewer, now=now)
        sweep_documents(folder=folder.documents, now=now)
