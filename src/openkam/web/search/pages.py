"""What a search finds: accounts ranked by how well they match, then by tier and sales; people; screens."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import F, FilteredRelation, Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer
from openkam.insight.grading.models import Run
from openkam.insight.grading.queries import grades_of, run_in_force
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.models import Account, AccountCode
from openkam.records.accounts.search import is_found, ranked, search_text
from openkam.records.users.models import User
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
    rows = _accounts(viewer, run, words, most + 1) if words else []
    return SearchPage(
        words=words,
        accounts=_found(viewer, run, rows[:most]),
        people=_people(viewer, words) if words else (),
        screens=tuple(screen for screen in screens(viewer) if not words or is_found(_pieces(screen.name), words)),
        more=len(rows) > most,
    )


def _accounts(viewer: Viewer, run: Run | None, words: str, most: int) -> list[Account]:
    rows = Account.objects.visible_to(viewer).select_related("owner")
    if run is None:
        return list(ranked(rows, words)[:most])
    graded = rows.annotate(standing=FilteredRelation("grades", condition=Q(grades__run=run)))
    ties = (F("standing__tier_place").asc(nulls_last=True), F("standing__net_sales_12m").desc(nulls_last=True))
    return list(ranked(graded, words, *ties)[:most])


def _found(viewer: Viewer, run: Run | None, rows: list[Account]) -> tuple[FoundAccount, ...]:
    codes = dict(
        AccountCode.objects.visible_to(viewer)
        .filter(account__in=[row.pk for row in rows], is_main=True)
        .values_list("account_id", "code")
    )
    labels = {tier.code: tier.label for tier in scheme_of(run).tiers} if run else {}
    tiers = _tiers(viewer, run, rows) if run else {}
    return tuple(
        FoundAccount(
            name=row.name,
            code=codes.get(row.pk, ""),
            owner=row.owner.name if row.owner else "",
            region=row.region,
            address=f"/accounts/{row.pk}/",
            is_graded=row.pk in tiers,
            tier=labels.get(tiers[row.pk][0]) if row.pk in tiers else None,
            place=tiers[row.pk][1] if row.pk in tiers else None,
        )
        for row in rows
    )


def _tiers(viewer: Viewer, run: Run, rows: list[Account]) -> dict[int, tuple[str, int]]:
    """The tier that stands today by account: an override before the grade."""
    grades: Any = grades_of(viewer, run).filter(account__in=[row.pk for row in rows])
    return {grade.account_id: (grade.effective_tier, grade.effective_place) for grade in grades}


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
