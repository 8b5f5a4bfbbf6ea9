"""Which of the accounts somebody sees a query finds, best first."""

import numpy as np

from openkam.analysis.column import Array
from openkam.records.accounts.search import found_places
from openkam.web.accounts.listing.columns import SALES
from openkam.web.accounts.listing.seen import Seen


def best_rows(seen: Seen, words: str, most: int) -> list[int]:
    """Rows of `seen`: the whole name or code first, then its beginning, then any place in it.

    Among those that match equally well the better tier stands first, then the larger sales, then the shorter name.
    """
    found = found_places(words)
    if found is None or not seen.count:
        return []
    row = np.searchsorted(seen.account, found.account)
    row[row == seen.count] = 0
    is_seen = seen.account[row] == found.account
    row, place = row[is_seen], found.place[is_seen].astype(np.int64)
    value = place * seen.count + _standing(seen)[row]
    best = np.argpartition(value, most)[:most] if len(row) > most else np.arange(len(row))
    rows: list[int] = row[best[np.argsort(value[best])]].tolist()
    return rows


def _standing(seen: Seen) -> Array:
    """The place of every account among equally good matches; computed once for the accounts seen."""
    if _ORDER not in seen.orders:
        by_name = sorted(range(seen.count), key=lambda row: (len(seen.name[row]), seen.name[row]))
        names = np.empty(seen.count, np.int64)
        names[by_name] = np.arange(seen.count)
        sales = seen.figures.get(SALES, np.full(seen.count, np.nan))
        places = np.empty(seen.count, np.int64)
        places[np.lexsort((names, -sales, seen.tier))] = np.arange(seen.count)
        seen.orders[_ORDER] = places
    return seen.orders[_ORDER]


_ORDER = "search"
