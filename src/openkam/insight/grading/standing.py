"""The arrays of a run, and which of its accounts somebody may see."""

import numpy as np

from openkam.analysis.column import Array
from openkam.core.access import Viewer
from openkam.insight.grading.models import Run
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.value.standing import Standing, open_standing
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account
from openkam.records.accounts.queries import standing_overrides


def standing_of(run: Run, folder: DataFolder) -> Standing:
    """The arrays of a run; kept open for as long as the process lives."""
    return open_standing(folder.path / run.columns)


def visible_mask(standing: Standing, viewer: Viewer) -> Array:
    """Which of its accounts the viewer may see; one query."""
    visible = Account.objects.visible_to(viewer).values_list("pk", flat=True)
    keys = np.fromiter(visible.iterator(chunk_size=10_000), np.int64)
    return np.isin(standing.account, keys)


def effective_places(standing: Standing, run: Run, viewer: Viewer) -> Array:
    """Places of the tiers that stand today, overrides counted (int64, 0 the best, -1 none); one query."""
    place = {tier.code: index for index, tier in enumerate(scheme_of(run).tiers)}
    rows = dict(standing_overrides(viewer.today).values_list("account_id", "tier"))
    places = standing.tier_place.copy()
    order = np.argsort(standing.account, kind="stable")
    for account, tier in rows.items():
        at = int(np.searchsorted(standing.account, account, sorter=order))
        if tier in place and at < standing.count and standing.account[order[at]] == account:
            places[order[at]] = place[tier]
    return places
