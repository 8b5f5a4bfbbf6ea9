"""The question of an address answered from what the viewer sees; the page, the exports and assignments begin here."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.http import QueryDict

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Tier
from openkam.core.access import Viewer
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.models import Account, AccountCode, TierOverride
from openkam.records.accounts.search import matching
from openkam.records.users.models import User
from openkam.web.accounts.listing.asked import Asked, asked_of
from openkam.web.accounts.listing.columns import Column, columns_of, leading
from openkam.web.accounts.listing.seen import Seen, seen_by
from openkam.web.accounts.listing.sifting import Known, Sifted, sifted
from openkam.web.accounts.listing.teams import team_of


@dataclass(frozen=True)
class Answer:
    """Which accounts, in which order.

    tiers  of the scheme in force, the best first; first: code of the column the list is ordered by unless asked
    """

    viewer: Viewer
    run: Run | None
    tiers: tuple[Tier, ...]
    allowed: Mapping[str, Column]
    first: str
    asked: Asked
    seen: Seen
    known: Known
    sifted: Sifted

    @property
    def count(self) -> int:
        """How many accounts were asked for."""
        return len(self.sifted.rows)

    def keys(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Keys of the accounts asked for, in order."""
        found: list[int] = self.seen.account[self.sifted.rows[start:stop]].tolist()
        return found


def answer_to(viewer: Viewer, given: QueryDict) -> Answer:
    """A fixed number of queries, whatever the number of accounts.

    Raises Problem where something is asked that the list has not.
    """
    run = run_in_force()
    allowed = columns_of(viewer, run)
    asked = asked_of(given, allowed)
    tiers = scheme_of(run).tiers if run is not None else ()
    seen, first = seen_by(viewer, run), leading(allowed, run)
    known = _known(viewer, run, asked, seen, tiers)
    return Answer(viewer, run, tiers, allowed, first, asked, seen, known, sifted(seen, asked, known, allowed, first))


def _known(viewer: Viewer, run: Run | None, asked: Asked, seen: Seen, tiers: tuple[Tier, ...]) -> Known:
    places = {tier.code: place for place, tier in enumerate(tiers)}
    return Known(
        places=places,
        overrides=_overrides(viewer, places),
        team=None if asked.team is None else team_of(viewer, asked.team),
        found=_found(viewer, asked.words) if asked.words else None,
        owners=_owners(viewer, seen),
        codes=_codes(viewer, seen) if asked.sort == "code" else (),
        is_expired=run is not None and run.expires_date < viewer.today,
    )


def _overrides(viewer: Viewer, places: Mapping[str, int]) -> dict[int, int]:
    standing = TierOverride.objects.visible_to(viewer).standing(viewer.today)
    return {key: places[tier] for key, tier in standing.values_list("account_id", "tier") if tier in places}


def _found(viewer: Viewer, words: str) -> Array:
    keys = matching(Account.objects.visible_to(viewer), words).values_list("pk", flat=True)
    return np.fromiter(keys.iterator(), np.int64)


def _owners(viewer: Viewer, seen: Seen) -> dict[int, str]:
    return dict(User.objects.visible_to(viewer).filter(pk__in=seen.owners).values_list("pk", "name"))


def _codes(viewer: Viewer, seen: Seen) -> tuple[str, ...]:
    rows = AccountCode.objects.visible_to(viewer).order_by("-code").values_list("account_id", "code")
    codes = dict(rows)
    return tuple(codes.get(key, "") for key in seen.account.tolist())
