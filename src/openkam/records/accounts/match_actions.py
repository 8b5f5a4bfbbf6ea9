"""Many pairs of accounts kept apart at once."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.records.accounts.models import MergeProposal


@transaction.atomic
def refuse_merges(*, viewer: Viewer, proposals: Collection[int], now: datetime) -> int:
    """The companies of these pairs (by key) are different ones; the pairs are not proposed again.

    Three queries and one line in the trail for however many; pairs that are decided already stay as they are. Answers
    how many were decided now.
    """
    require(viewer, Right.MATCH_ACCOUNTS)
    rows = MergeProposal.objects.visible_to(viewer).filter(pk__in=list(proposals), state__in=MergeProposal.UNDECIDED)
    keys = sorted(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not keys:
        return 0
    refused = MergeProposal.State.REFUSED
    MergeProposal.objects.filter(pk__in=keys).update(state=refused, decided_by=viewer.user, decided_at=now)
    key = str(keys[0]) if len(keys) == 1 else f"{len(keys)} pairs"
    change = {"state": [MergeProposal.State.OPEN, refused], "pairs": [None, keys]}
    record(viewer, "refuse_merge", kind="mergeproposal", key=key, change=change, now=now)
    return len(keys)
