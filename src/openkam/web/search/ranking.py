"""What a query finds among the accounts somebody sees, best first: accounts, people at them, opportunities, notes.

Common words find thousands. So the accounts that stand first by tier and sales are looked through in memory, with the
people there, and of the others no more than a few hundred are fetched, none where those are enough: the best are found,
whatever else holds the word.
"""

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from openkam.analysis.column import Array
from openkam.records.accounts.pieces import Asked, asked
from openkam.records.accounts.search import Index, found_among, found_places
from openkam.records.activities.search import Note, found_notes, note_accounts, notes_at, notes_of
from openkam.records.contacts.search import PEOPLE, Post, post_keys, posts_of
from openkam.records.needs.search import Review, found_reviews, reviews_at, reviews_of
from openkam.records.opportunities.search import DEALS, Deal, deals_of
from openkam.web.search.texts import Texts
from openkam.web.search.there import (
    FEW,
    PEOPLE_LOOKED_THROUGH,
    accounts_first,
    best_accounts,
    by_standing,
    deals_there,
    is_all_there,
    people_there,
    rows_of,
    sees_few,
    standing,
)
from openkam.web.sight.seen import Seen

FETCHED: Final = 2000
"""So many accounts of one place in the name are fetched, the eldest first."""
REVIEWS_FETCHED: Final = 60
NOTES_FETCHED: Final = 100
NOTES_READ: Final = 30
_POSTS: Final = 4
"""So many posts of one person are expected at most among those that are chosen from."""
_INSIDE: Final = 2
_NOTHING: Final = (np.zeros(0, np.int64), np.zeros(0, np.int64))


class Kind(NamedTuple):
    """People or opportunities: where they are found, and how many of each place are fetched, the eldest first.

    spare  so many times as many as are wanted must be found in memory for no others to be looked for
    """

    where: Index
    fetched: int
    spare: int


PEOPLE_KIND: Final = Kind(PEOPLE, fetched=150, spare=4)
"""Some of those in memory may have left the records."""
DEAL_KIND: Final = Kind(DEALS, fetched=60, spare=1)


def best_rows(seen: Seen, words: str, most: int) -> list[int]:
    """Rows of `seen`: the whole name or code first, then its beginning, then any place in it.

    Among those that match equally well the better tier stands first, then the larger sales, then the shorter name.
    """
    query = asked(words)
    if query is None or not seen.count:
        return []
    if sees_few(seen) and not is_all_there(seen):
        found, (row, place) = found_among(words, seen.account.tolist()), _NOTHING
    else:
        row, place = _looked_through(seen, query, most)
        found = None if is_all_there(seen) else found_places(words, most=FETCHED, farthest=_farthest(place, most))
    if found is not None:
        other, is_seen = rows_of(seen, found.account)
        row, place = np.concatenate((row, other[is_seen])), np.concatenate((place, found.place[is_seen]))
    value = np.unique(place * seen.count + standing(seen)[row])
    best = by_standing(seen)[value % seen.count]
    # One that was fetched and looked through stands in both with the same place.
    rows: list[int] = best[:most].tolist()
    return rows


def best_people(seen: Seen, words: str, most: int, today: date) -> list[Post]:
    """Posts at accounts of `seen`, one a person: whole names first, then beginnings, then any place in a name.

    Among equal ones those still there come first, then by their account as in `best_rows`.
    """
    if not seen.count:
        return []
    person, place = _candidates(seen, words, PEOPLE_KIND, lambda: people_there(seen, today), most)
    return posts_of(_best_posts(seen, person, place, most, today), today)


def _candidates(seen: Seen, words: str, kind: Kind, there: Callable[[], Texts], most: int) -> tuple[Array, Array]:
    """Keys, rising, and places of those among whom the best are; `there` are the texts in memory."""
    query = asked(words)
    if query is None:
        return _NOTHING
    if is_all_there(seen):
        return _first_of_each(there().places(query), most)
    known = _NOTHING if sees_few(seen) else there().places(query)
    farthest = _farthest(known[1], kind.spare * most)
    found = found_places(words, kind.where, most=kind.fetched, farthest=farthest)
    if found is None:
        return _NOTHING
    if sees_few(seen) and found.is_cut:
        return _first_of_each(there().places(query), most)
    if found.is_cut or farthest < _INSIDE:
        return _both((found.account, found.place), _first_of_each(known, most))
    return found.account, found.place


def _first_of_each(known: tuple[Array, Array], most: int) -> tuple[Array, Array]:
    """Keys, rising, and places of the first ones of each place: enough for the best, one key standing there twice."""
    key, place = known
    first = np.concatenate([np.flatnonzero(place == one)[: _POSTS * most] for one in range(_INSIDE + 1)])
    return _both((key[first], place[first]), _NOTHING)


def _both(one: tuple[Array, Array], other: tuple[Array, Array]) -> tuple[Array, Array]:
    """Keys, rising, each once, and their places; what is in both has the same place there."""
    key, first = np.unique(np.concatenate((one[0], other[0])), return_index=True)
    return key, np.concatenate((one[1], other[1]))[first]


def _farthest(known: Array, enough: int) -> int:
    """The place up to which others are looked for beyond those in memory, whose places are `known`; -1: none.

    Nobody beyond the best comes before so many of them that match as well: then only better matches are looked for.
    """
    return next((place - 1 for place in range(_INSIDE + 1) if int((known <= place).sum()) >= enough), _INSIDE)


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
    if not seen.count:
        return []
    key, place = _candidates(seen, words, DEAL_KIND, lambda: deals_there(seen), most)
    deals = deals_of(key.tolist())
    at, (row, is_seen) = standing(seen), rows_of(seen, np.array([deal.account for deal in deals], np.int64))
    place = place[np.searchsorted(key, [deal.opportunity for deal in deals])]
    ranked = [
        (place[number], not deal.is_open, at[row[number]], -deal.opportunity, deal)
        for number, deal in enumerate(deals)
        if is_seen[number]
    ]
    return [one[-1] for one in sorted(ranked)[:most]]


def best_reviews(seen: Seen, words: str, most: int) -> list[Review]:
    """Reviews of deals at accounts of `seen`, one a deal, the latest first; among few accounts as in `best_deals`."""
    if not seen.count:
        return []
    keys = found_reviews(words, REVIEWS_FETCHED)
    is_cut, is_few = len(keys) == REVIEWS_FETCHED, sees_few(seen)
    reviews = [] if is_cut and is_few else reviews_of(keys, words)
    if is_cut:
        reviews += reviews_at(words, best_accounts(seen, FEW if is_few else PEOPLE_LOOKED_THROUGH))
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
        shown = [*shown, *notes_at(words, best_accounts(seen, PEOPLE_LOOKED_THROUGH), most)]
    return notes_of(shown[:NOTES_READ], words, most)


def _looked_through(seen: Seen, query: Asked, most: int) -> tuple[Array, Array]:
    """Rows and places of the hits among the accounts that stand first, of each place enough for the best."""
    account, place = _first_of_each(accounts_first(seen).places(query), most)
    row, is_seen = rows_of(seen, account)
    return row[is_seen], place[is_seen]
