"""The arrays of a run, and which of its accounts somebody may see."""

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.insight.grading.models import Run
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.value.standing import Standing, open_standing
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account
from openkam.records.accounts.queries import standing_overrides


def standing_of(run: Run, folder: DataFolder) -> Standing:
    """The arrays of a run; kept open for as long as the process lives.

    Raises Problem where they are gone: a data folder may have been restored without them.
    """
    try:
        return open_standing(folder.path / run.columns)
    except FileNotFoundError:
        raise Problem(
            Text(
                "The figures of run {run} are not in the data folder; it may have been restored without them.",
                "数据文件夹中没有第{run}次分级的明细数据，可能是恢复备份时遗漏。",
            ).filled(run=run.pk),
            remedy=Text(
                "Restore the folder “runs” too, or grade again on the data page.",
                "请一并恢复“runs”文件夹，或在数据页重新分级。",
            ),
        ) from None


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
