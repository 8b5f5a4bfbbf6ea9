"""What a search finds: accounts ranked by how well they match, then by tier and sales; people; screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Q

from openkam.analysis.methods.grading.scheme import Tier
from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.queries import main_codes, standing_overrides
from openkam.records.accounts.search import is_found, search_text
from openkam.records.users.models import User
from openkam.web.accounts.listing.seen import Seen, seen_by
from openkam.web.search.ranking import best_rows
from openkam.web.ui.shell import Screen, screens

IN_PALETTE: Final = 8
ON_PAGE: Final = 50
PEOPLE: Final = 5


@dataclass(frozen=True)
class FoundAccount:
    """One account; `tier` is blank without grades, `place` 0 for the best."""

    name: str
    code: str
    owner: str
    region: str
    address: str
    is_graded: bool
    tier: Text | None
    place: int | None


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who works here, and where his name leads."""

    name: str
    address: str


@dataclass(frozen=True)
class SearchPage:
    """Everything found; `more` where the list of accounts holds more of them."""

    words: str
    accounts: tuple[FoundAccount, ...]
    people: tuple[FoundPerson, ...]
    screens: tuple[Screen, ...]
    more: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.accounts or self.people or self.screens)


def search_page(viewer: Viewer, words: str, *, is_palette: bool) -> SearchPage:
    """A fixed number of queries, whatever is found; nothing typed shows the screens."""
    most = IN_PALETTE if is_palette else ON_PAGE
    run = run_in_force() if words else None
    seen = seen_by(viewer, run) if words else None
    rows = best_rows(seen, words, most + 1) if seen is not None else []
    return SearchPage(
        words=words,
        accounts=_found(viewer, run, seen, rows[:most]) if seen is not None else (),
        people=_people(viewer, words) if words else (),
        screens=tuple(screen for screen in screens(viewer) if not words or is_found(_pieces(screen.name), words)),
        more=len(rows) > most,
    )


def _found(viewer: Viewer, run: Run | None, seen: Seen, rows: list[int]) -> tuple[FoundAccount, ...]:
    keys = seen.account[rows].tolist()
    codes = main_codes(keys)
    owners = dict(
        User.objects.visible_to(viewer).filter(pk__in=set(seen.owner[rows].tolist())).values_list("pk", "name")
    )
    tiers = scheme_of(run).tiers if run else ()
    places = _overrides(viewer, tiers, keys)
    found = []
    for row, key in zip(rows, keys, strict=True):
        place = places.get(key, int(seen.tier[row]))
        is_graded = bool(seen.graded[row])
        found.append(
            FoundAccount(
                name=seen.name[row],
                code=codes.get(key, ""),
                owner=owners.get(int(seen.owner[row]), ""),
                region=seen.region.vocabulary[seen.region.index[row]],
                address=f"/accounts/{key}/",
                is_graded=is_graded,
                tier=tiers[place].label if is_graded and place < len(tiers) else None,
                place=place if is_graded else None,
            )
        )
    return tuple(found)


def _overrides(viewer: Viewer, tiers: Sequence[Tier], keys: list[int]) -> dict[int, int]:
    """Places that persons set, by account; of accounts the viewer sees."""
    places = {tier.code: place for place, tier in enumerate(tiers)}
    standing = standing_overrides(viewer.today).filter(account__in=keys)
    return {key: places[tier] for key, tier in standing.values_list("account_id", "tier") if tier in places}


def _people(viewer: Viewer, words: str) -> tuple[FoundPerson, ...]:
    is_manager = viewer.may(Right.MANAGE_USERS)
    fits = Q(name__icontains=words)
    if is_manager:
        fits |= Q(login__icontains=words)
    rows = User.objects.visible_to(viewer).filter(fits, is_active=True).order_by("name", "pk")
    if not is_manager and not viewer.may(Right.SEE_ACCOUNTS):
        return ()
    address = "/users/{}/" if is_manager else "/accounts/?owner={}"
    return tuple(FoundPerson(name, address.format(key)) for key, name in rows.values_list("pk", "name")[:PEOPLE])


@lru_cache(maxsize=64)
def _pieces(name: Text) -> str:
    return search_text(name.zh, also=(name.en,))
