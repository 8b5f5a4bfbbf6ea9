"""Where a user's own people map has its cards: kept, and taken back once."""

import re
from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Final

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.records.accounts.models import Account, MapPlaces
from openkam.records.accounts.refusals import gone

Place = tuple[float, float]
MOST_PLACES: Final = 400
FARTHEST: Final = 30_000.0
"""No card of a map of a thousand people stands farther from its corner."""
_CARD: Final = re.compile(r"p[0-9]{1,18}|r[A-Z_]{1,12}|d[^\x00-\x1f\x7f]{0,100}")


@transaction.atomic
def keep_places(*, viewer: Viewer, account: Account, places: Mapping[str, Place], now: datetime) -> MapPlaces:
    """These cards stand where the viewer put them, all others where the map puts them; what was before is remembered.

    What names no card, or lies beyond any map, is left out.
    """
    require(viewer, Right.SEE_ACCOUNTS)
    kept, wanted = _own(viewer, account, now), _checked(places)
    if wanted != kept.places:
        kept.before, kept.places = kept.places, wanted
    return _written(viewer, kept, now)


@transaction.atomic
def take_back_places(*, viewer: Viewer, account: Account, now: datetime) -> MapPlaces:
    """The cards stand where they stood before the latest change; once more brings that change back."""
    require(viewer, Right.SEE_ACCOUNTS)
    kept = _own(viewer, account, now)
    kept.places, kept.before = kept.before, kept.places
    return _written(viewer, kept, now)


def _own(viewer: Viewer, account: Account, now: datetime) -> MapPlaces:
    """Raises Problem where the viewer does not see the account."""
    known: Account | None = Account.objects.visible_to(viewer).filter(pk=account.pk).first()
    if known is None:
        raise gone()
    kept, _ = MapPlaces.objects.select_for_update().get_or_create(
        account=known, user_id=viewer.user, defaults={"kept_at": now}
    )
    return kept


def _written(viewer: Viewer, kept: MapPlaces, now: datetime) -> MapPlaces:
    kept.kept_at = now
    kept.save(update_fields=["places", "before", "kept_at"])
    record(viewer, "arrange_map", kind="mapplaces", key=kept.pk, change={"account": [None, kept.account_id]}, now=now)
    return kept


def _checked(places: Mapping[str, Place]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for card, place in places.items():
        if len(found) < MOST_PLACES and _CARD.fullmatch(card) and all(map(_is_near, place)):
            found[card] = [round(one) for one in place]
    return found


def _is_near(value: float) -> bool:
    return isfinite(value) and abs(value) <= FARTHEST
