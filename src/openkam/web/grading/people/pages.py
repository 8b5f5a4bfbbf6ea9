"""Tiers that people set against the scheme, and accounts that wait for what only people can tell (R046)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db.models import QuerySet

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.column import Array
from openkam.analysis.measure import Measure, Unit
from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.core.figures import counted
from openkam.core.problem import Problem
from openkam.insight.grading.queries import grades_of
from openkam.ledger.folder import DataFolder
from openkam.records.accounts.models import Account, Rating, TierOverride
from openkam.web.grading.sight import Sight, arrays_of, sight_of
from openkam.web.grading.tabs import Tabs, tabs_of
from openkam.web.ui.paging import Pager, pager

RATED: Final = tuple(code for code, one in MEASURES.items() if one.unit is Unit.RATING)
PAGE: Final = 20
MOST: Final = 200


@dataclass(frozen=True)
class OverrideLine:
    """One tier set by a person; `scheme_tier` is what the scheme says, None where the account was not graded."""

    override: TierOverride
    tier: Text
    place: int
    scheme_tier: Text | None
    scheme_place: int


@dataclass(frozen=True)
class Waiting:
    """One account without a rating; money is net sales of 12 months in 1/10,000."""

    key: int
    name: str
    money: int | None
    tier: Text
    place: int
    may_rate: bool


@dataclass(frozen=True)
class MeasureChoice:
    """A criterion people rate, with how many visible accounts still wait for it."""

    code: str
    label: Text
    waiting: int
    is_chosen: bool


@dataclass(frozen=True)
class PeoplePage:
    """Everything the page shows; drafts hold what was typed and refused."""

    title: Text
    tabs: Tabs
    standing: Sequence[OverrideLine]
    expired: Sequence[OverrideLine]
    more_overrides: bool
    measures: Sequence[MeasureChoice]
    chosen: Measure | None
    waiting: Sequence[Waiting]
    pager: Pager | None
    known_count: int
    seen_count: int
    may_rate: bool
    today: str
    problem: Problem | None
    draft: Mapping[str, str]


def people_page(
    viewer: Viewer,
    *,
    folder: DataFolder,
    measure: str,
    page: int,
    problem: Problem | None = None,
    draft: Mapping[str, str] | None = None,
) -> PeoplePage:
    """A fixed number of queries; `problem` and `draft` are a rating that was refused."""
    sight = sight_of(viewer)
    code = measure if measure in RATED else RATED[0]
    lacking = _lacking(sight, folder) if sight is not None else {}
    rows = lacking.get(code, np.zeros(0, np.int64))
    pages = pager(page, PAGE, len(rows), lambda number: f"/grading/people/?measure={code}&page={number}#ratings")
    overrides = _overrides(viewer, sight)
    standing = [one for one in overrides if one.override.since_date <= viewer.today <= one.override.expires_date]
    expired = [one for one in overrides if one.override.expires_date < viewer.today]
    graded = int(sight.seen.graded.sum()) if sight is not None else 0
    return PeoplePage(
        title=_title(len(standing), len(expired), len(rows), MEASURES[code]),
        tabs=tabs_of("people"),
        standing=standing,
        expired=expired,
        more_overrides=len(overrides) >= MOST,
        measures=[MeasureChoice(one, MEASURES[one].label, len(lacking.get(one, ())), one == code) for one in RATED],
        chosen=MEASURES[code],
        waiting=_waiting(sight, rows[max(0, pages.first - 1) : pages.latest]) if sight is not None else [],
        pager=pages,
        known_count=graded - len(rows),
        seen_count=graded,
        may_rate=viewer.may(Right.RATE_ACCOUNTS),
        today=viewer.today.isoformat(),
        problem=problem,
        draft=draft or {},
    )


def _title(standing: int, expired: int, waiting: int, measure: Measure) -> Text:
    if not standing and not expired and not waiting:
        words = Text("No account waits for a rating of “{measure}”", "没有客户待评“{measure}”")
        return words.filled(measure=measure.label)
    if not standing and not expired:
        words = Text("{waiting} wait for a rating of “{measure}”", "{waiting}待评“{measure}”")
        return words.filled(waiting=counted(waiting, "account", "accounts", "家客户"), measure=measure.label)
    overrides = counted(standing, "tier set by a person", "tiers set by people", "家由人工定级")
    if expired:
        words = Text("{overrides}, {expired} more have run out", "{overrides}，另有{expired}家已到期")
        return words.filled(overrides=overrides, expired=f"{expired:,}")
    words = Text("{overrides}; {waiting} wait for “{measure}”", "{overrides}；{waiting}家待评“{measure}”")
    return words.filled(overrides=overrides, waiting=f"{waiting:,}", measure=measure.label)


def _overrides(viewer: Viewer, sight: Sight | None) -> list[OverrideLine]:
    rows: QuerySet[TierOverride] = TierOverride.objects.visible_to(viewer).filter(withdrawn_at=None)
    found = list(rows.select_related("account", "decided_by").order_by("expires_date", "pk")[:MOST])
    own: dict[int, int] = {}
    if sight is not None:
        grades = grades_of(viewer, sight.run).filter(account__in=[one.account_id for one in found])
        own = dict(grades.values_list("account_id", "tier_place"))
    return [_override(one, own.get(one.account_id), sight) for one in found]


def _override(one: TierOverride, own: int | None, sight: Sight | None) -> OverrideLine:
    tiers = sight.scheme.tiers if sight is not None else ()
    place = next((place for place, tier in enumerate(tiers) if tier.code == one.tier), len(tiers))
    label = tiers[place].label if place < len(tiers) else Text(one.tier, one.tier)
    scheme_tier = None if own is None or sight is None else sight.tier(own)
    return OverrideLine(one, label, place, scheme_tier, len(tiers) if own is None else own)


def _lacking(sight: Sight, folder: DataFolder) -> dict[str, Array]:
    """By criterion the graded accounts (indices of what is seen) nobody has rated and no table tells, largest first."""
    viewer, seen = sight.viewer, sight.seen
    ratings = Rating.objects.visible_to(viewer).filter(rated_date__lte=viewer.today, measure__in=RATED)
    rated: dict[str, list[int]] = {}
    for account, measure in ratings.values_list("account_id", "measure").distinct().order_by():
        rated.setdefault(measure, []).append(account)
    arrays = arrays_of(sight, folder)
    order = np.argsort(-sight.money, kind="stable")
    lacking = {}
    for code in RATED:
        is_open = seen.graded & ~np.isin(seen.account, np.array(rated.get(code, []), np.int64))
        if arrays is not None and code in arrays.standing.values:
            told = arrays.standing.account[np.isfinite(arrays.standing.values[code])]
            is_open &= ~np.isin(seen.account, told)
        lacking[code] = order[is_open[order]]
    return lacking


def _waiting(sight: Sight, rows: Array) -> list[Waiting]:
    keys = [int(key) for key in sight.seen.account[rows]]
    mine = Account.objects.visible_to(sight.viewer).writable_by(sight.viewer).filter(pk__in=keys)
    changeable = set(mine.values_list("pk", flat=True)) if sight.viewer.may(Right.RATE_ACCOUNTS) else set()
    return [
        Waiting(
            key=int(sight.seen.account[row]),
            name=sight.seen.name[row],
            money=sight.sales_of(row),
            tier=sight.tier(int(sight.places[row])),
            place=int(sight.places[row]),
            may_rate=int(sight.seen.account[row]) in changeable,
        )
        for row in rows.tolist()
    ]
