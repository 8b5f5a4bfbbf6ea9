"""What may be found at the accounts that stand first, in memory: what they are called, people and opportunities there.

All of it together has a limit, whoever searches: what was used longest ago is read again when it is wanted.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import date
from threading import Lock
from typing import Final
from weakref import ref

import numpy as np

from openkam.analysis.column import Array
from openkam.core.audit.since import moved_since
from openkam.records.accounts.queries import search_texts
from openkam.records.contacts.search import texts_at
from openkam.records.opportunities.search import deal_texts_at
from openkam.web.search.texts import Texts, texts_of
from openkam.web.sight.columns import SALES
from openkam.web.sight.harmless import HARMLESS
from openkam.web.sight.seen import Seen, as_of, is_long

FEW: Final = 500
"""Whoever sees no more accounts is searched for among them, however common his words are in the whole company."""
LOOKED_THROUGH: Final = 1000
"""So many accounts are looked through in memory, before the database is asked for others."""
PEOPLE_LOOKED_THROUGH: Final = 300
DEALS_LOOKED_THROUGH: Final = 100
ROOM: Final = 24_000_000
"""Bytes that everything kept here for all who search may take together."""
_SAME_PEOPLE: Final = HARMLESS - {
    "change_person",
    "end_employment",
    "erase_person",
    "merge_people",
    "move_person",
    "note_employment",
    "note_person",
    "undo_merge_people",
}
"""Acts that leave the names of people at the accounts as they are, and who of them is still there."""
_SAME_DEALS: Final = HARMLESS - {
    "change_opportunity",
    "close_opportunity",
    "erase_person",
    "note_opportunity",
    "reopen_opportunity",
}
"""Acts that leave the names of opportunities as they are, and which of them are open."""
_ORDER, _BEST, _PEOPLE, _DEALS = "search", "search-accounts", "search-people", "search-deals"


def sees_few(seen: Seen) -> bool:
    """Whether everything at all the accounts is looked through."""
    return seen.count <= FEW


def is_all_there(seen: Seen) -> bool:
    """Whether everything at all the accounts is kept in memory, so that nobody else need be asked."""
    return sees_few(seen) and is_long(seen)


def accounts_first(seen: Seen) -> Texts:
    """What the accounts that stand first are found by, the best first."""
    return _as_of_now(seen, _BEST, HARMLESS, lambda: _texts_of_the_best(seen))


def people_there(seen: Seen, today: date) -> Texts:
    """People and their pieces at the accounts that stand first, as the latest act on people left them.

    Who is still there comes first, then the better account. Who left the records since is sorted out later.
    """

    def texts() -> Texts:
        found = texts_at(best_accounts(seen, FEW if sees_few(seen) else PEOPLE_LOOKED_THROUGH), today)
        is_past, at = (np.array([one[place] for one in found], np.int64) for place in (0, 1))
        order = np.lexsort((_standing_of(seen, at), is_past)).tolist()
        return texts_of(found[number][2:] for number in order)

    return _as_of_now(seen, _PEOPLE, _SAME_PEOPLE, texts)


def deals_there(seen: Seen) -> Texts:
    """Opportunities and their pieces, all of them at few accounts, else the open ones at those that stand first.

    Open ones come first, then the better account, then the latest.
    """
    is_few = sees_few(seen)

    def texts() -> Texts:
        found = deal_texts_at(best_accounts(seen, FEW if is_few else DEALS_LOOKED_THROUGH), only_open=not is_few)
        is_closed, at, key = (np.array([one[place] for one in found], np.int64) for place in (0, 1, 2))
        order = np.lexsort((-key, _standing_of(seen, at), is_closed)).tolist()
        return texts_of(found[number][2:] for number in order)

    return _as_of_now(seen, _DEALS, _SAME_DEALS, texts)


def best_accounts(seen: Seen, count: int) -> list[int]:
    """Keys of the accounts that stand first."""
    keys: list[int] = seen.account[by_standing(seen)[:count]].tolist()
    return keys


def by_standing(seen: Seen) -> Array:
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


def rows_of(seen: Seen, accounts: Array) -> tuple[Array, Array]:
    """The row of each account, and whether it is seen at all."""
    if not seen.count:
        return np.zeros(len(accounts), np.int64), np.zeros(len(accounts), bool)
    row = np.searchsorted(seen.account, accounts)
    row[row == seen.count] = 0
    return row, seen.account[row] == accounts


def _standing_of(seen: Seen, accounts: Array) -> Array:
    return standing(seen)[rows_of(seen, accounts)[0]]


def _texts_of_the_best(seen: Seen) -> Texts:
    keys = best_accounts(seen, LOOKED_THROUGH)
    texts = search_texts(keys)
    return texts_of((key, texts[key]) for key in keys if key in texts)


def _as_of_now(seen: Seen, name: str, harmless: Collection[str], make: Callable[[], Texts]) -> Texts:
    """What was made under this name, made anew after an act that is not harmless to it.

    One query where anything was done since; none where nothing was.
    """
    head, kept = as_of(seen), seen.made.get(name)
    is_known = kept is not None and kept[0] >= head
    if kept is not None and not is_known:
        head, moved = moved_since(kept[0], harmless=harmless)
        is_known = not moved
    texts: Texts = kept[1] if kept is not None and is_known else make()
    seen.made[name] = (head if kept is None else max(head, kept[0]), texts)
    if is_long(seen):
        _SHELF.note(seen, name, texts.size)
    return texts


class _Shelf:
    """What is kept of all who search; what was used longest ago goes where there is no room, but never the latest.

    No list of accounts is kept alive by it: what belongs to one that is gone takes no room any more.
    """

    def __init__(self) -> None:
        self._lock, self._sizes = Lock(), OrderedDict[tuple[int, str], tuple[ref[Seen], int]]()

    def note(self, seen: Seen, name: str, size: int) -> None:
        """Something of this size was used."""
        with self._lock:
            for gone in [key for key, (known, _) in self._sizes.items() if known() is None]:
                del self._sizes[gone]
            self._sizes[id(seen), name] = (ref(seen), size)
            self._sizes.move_to_end((id(seen), name))
            taken = sum(one for _, one in self._sizes.values())
            while taken > ROOM and len(self._sizes) > 1:
                (_, old), (known, one) = self._sizes.popitem(last=False)
                other = known()
                if other is not None:
                    other.made.pop(old, None)
                taken -= one


_SHELF: Final = _Shelf()
