"""What a search finds: accounts by match, tier and sales; people, opportunities, reviews and log there; colleagues;
screens."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import Any, Final

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Right, Viewer
from openkam.core.prepared import Prepared
from openkam.insight.grading.models import Run
from openkam.insight.grading.run_scheme import scheme_of
from openkam.records.accounts.pieces import asked, place_in
from openkam.records.accounts.queries import Label, labels
from openkam.records.accounts.search import search_text
from openkam.records.activities.search import Note
from openkam.records.contacts.search import Post
from openkam.records.needs.search import Review
from openkam.records.opportunities.labels import OUTCOMES
from openkam.records.opportunities.search import Deal
from openkam.records.users.models import User
from openkam.web.search.ranking import best_deals, best_notes, best_people, best_reviews, best_rows
from openkam.web.sight.seen import Seen, in_force
from openkam.web.ui.shell import DATA_TABS, Screen, exists, screens

COLLEAGUES: Final = 5


@dataclass(frozen=True)
class Most:
    """How many of each kind are shown."""

    accounts: int
    people: int
    deals: int
    notes: int


IN_PALETTE: Final = Most(8, 5, 4, 3)
ON_PAGE: Final = Most(50, 20, 20, 10)


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
    """Somebody at a customer, with the post that matches best; `has_left` where it has ended."""

    name: str
    post: str
    account: str
    has_left: bool
    address: str


@dataclass(frozen=True)
class FoundDeal:
    """An opportunity; `outcome` is None while it is open."""

    name: str
    category: str
    account: str
    outcome: Text | None
    address: str


@dataclass(frozen=True)
class FoundReview:
    """Why a deal was not won: `passage` are the words around the hit."""

    deal: str
    passage: str
    account: str
    address: str


@dataclass(frozen=True)
class FoundNote:
    """An entry of a log: `passage` are the words around the hit, blank where the subject holds it."""

    subject: str
    passage: str
    account: str
    day: date
    is_month: bool
    address: str


@dataclass(frozen=True)
class FoundColleague:
    """Somebody who works here, and where his name leads."""

    name: str
    address: str


@dataclass(frozen=True)
class SearchPage:
    """Everything found; `more` where the list of accounts holds more of them."""

    words: str
    accounts: tuple[FoundAccount, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    deals: tuple[FoundDeal, ...] = ()
    reviews: tuple[FoundReview, ...] = ()
    notes: tuple[FoundNote, ...] = ()
    colleagues: tuple[FoundColleague, ...] = ()
    screens: tuple[Screen, ...] = ()
    more: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        at_accounts = self.accounts or self.people or self.deals or self.reviews or self.notes
        return not (at_accounts or self.colleagues or self.screens)


def search_page(viewer: Viewer, words: str, *, is_palette: bool) -> SearchPage:
    """A fixed number of queries, whatever is found; nothing typed shows the screens."""
    places = tuple(screens(viewer))
    if words:
        top = {screen.address for screen in places}
        beside = (one for one in DATA_TABS if one.address not in top and viewer.may(one.right) and exists(one.address))
        places = tuple(screen for screen in (*places, *beside) if _is_named(screen.name, words))
    if not words or not viewer.may(Right.SEE_ACCOUNTS):
        return SearchPage(words, colleagues=_colleagues(viewer, words, None) if words else (), screens=places)
    most = IN_PALETTE if is_palette else ON_PAGE
    run, seen = in_force(viewer)
    rows = best_rows(seen, words, most.accounts + 1)
    people = best_people(seen, words, most.people, viewer.today) if viewer.reads(FieldClass.CONTACT) else []
    deals = best_deals(seen, words, most.deals) if viewer.reads(FieldClass.TEAM) else []
    reviews = best_reviews(seen, words, most.deals) if _reads_reviews(viewer) else []
    notes = best_notes(seen, words, most.notes) if viewer.reads(FieldClass.CONTACT) else []
    shown = [int(seen.account[row]) for row in rows[: most.accounts]]
    there: tuple[Post | Deal | Review | Note, ...] = (*people, *deals, *reviews, *notes)
    named = labels({*shown, *(one.account for one in there)}, viewer.today)
    return SearchPage(
        words=words,
        accounts=_found(run, seen, rows[: most.accounts], named),
        people=tuple(_person(post, named[post.account]) for post in people if post.account in named),
        deals=tuple(_deal(deal, named[deal.account]) for deal in deals if deal.account in named),
        reviews=tuple(_review(review, named[review.account]) for review in reviews if review.account in named),
        notes=tuple(_note(note, named[note.account]) for note in notes if note.account in named),
        colleagues=_colleagues(viewer, words, seen),
        screens=places,
        more=len(rows) > most.accounts,
    )


def _reads_reviews(viewer: Viewer) -> bool:
    """Their page is there for whoever may write one."""
    return viewer.reads(FieldClass.CONTACT) and viewer.may(Right.RECORD_CUSTOMERS)


def _person(post: Post, account: Label) -> FoundPerson:
    page = f"/people/{post.person}/"
    return FoundPerson(
        name=post.name,
        post=" · ".join(filter(None, (post.department, post.title))),
        account=account.name,
        has_left=post.is_past,
        address=page if exists("/people/1/") else f"/accounts/{post.account}/people/",
    )


def _deal(deal: Deal, account: Label) -> FoundDeal:
    return FoundDeal(
        name=deal.name,
        category=deal.category,
        account=account.name,
        outcome=None if deal.is_open else OUTCOMES[deal.outcome],
        address=f"/opportunities/{deal.opportunity}/",
    )


def _review(review: Review, account: Label) -> FoundReview:
    return FoundReview(
        deal=review.deal,
        passage=review.passage,
        account=account.name,
        address=f"/accounts/{review.account}/log/deals/{review.opportunity}/review/",
    )


def _note(note: Note, account: Label) -> FoundNote:
    return FoundNote(
        subject=note.subject,
        passage=note.passage,
        account=account.name,
        day=note.day,
        is_month=note.precision == "MONTH",
        address=f"/accounts/{note.account}/log/#entry-{note.activity}",
    )


def _found(run: Run | None, seen: Seen, rows: list[int], named: dict[int, Label]) -> tuple[FoundAccount, ...]:
    tiers = scheme_of(run).tiers if run and rows else ()
    places = {tier.code: place for place, tier in enumerate(tiers)}
    found = []
    for row in rows:
        key = int(seen.account[row])
        label = named.get(key)
        if label is None:
            continue
        place = places.get(label.override, int(seen.tier[row]))
        is_graded = bool(seen.graded[row])
        found.append(
            FoundAccount(
                name=label.name,
                code=label.code,
                owner=label.owner,
                region=seen.region.vocabulary[seen.region.index[row]],
                address=f"/accounts/{key}/",
                is_graded=is_graded,
                tier=tiers[place].label if is_graded and place < len(tiers) else None,
                place=place if is_graded else None,
            )
        )
    return tuple(found)


def _colleagues(viewer: Viewer, words: str, seen: Seen | None) -> tuple[FoundColleague, ...]:
    """By name, whoever manages users by login as well; the names are kept with the accounts seen."""
    is_manager = viewer.may(Right.MANAGE_USERS)
    if not is_manager and not viewer.may(Right.SEE_ACCOUNTS):
        return ()
    read = partial(_names, viewer)
    users = read() if seen is None else seen.of(("search-colleagues", viewer.user), read)
    address, wanted = "/users/{}/" if is_manager else "/accounts/?owner={}", words.casefold()
    fitting = (
        FoundColleague(name, address.format(key))
        for key, name, folded, login in users
        if wanted in folded or (is_manager and wanted in login)
    )
    return tuple(islice(fitting, COLLEAGUES))


def _names(viewer: Viewer) -> list[tuple[int, str, str, str]]:
    """Key and name, and name and login as they are compared."""
    return [(key, name, name.casefold(), login.casefold()) for key, name, login in _USERS(viewer)]


def _users(viewer: Viewer) -> Any:
    rows = User.objects.visible_to(viewer).filter(is_active=True).order_by("name", "pk")
    return rows.values_list("pk", "name", "login")


_USERS: Final[Prepared[tuple[int, str, str]]] = Prepared(_users)


def _is_named(name: Text, words: str) -> bool:
    query = asked(words)
    return query is not None and place_in(_pieces(name), query) is not None


@lru_cache(maxsize=64)
def _pieces(name: Text) -> str:
    return search_text(name.zh, also=(name.en,))
