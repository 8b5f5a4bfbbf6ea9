"""Taking a whole archive out of the house leaves a line."""

from datetime import datetime

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.records.accounts.models import Account
from openkam.records.accounts.refusals import gone


@transaction.atomic
def export_archive(*, viewer: Viewer, account: Account, sections: list[str], now: datetime) -> None:
    """Somebody takes the file of an account along, with these sections filled."""
    require(viewer, Right.EXPORT_ACCOUNTS)
    known = Account.objects.visible_to(viewer).filter(pk=account.pk).first()
    if known is None:
        raise gone()
    record(viewer, "export_archive", kind="account", key=known.pk, change={"sections": [None, sections]}, now=now)
