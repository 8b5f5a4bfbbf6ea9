"""Entries of the log that only the one door shows which takes them back."""

from datetime import datetime

from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity
from openkam.records.activities.rows import ActivityRows


def removed_entries(viewer: Viewer, account: Account, since: datetime) -> ActivityRows[Activity]:
    """What was removed at the account since then, the latest first, without our view."""
    rows: ActivityRows[Activity] = Activity.objects.removed_for(viewer)
    return rows.filter(account=account, removed_at__gte=since).defer("our_view").order_by("-removed_at")
