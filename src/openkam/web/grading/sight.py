"""What one viewer sees of the grades in force: his accounts only, with the tiers that stand today."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Scheme
from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Viewer
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.standing import standing_of
from openkam.insight.value.standing import Standing
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.queries import tiers_set
from openkam.web.sight.seen import NO_TIER, Seen, seen_by

PROFIT = "gross_profit_12m"
SALES = "net_sales_12m"
NO_TIER_WORDS = Text("no tier", "未分级")


@dataclass(frozen=True)
class Sight:
    """A run as one viewer sees it.

    places  int64 by account of `seen`: the tier that stands today, overrides counted; the number of tiers: none
    """

    viewer: Viewer
    run: Run
    scheme: Scheme
    seen: Seen
    places: Array

    @property
    def prices(self) -> bool:
        """Whether profit may be shown."""
        return self.viewer.reads(FieldClass.PRICE)

    @cached_property
    def money(self) -> Array:
        """Net sales of 12 months in 1/10,000, unknown as nothing: by this accounts stand in lists."""
        return np.nan_to_num(self.seen.figures[SALES])

    def sales_of(self, index: int) -> int | None:
        """Net sales of 12 months of one account; None where it was not graded."""
        value = float(self.seen.figures[SALES][index])
        return int(value) if np.isfinite(value) else None

    def index_of(self, account: int) -> int | None:
        """Where an account stands in `seen`; None where the viewer does not see it."""
        at = int(np.searchsorted(self.seen.account, account))
        return at if at < self.seen.count and int(self.seen.account[at]) == account else None

    def name_of(self, account: int) -> str:
        """The name of a visible account, blank of any other."""
        at = self.index_of(account)
        return self.seen.name[at] if at is not None else ""

    def tier(self, place: int) -> Text:
        """A tier of the scheme of this run in words."""
        return self.scheme.tiers[place].label if 0 <= place < len(self.scheme.tiers) else NO_TIER_WORDS


@dataclass(frozen=True)
class Arrays:
    """The arrays of the run, and which of its accounts the viewer sees."""

    standing: Standing
    shown: Array


def sight_of(viewer: Viewer) -> Sight | None:
    """The grades in force; None before anything was published."""
    run = run_in_force()
    if run is None:
        return None
    seen, scheme = seen_by(viewer, run), scheme_of(run)
    return Sight(viewer, run, scheme, seen, _places(viewer, scheme, seen))


def arrays_of(sight: Sight, folder: DataFolder) -> Arrays | None:
    """What is computed from; None where the run kept none."""
    if not sight.run.columns:
        return None
    standing = standing_of(sight.run, folder)
    return Arrays(standing, np.isin(standing.account, sight.seen.account))


def tier_in_words(scheme: Scheme, place: int) -> Text:
    """A tier of any scheme; -1 and whatever lies beyond its tiers is none."""
    return scheme.tiers[place].label if 0 <= place < len(scheme.tiers) else NO_TIER_WORDS


def _places(viewer: Viewer, scheme: Scheme, seen: Seen) -> Array:
    """Grades with the overrides that hold today; one query."""
    places = np.where(seen.tier == NO_TIER, len(scheme.tiers), seen.tier).astype(np.int64)
    codes = {tier.code: place for place, tier in enumerate(scheme.tiers)}
    for account, tier in tiers_set(viewer).items():
        at = int(np.searchsorted(seen.account, account))
        if tier in codes and at < seen.count and seen.account[at] == account and seen.graded[at]:
            places[at] = codes[tier]
    return places
