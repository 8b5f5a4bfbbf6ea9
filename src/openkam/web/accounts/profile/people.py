"""Who works on an account, what people decided and rated, under which codes it is known, and its group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.held import held_of
from openkam.records.accounts.models import Account, AccountCode, Rating, Share, TeamMember


@dataclass(frozen=True)
class RatingLine:
    """A criterion people rate: its latest rating, None where nobody has, and how many there were before."""

    measure: str
    label: Text
    formula: Text
    latest: Rating | None
    earlier: int


@dataclass(frozen=True)
class Relative:
    """A company of the same group, with its tier and sales."""

    key: int
    name: str
    tier: Text | None
    place: int
    grade: Grade | None
    is_parent: bool


@dataclass(frozen=True)
class PeoplePart:
    """Everything people hold about the account."""

    team: Sequence[TeamMember]
    shares: Sequence[Share]
    ratings: Sequence[RatingLine]
    codes: Sequence[AccountCode]
    merged: Sequence[str]
    group: Sequence[Relative]


def people_part(viewer: Viewer, account: Account, run: Run | None) -> PeoplePart:
    """A fixed number of queries."""
    known = held_of(account, viewer.today)
    return PeoplePart(
        team=known.team,
        shares=known.shares,
        ratings=_ratings(known.ratings),
        codes=known.codes,
        merged=known.merged,
        group=_group(viewer, account, run),
    )


def _ratings(found: Sequence[Rating]) -> list[RatingLine]:
    rows: dict[str, list[Rating]] = {}
    for rating in found:
        rows.setdefault(rating.measure, []).append(rating)
    return [
        RatingLine(
            one.code, one.label, one.formula, next(iter(rows.get(one.code, ())), None), len(rows.get(one.code, ()))
        )
        for one in MEASURES.values()
        if one.unit is Unit.RATING
    ]


def _group(viewer: Viewer, account: Account, run: Run | None) -> list[Relative]:
    """Parent, sisters and subsidiaries as far as the viewer sees them."""
    rows = _KIN(viewer, account.pk, account.parent_id or account.pk)
    keys = [row.pk for row in rows]
    grades = {grade.account_id: grade for grade in _GRADES(viewer, run.pk, keys)} if run is not None and keys else {}
    tiers = scheme_of(run).tiers if run is not None else ()
    return [_relative(row, grades.get(row.pk), tiers, row.pk == account.parent_id) for row in rows]


def _kin(viewer: Viewer, account: int, parent: int) -> Any:
    kin = Q(parent=account) | Q(pk=parent) | Q(parent=parent)
    return Account.objects.visible_to(viewer).filter(kin).exclude(pk=account).order_by("name").only("name")


def _grades(viewer: Viewer, run: int, keys: list[int]) -> Any:
    found = Grade.objects.visible_to(viewer).filter(run=run, account__in=keys)
    return found.only("account_id", "tier_place", "net_sales_12m", "run_id")


_KIN: Final[Prepared[Account]] = Prepared(_kin)
_GRADES: Final[Prepared[Grade]] = Prepared(_grades)


def _relative(row: Account, grade: Grade | None, tiers: Sequence[object], is_parent: bool) -> Relative:
    place = grade.tier_place if grade is not None else len(tiers)
    label = getattr(tiers[place], "label", None) if place < len(tiers) else None
    return Relative(row.pk, row.name, label, place, grade, is_parent)
