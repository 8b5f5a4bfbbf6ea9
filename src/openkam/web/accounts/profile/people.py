"""Who works on an account, what people decided and rated, under which codes it is known, and its group."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from openkam.analysis.catalogue import MEASURES
from openkam.analysis.measure import Unit
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.insight.grading.models import Grade, Run
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.models import Account, AccountCode, Rating, Share, TeamMember
from openkam.records.accounts.queries import merged_names


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
    today = viewer.today
    # The account itself came through `visible_to`: who sees it sees what belongs to it.
    team = account.team.filter(Q(until_date=None) | Q(until_date__gte=today))
    shares = account.shares.filter(expires_date__gte=today)
    return PeoplePart(
        team=list(team.select_related("user").order_by("since_date", "pk")),
        shares=list(shares.select_related("user", "shared_by").order_by("expires_date", "pk")),
        ratings=_ratings(account),
        codes=list(account.codes.all().order_by("-is_main", "code")),
        merged=merged_names(viewer, account),
        group=_group(viewer, account, run),
    )


def _ratings(account: Account) -> list[RatingLine]:
    rows: dict[str, list[Rating]] = {}
    found = account.ratings.all().select_related("rated_by")
    for rating in found.order_by("-rated_date", "-rated_at", "-pk"):
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
    kin = Q(parent=account)
    if account.parent_id is not None:
        kin |= Q(pk=account.parent_id) | Q(parent=account.parent_id)
    rows = list(Account.objects.visible_to(viewer).filter(kin).exclude(pk=account.pk).order_by("name"))
    grades = {}
    if run is not None:
        found = Grade.objects.visible_to(viewer).filter(run=run, account__in=[row.pk for row in rows])
        grades = {
            grade.account_id: grade for grade in found.only("account_id", "tier_place", "net_sales_12m", "run_id")
        }
    tiers = scheme_of(run).tiers if run is not None else ()
    return [_relative(row, grades.get(row.pk), tiers, row.pk == account.parent_id) for row in rows]


def _relative(row: Account, grade: Grade | None, tiers: Sequence[object], is_parent: bool) -> Relative:
    place = grade.tier_place if grade is not None else len(tiers)
    label = getattr(tiers[place], "label", None) if place < len(tiers) else None
    return Relative(row.pk, row.name, label, place, grade, is_parent)
