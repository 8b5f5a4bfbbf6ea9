"""Where everybody stands on the map: levels are bands from above, departments columns, our side a row below.

Pure arithmetic over keys: drawing, file and the moved map all use these places.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

CARD_WIDTH: Final = 264.0
CARD_HEIGHT: Final = 108.0
GAP: Final = 32.0
HEAD: Final = 40.0
BAND_HEAD: Final = 20.0
MARGIN: Final = 176.0
"""At the left, for the names of the bands."""
OURS_WIDTH: Final = 132.0
OURS_HEIGHT: Final = 40.0
_MOST_ROWS: Final = 12
_SHAPE: Final = 2.0
"""Width by height that fits a screen best."""
GONE: Final = 2
"""From this order on a card stands behind all others of its cell."""
Point = tuple[float, float]
_Cells = dict[tuple[str, int], list["Item"]]
_Slots = dict[str, tuple[float, int]]
"""By key, the centre of a card from the left and its row in its band."""


@dataclass(frozen=True)
class Item:
    """A card to be placed: its column, its band (0 is the uppermost), whom it hangs below, and what orders equals."""

    key: str
    column: str
    band: int
    superior: str | None = None
    order: tuple[int, str] = (0, "")


@dataclass(frozen=True)
class Strip:
    """A band or a column: from where, how far; `name` is the column's own or the band's number."""

    name: str
    start: float
    length: float


@dataclass(frozen=True)
class Layout:
    """Places of centres by key, bands and columns, and the size of the whole."""

    places: Mapping[str, Point]
    bands: Sequence[Strip] = ()
    columns: Sequence[Strip] = ()
    ours: Strip | None = None
    width: float = 0.0
    height: float = 0.0

    def moved(self, where: Mapping[str, Point]) -> "Layout":
        """With some cards elsewhere; the sheet grows with them."""
        places = {key: where.get(key, place) for key, place in self.places.items()}
        right = max((x + CARD_WIDTH / 2 + GAP for x, _ in places.values()), default=0.0)
        lowest = max((y + CARD_HEIGHT / 2 + GAP for _, y in places.values()), default=0.0)
        size = max(self.width, right), max(self.height, lowest)
        return Layout(places, self.bands, self.columns, self.ours, *size)


def layout(items: Sequence[Item], ours: Sequence[str] = (), last: str = "") -> Layout:
    """Columns around the one where the uppermost stand, `last` (empty chairs) at the right end; no band without cards.

    Cells have as many rows at most as makes the whole fit a screen best.
    """
    if not items:
        return Layout({})
    found = [_arranged(items, rows, last) for rows in range(1, _MOST_ROWS + 1)]
    best = min(found, key=lambda one: max(one.width / _SHAPE, one.height))
    return _with_ours(best, ours) if ours else best


def _arranged(items: Sequence[Item], most_rows: int, last: str) -> Layout:
    cells: _Cells = defaultdict(list)
    for item in items:
        cells[(item.column, item.band)].append(item)
    wide: dict[str, int] = defaultdict(int)
    for (name, _), cards in cells.items():
        wide[name] = max(wide[name], ceil(len(cards) / most_rows))
    columns: list[Strip] = []
    x = MARGIN
    for name in _ordered(items, last):
        length = wide[name] * (CARD_WIDTH + GAP) - GAP
        columns.append(Strip(name, x, length))
        x += length + GAP * 1.5
    slots = _slots(cells, columns, wide)
    bands = _bands(items, slots)
    starts = {int(band.name): band.start + BAND_HEAD + CARD_HEIGHT / 2 for band in bands}
    places = {
        item.key: (slots[item.key][0], starts[item.band] + slots[item.key][1] * (CARD_HEIGHT + GAP)) for item in items
    }
    return Layout(places, bands, columns, None, x - GAP / 2, bands[-1].start + bands[-1].length)


def _ordered(items: Sequence[Item], last: str) -> list[str]:
    """The column of the uppermost in the middle, the others by size alternating right and left of it."""
    counts: dict[str, int] = defaultdict(int)
    top: dict[str, int] = {}
    for item in items:
        counts[item.column] += 1
        top[item.column] = min(item.band, top.get(item.column, item.band))
    named = sorted(counts, key=lambda name: (name == "", top[name], -counts[name], name))
    middle: list[str] = []
    for place, name in enumerate(name for name in named if name not in ("", last)):
        middle = [*middle, name] if place % 2 == 0 else [name, *middle]
    return [*middle, *(name for name in dict.fromkeys(("", last)) if name in counts)]


def _bands(items: Iterable[Item], slots: _Slots) -> list[Strip]:
    rows: dict[int, int] = defaultdict(int)
    for item in items:
        rows[item.band] = max(rows[item.band], slots[item.key][1] + 1)
    bands: list[Strip] = []
    y = HEAD
    for band in sorted(rows):
        length = BAND_HEAD + rows[band] * (CARD_HEIGHT + GAP)
        bands.append(Strip(str(band), y, length))
        y += length
    return bands


def _slots(cells: _Cells, columns: Sequence[Strip], wide: Mapping[str, int]) -> _Slots:
    """Below each other in the order of their superiors, and never beside or above one's own superior of the band."""
    slots: _Slots = {}
    strips = {column.name: column for column in columns}
    for band in sorted({at for _, at in cells}):
        cards = {item.key: item for (_, at), some in cells.items() if at == band for item in some}
        free: dict[str, tuple[int, int]] = {}
        for item in sorted(cards.values(), key=lambda item: _turn(item, cards, slots)):
            (row, at), lowest = free.get(item.column, (0, 0)), _row_below(item, cards, slots)
            if row < lowest:
                row, at = lowest, 0
            column, room = strips[item.column], wide[item.column]
            across = min(room, len(cells[(item.column, band)]))
            offset = (column.length - (across * (CARD_WIDTH + GAP) - GAP)) / 2
            slots[item.key] = column.start + offset + at * (CARD_WIDTH + GAP) + CARD_WIDTH / 2, row
            free[item.column] = (row, at + 1) if at + 1 < room else (row + 1, 0)
    return slots


def _turn(item: Item, cards: Mapping[str, Item], slots: _Slots) -> tuple[Any, ...]:
    """When a card is placed: who left comes last, superiors come before those who report to them."""
    return item.order[0] >= GONE, _depth(item, cards), _above(item, slots), item.order, item.key


def _depth(item: Item, cards: Mapping[str, Item]) -> int:
    """How many superiors of the same band stand above; a circle ends where it began."""
    seen = {item.key}
    above = cards.get(item.superior or "")
    while above is not None and above.key not in seen:
        seen.add(above.key)
        above = cards.get(above.superior or "")
    return len(seen) - 1


def _row_below(item: Item, cards: Mapping[str, Item], slots: _Slots) -> int:
    return slots[item.superior][1] + 1 if item.superior in cards and item.superior in slots else 0


def _above(item: Item, slots: _Slots) -> float:
    return slots.get(item.superior or "", (0.0, 0))[0]


def _with_ours(found: Layout, ours: Sequence[str]) -> Layout:
    """Our own people below everybody, in rows as wide as the map."""
    step = OURS_WIDTH + GAP / 2
    across = max(1, min(len(ours), int((found.width - GAP) // step)))
    places = dict(found.places)
    start = (found.width - across * step) / 2
    for place, key in enumerate(ours):
        row, at = divmod(place, across)
        x, y = start + at * step + step / 2, found.height + BAND_HEAD + GAP + row * (OURS_HEIGHT + GAP / 2)
        places[key] = (x, y)
    length = BAND_HEAD + GAP + ceil(len(ours) / across) * (OURS_HEIGHT + GAP / 2)
    strip = Strip("ours", found.height, length)
    return Layout(places, found.bands, found.columns, strip, found.width, found.height + length)


def hanging(superior: Point, below: Point) -> list[Point]:
    """The line of reporting: down from the superior, along the gap below him, down a gutter, into the left edge."""
    (sx, sy), (x, y) = superior, below
    turn = sy + CARD_HEIGHT / 2 + GAP / 2 - 2
    gutter = x - CARD_WIDTH / 2 - GAP / 2 + 2
    return [(sx, sy + CARD_HEIGHT / 2), (sx, turn), (gutter, turn), (gutter, y), (x - CARD_WIDTH / 2, y)]


def border(centre: Point, towards: Point, width: float = CARD_WIDTH, height: float = CARD_HEIGHT) -> Point:
    """Where a straight line from the centre of a card leaves it."""
    across, down = towards[0] - centre[0], towards[1] - centre[1]
    if not across and not down:
        return centre
    scale = min(width / 2 / abs(across) if across else 1e9, height / 2 / abs(down) if down else 1e9)
    return centre[0] + across * scale, centre[1] + down * scale
