"""What a query finds among the accounts somebody sees, best first: accounts, people at them, opportunities, notes.

Common words find thousands. So the accounts that stand first by tier and sales are looked through in memory, with the
people there, and of the others no more than a few hundred are fetched, none where those are enough: the best are found,
whatever else holds the word.
"""

from datetime import date
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.core.audit.since import moved_since
from openkam.records.accounts.pieces import Asked, asked, place_in
from openkam.records.accounts.queries import search_texts
from openkam.records.accounts.search import Found, found_among, found_places
from openkam.records.activities.search import Note, found_notes, note_accounts, notes_at, notes_of
from openkam.records.contacts.search import PEOPLE, Post, post_keys, posts_of, texts_at
from openkam.records.needs.search import Review, found_reviews, reviews_at, reviews_of
from openkam.records.opportunities.search import DEALS, Deal, deals_at, deals_of
from openkam.web.search.texts import Texts, texts_of
from openkam.web.sight.columns import SALES
from openkam.web.sight.harmless import HARMLESS
from openkam.web.sight.seen import Seen

FETCHED: Final = 2000
"""So many accounts of one place in the name are fetched, the eldest first."""
FEW: Final = 500
"""Whoever sees no more accounts is searched for among them, however common his words are in the whole company."""
LOOKED_THROUGH: Final = 1000
"""So many accounts are looked through in memory, before the database is asked for others."""
PEOPLE_FETCHED: Final = 150
PEOPLE_LOOKED_THROUGH: Final = 300
_SPARE: Final = 4
"""So many times as many people as are wanted must be found in memory for no others to be looked for."""
DEALS_FETCHED: Final = 60
DEALS_LOOKED_THROUGH: Final = 100
REVIEWS_FETCHED: Final = 60
NOTES_FETCHED: Final = 100
NOTES_READ: Final = 30
_INSIDE: Final = 2
_BEGINNING: Final = -1
_SAME_PEOPLE: Final = HARMLESS - {
    "change_person",
    "erase_person",
    "merge_people",
    "move_person",
    "note_employment",
    "note_person",
    "undo_merge_people",
}
"""Acts that leave the names of people at the accounts as they are."""
_NOTHING: Final = (np.zeros(0, np.int64), np.zeros(0, np.int64))
_ORDER, _BEST, _THERE = "search", "search-accounts", "search-people"


def best_rows(seen: Seen, words: str, most: int) -> list[int]:
    """Rows of `seen`: the whole name or code first, then its beginning, then any place in it.

    Among those that match equally well the better tier stands first, then the larger sales, then the shorter name.
    """
    query = asked(words)
    if query is None or not seen.count:
        return []
    if seen.count <= FEW:
        found, (row, place) = found_among(words, seen.account.tolist()), _NOTHING
    else:
        row, place = _looked_through(seen, query, most)
        found = _found_beyond(seen, words, most, place)
    if found is not None:
        other, is_seen = rows_of(seen, found.account)
        row, place = np.concatenate((row, other[is_seen])), np.concatenate((place, found.place[is_seen]))
    value = np.unique(place * seen.count + standing(seen)[row])
    best = _by_standing(seen)[value % seen.count]
    # One that was fetched and looked through stands in both with the same place.
    rows: list[int] = best[:most].tolist()
    return rows


def best_people(seen: Seen, words: str, most: int, today: date) -> list[Post]:
    """Posts at accounts of `seen`, one a person: whole names first, then beginnings, then any place in a name.

    Among equal ones those still there come first, then by their account as in `best_rows`.
    """
    query = asked(words)
    if query is None or not seen.count:
        return []
    known = _NOTHING if seen.count <= FEW else _people_there(seen).places(query)
    farthest = _farthest(known[1], most)
    found = found_places(words, PEOPLE, most=PEOPLE_FETCHED, farthest=farthest)
    if found is None:
        return []
    person, place = found.account, found.place
    if found.is_cut or farthest < _INSIDE:
        more, its_place = _people_there(seen).places(query) if seen.count <= FEW else known
        person, first = np.unique(np.concatenate((person, more)), return_index=True)
        place = np.concatenate((place, its_place))[first]
    return posts_of(_best_posts(seen, person, place, most, today), today)


def _farthest(known: Array, most: int) -> int:
    """The place up to which people are looked for beyond those in memory, whose places are `known`.

    Some of those in memory may have left, so there must be more than are wanted.
    """
    enough = _SPARE * most
    if int((known < _INSIDE).sum()) >= enough:
        return 0
    return 1 if int((known == _INSIDE).sum()) >= enough else _INSIDE


def _best_posts(seen: Seen, person: Array, place: Array, most: int, today: date) -> list[int]:
    """Keys of the best post of each of the best of these people (int64, rising), the best first."""
    key, whose, account, is_past = post_keys(person.tolist(), today)
    row, is_seen = rows_of(seen, account)
    key, whose, row, is_past = key[is_seen], whose[is_seen], row[is_seen], is_past[is_seen]
    best = np.lexsort((whose, standing(seen)[row], is_past, place[np.searchsorted(person, whose)]))
    _, first = np.unique(whose[best], return_index=True)
    keys: list[int] = key[best[np.sort(first)[:most]]].tolist()
    return keys


def best_deals(seen: Seen, words: str, most: int) -> list[Deal]:
    """Opportunities at accounts of `seen`: whole names first, then beginnings, then any place; open ones before closed.

    Whoever sees few accounts is told the best of all of his, however many there are in the whole company.
    """
    query, found = asked(words), found_places(words, DEALS, most=DEALS_FETCHED, enough=_are_many)
    if query is None or found is None or not seen.count:
        return []
    if found.is_cut and seen.count <= FEW:
        deals = deals_at(query, seen.account.tolist(), only_open=False)
    else:
        deals = deals_of(found.account.tolist())
    if found.is_cut and seen.count > FEW:
        deals += deals_at(query, _best_accounts(seen, DEALS_LOOKED_THROUGH), only_open=True)
    at, (row, is_seen) = standing(seen), rows_of(seen, np.array([deal.account for deal in deals], np.int64))
    ranked = {
        deal.opportunity: (place_in(deal.text, query), not deal.is_open, at[row[number]], -deal.opportunity, deal)
        for number, deal in enumerate(deals)
        if is_seen[number]
    }
    return [one[-1] for one in sorted(ranked.values())[:most]]


def _are_many(keys: Array) -> bool:
    return len(keys) >= DEALS_FETCHED


def best_reviews(seen: Seen, words: str, most: int) -> list[Review]:
    """Reviews of deals at accounts of `seen`, one a deal, the latest first; among few accounts as in `best_deals`."""
    if not seen.count:
        return []
    keys = found_reviews(words, REVIEWS_FETCHED)
    is_cut, sees_few = len(keys) == REVIEWS_FETCHED, seen.count <= FEW
    reviews = [] if is_cut and sees_few else reviews_of(keys, words)
    if is_cut:
        reviews += reviews_at(words, _best_accounts(seen, FEW if sees_few else PEOPLE_LOOKED_THROUGH))
    _, is_seen = rows_of(seen, np.array([review.account for review in reviews], np.int64))
    shown: dict[int, Review] = {}
    for review, visible in zip(reviews, is_seen.tolist(), strict=True):
        if visible:
            shown.setdefault(review.opportunity, review)
    return list(shown.values())[:most]


def best_notes(seen: Seen, words: str, most: int) -> list[Note]:
    """Entries of the log of accounts of `seen`, the latest day first."""
    if not seen.count:
        return []
    keys = found_notes(words, NOTES_FETCHED)
    pairs = note_accounts(keys)
    _, is_seen = rows_of(seen, np.array([account for _, account in pairs], np.int64))
    shown = [key for (key, _), visible in zip(pairs, is_seen.tolist(), strict=True) if visible]
    if len(keys) == NOTES_FETCHED and len(shown) < most:
        shown = [*shown, *notes_at(words, _best_accounts(seen, PEOPLE_LOOKED_THROUGH), most)]
    return notes_of(shown[:NOTES_READ], words)[:most]


def rows_of(seen: Seen, accounts: Array) -> tuple[Array, Array]:
    """The row of each account, and whether it is seen at all."""
    if not seen.count:
        return np.zeros(len(accounts), np.int64), np.zeros(len(accounts), bool)
    row = np.searchsorted(seen.account, accounts)
    row[row == seen.count] = 0
    return row, seen.account[row] == accounts


def _looked_through(seen: Seen, query: Asked, most: int) -> tuple[Array, Array]:
    """Rows and places of the hits among the accounts that stand first, until so many begin with the query."""
    account, place = seen.of(_BEST, lambda: _texts_of_the_best(seen)).places(query)
    enough = int(np.searchsorted(np.cumsum(place < _INSIDE), most)) + 1
    row, is_seen = rows_of(seen, account[:enough])
    return row[is_seen], place[:enough][is_seen]


def _found_beyond(seen: Seen, words: str, most: int, known: Array) -> Found | None:
    """What the database finds, as far as it can stand before the hits in memory, whose places are `known`.

    Nobody beyond the best comes before so many of them that match as well: then only better matches are looked for.
    """
    if int((known < _INSIDE).sum()) >= most:
        return found_places(words, most=FETCHED, farthest=0)
    wanted = most - int((known == _INSIDE).sum())
    return found_places(words, most=FETCHED, enough=lambda keys: int(rows_of(seen, keys)[1].sum()) >= wanted)


def _texts_of_the_best(seen: Seen) -> Texts:
    keys = _best_accounts(seen, LOOKED_THROUGH)
    texts = search_texts(keys)
    return texts_of((key, texts[key]) for key in keys if key in texts)


def _people_there(seen: Seen) -> Texts:
    """People and their pieces at the accounts that stand first, as the latest act on people left them.

    Who left the records since is sorted out later.
    """
    kept: tuple[int, Texts] | None = seen.made.get(_THERE)
    head, moved = moved_since(kept[0] if kept else _BEGINNING, harmless=_SAME_PEOPLE)
    if kept is None or moved:
        best = _best_accounts(seen, FEW if seen.count <= FEW else PEOPLE_LOOKED_THROUGH)
        texts = texts_of((person, text) for _, person, text in texts_at(best))
    else:
        texts = kept[1]
    seen.made[_THERE] = (head, texts)
    return texts


def _best_accounts(seen: Seen, count: int) -> list[int]:
    keys: list[int] = seen.account[_by_standing(seen)[:count]].tolist()
    return keys


def _by_standing(seen: Seen) -> Array:
    """Rows, the best first."""
    key = f"{_ORDER}-rows"
    if key not in seen.orders:
        seen.orders[key] = np.argsort(standing(seen))
    return seen.orders[key]


def standing(seen: Seen) -> Array:
    """The place of every account among equally good matches; computed once for the accounts seen."""
    if _ORDER not in seen.orders:
        keys = [(len(name), name) for name in seen.name]
        by_name = sorted(range(seen.count), key=keys.__getitem__)
        names = np.empty(seen.count, np.int64)
        names[by_name] = np.arange(seen.count)
        sales = seen.figures.get(SALES, np.full(seen.count, np.nan))
        places = np.empty(seen.count, np.int64)
        places[np.lexsort((names, -sales, seen.tier))] = np.arange(seen.count)
        seen.orders[_ORDER] = places
    return seen.orders[_ORDER]
