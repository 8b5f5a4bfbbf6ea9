"""From how much on a flag is raised: what the company set for a tier, else what OpenKAM ships for its place."""

from collections.abc import Mapping
from typing import Any, Final

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.health.facts import AccountFacts
from openkam.insight.health.flag import Limits
from openkam.records.reviews.models import FlagLimit

Set = Mapping[tuple[str, str], int | None]


def set_limits(viewer: Viewer) -> dict[tuple[str, str], int | None]:
    """What the company set, by flag and tier ("": accounts without a tier); None turns the flag off. One query."""
    return {(flag, tier): value for flag, tier, value in _LIMITS(viewer)}


def limit_of(code: str, shipped: Limits, facts: AccountFacts, of_company: Set) -> int | None:
    """The limit of a flag for an account; None: not raised there."""
    key = (code, facts.tier)
    return of_company[key] if key in of_company else shipped_limit(shipped, facts.place)


def shipped_limit(shipped: Limits, place: int | None) -> int | None:
    """What holds for the tier of a place unless a company set another; without a tier, as for the second."""
    if place == 0:
        return shipped.top
    return shipped.second if place in (None, 1) else shipped.below


def _rows(viewer: Viewer) -> Any:
    rows = FlagLimit.objects.visible_to(viewer).order_by("set_at", "pk")
    return rows.values_list("flag", "tier", "value")


_LIMITS: Final[Prepared[tuple[str, str, int | None]]] = Prepared(_rows)
