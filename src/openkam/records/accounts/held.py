"""What people hold about one account: for whoever is known to see it sees what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q

from openkam.core.prepared import Prepared
from openkam.records.accounts.models import Account, AccountCode, Rating, Share, TeamMember, TierOverride


@dataclass(frozen=True)
class Held:
    """team and shares of today, the first to end or begin first; ratings the latest first; codes the main one first.

    merged    names of the accounts that were merged into it
    """

    team: Sequence[TeamMember]
    shares: Sequence[Share]
    ratings: Sequence[Rating]
    codes: Sequence[AccountCode]
    merged: Sequence[str]


def held_of(account: Account, today: date) -> Held:
    """The account came through `visible_to`; five queries."""
    return Held(
        team=_TEAM(account.pk, today),
        shares=_SHARES(account.pk, today),
        ratings=_RATINGS(account.pk),
        codes=_CODES(account.pk),
        merged=_MERGED(account.pk),
    )


def latest_override(account: Account) -> TierOverride | None:
    """The latest decision about its tier that was not withdrawn, in force or run out; one query."""
    return next(iter(_OVERRIDE(account.pk)), None)


def _team(account: int, today: date) -> Any:
    members = TeamMember.objects.filter(Q(until_date=None) | Q(until_date__gte=today), account=account)
    return members.select_related("user").order_by("since_date", "pk")


def _shares(account: int, today: date) -> Any:
    shares = Share.objects.filter(account=account, expires_date__gte=today)
    return shares.select_related("user", "shared_by").order_by("expires_date", "pk")


def _ratings(account: int) -> Any:
    ratings = Rating.objects.filter(account=account).select_related("rated_by")
    return ratings.order_by("-rated_date", "-rated_at", "-pk")


def _codes(account: int) -> Any:
    return AccountCode.objects.filter(account=account).order_by("-is_main", "code")


def _merged(account: int) -> Any:
    return Account.objects.filter(merged_into=account).order_by("name").values_list("name", flat=True)


def _override(account: int) -> Any:
    rows = TierOverride.objects.filter(account=account, withdrawn_at=None)
    return rows.select_related("decided_by").order_by("-decided_at")[:1]


_TEAM: Final[Prepared[TeamMember]] = Prepared(_team)
_SHARES: Final[Prepared[Share]] = Prepared(_shares)
_RATINGS: Final[Prepared[Rating]] = Prepared(_ratings)
_CODES: Final[Prepared[AccountCode]] = Prepared(_codes)
_MERGED: Final[Prepared[str]] = Prepared(_merged)
_OVERRIDE: Final[Prepared[TierOverride]] = Prepared(_override)
