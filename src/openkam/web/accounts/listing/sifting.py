"""From all accounts a viewer sees to those he asked for, in the order he asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.schema import MONEY_SCALE
from openkam.web.accounts.listing.asked import EXPIRED, NO_PROFIT, NONE, OVERRIDDEN, Asked, Range
from openkam.web.sight.columns import PROFIT, Column, Kind
from openkam.web.sight.packed import Names, Words
from openkam.web.sight.seen import NO_TIER, Seen


@dataclass(frozen=True)
class Known:
    """What stands today besides the grades.

    places     place of each tier of the scheme by its code
    overrides  place that a person set, by account
    team       owners of the team asked for, None where none was
    found      keys of the accounts the words were found in, seen or not; None where there are no words
    owners     names of the owners by key
    codes      the codes of every seen account, blank where the list is not ordered by them
    is_expired  whether the grades of the run are older than they may be
    """

    places: Mapping[str, int]
    overrides: Mapping[int, int]
    team: frozenset[int] | None
    found: Array | None
    owners: Mapping[int, str]
    codes: tuple[str, ...]
    is_expired: bool


@dataclass(frozen=True)
class Sifted:
    """rows: int32 indices into the seen accounts, in order; tier: the place that stands today, of all of them.

    facets: how many accounts each choice of a facet would leave, all other filters as they are.
    """

    rows: Array
    tier: Array
    facets: Mapping[str, Mapping[str, int]]


def sifted(seen: Seen, asked: Asked, known: Known, allowed: Mapping[str, Column], first: str) -> Sifted:
    """The accounts asked for; `first` is the leading column."""
    tier = standing_tiers(seen, known)
    facets = _facets(seen, asked, known, tier)
    rest = _ranges(seen, asked.ranges, allowed) & _plain(seen, asked, known)
    every = rest.copy()
    for mask in facets.values():
        every &= mask
    column = allowed[asked.sort or first]
    order = order_of(seen, column, known, tier, down=asked.down if asked.sort else column.begins_down, first=first)
    counts = {
        "tier": _counted(_tier_words(tier, known), _others(rest, facets, "tier")),
        "pattern": _counted(seen.pattern, _others(rest, facets, "pattern")),
        "movement": _counted(seen.movement, _others(rest, facets, "movement")),
    }
    return Sifted(order if every.all() else order.take(np.flatnonzero(every.take(order))), tier, counts)


def standing_tiers(seen: Seen, known: Known) -> Array:
    """The tier that stands today: an override that holds, else the grade's."""
    if not known.overrides:
        return seen.tier
    keys = np.array(sorted(known.overrides), np.int64)
    place = np.searchsorted(seen.account, keys)
    there = place < seen.count
    there[there] = seen.account[place[there]] == keys[there]
    tier = seen.tier.copy()
    tier[place[there]] = [known.overrides[int(key)] for key in keys[there]]
    return tier


def order_of(seen: Seen, column: Column, known: Known, tier: Array, *, down: bool, first: str) -> Array:
    """Indices of all accounts by a column, the unknown last either way, equals by the leading figure.

    Kept with the seen accounts, but for the tier, which a person may change at any time.
    """
    name = f"{column.code}{'-' if down else '+'}"
    if name in seen.orders:
        return seen.orders[name]
    keys = _keys(seen, column, known, tier)
    is_plain = column.code == first or first not in seen.figures
    base = np.arange(seen.count) if is_plain else np.argsort(-seen.figures[first], kind="stable")
    order: Array = base[np.argsort((-keys if down else keys)[base], kind="stable")].astype(np.int32)
    if column.kind is not Kind.TIER:
        seen.orders[name] = order
    return order


def _keys(seen: Seen, column: Column, known: Known, tier: Array) -> Array:
    if column.is_figure:
        return seen.figures[column.code]
    if column.kind is Kind.TIER:
        return np.where(tier == NO_TIER, np.nan, -tier.astype(np.float64))  # the best tier is the largest
    if column.code == "owner":
        return _owner_keys(seen, known)
    if column.code in ("name", "code"):
        return _text_keys(seen.name if column.code == "name" else known.codes)
    return _word_keys(getattr(seen, column.code))


def _owner_keys(seen: Seen, known: Known) -> Array:
    keys, index = np.unique(seen.owner, return_inverse=True)
    return _text_keys(tuple(known.owners.get(int(key), "") for key in keys))[index]


def _word_keys(words: Words) -> Array:
    return _text_keys(words.vocabulary)[words.index]


def _text_keys(texts: Names | tuple[str, ...]) -> Array:
    """Places in the order of a Chinese directory: GB 18030 sorts the common characters by their sound."""
    keys = np.full(len(texts), np.nan)
    ordered = sorted((text.casefold().encode("gb18030", "replace"), row) for row, text in enumerate(texts) if text)
    place, before = -1, b""
    for word, row in ordered:
        place += word != before
        keys[row], before = place, word
    return keys


def _plain(seen: Seen, asked: Asked, known: Known) -> Array:
    """The filters that have no chips."""
    mask = np.ones(seen.count, bool)
    if asked.regions:
        mask &= seen.region.where(_blank_for_none(asked.regions))
    if asked.industries:
        mask &= seen.industry.where(_blank_for_none(asked.industries))
    if asked.owners:
        mask &= np.isin(seen.owner, [0 if one == NONE else int(one) for one in asked.owners])
    if known.team is not None:
        mask &= np.isin(seen.owner, sorted(known.team))
    if known.found is not None:
        mask &= seen.those(known.found)
    if OVERRIDDEN in asked.states:
        mask &= np.isin(seen.account, sorted(known.overrides))
    if EXPIRED in asked.states:
        mask &= seen.graded & known.is_expired
    if NO_PROFIT in asked.states:
        mask &= seen.graded & np.isnan(seen.figures[PROFIT])
    return mask


def _facets(seen: Seen, asked: Asked, known: Known, tier: Array) -> dict[str, Array]:
    facets = {}
    if asked.tiers:
        facets["tier"] = np.isin(tier, [known.places.get(one, NO_TIER if one == NONE else -1) for one in asked.tiers])
    if asked.patterns:
        facets["pattern"] = seen.pattern.where(asked.patterns)
    if asked.movements:
        facets["movement"] = seen.movement.where(asked.movements)
    return facets


def _ranges(seen: Seen, ranges: tuple[Range, ...], allowed: Mapping[str, Column]) -> Array:
    mask = np.ones(seen.count, bool)
    for one in ranges:
        values, unit = seen.figures[one.column], _UNIT.get(allowed[one.column].kind, 1.0)
        if one.at_least is not None:
            mask &= values >= one.at_least * unit - _SLACK
        if one.at_most is not None:
            mask &= values <= one.at_most * unit + _SLACK
    return mask


_UNIT = {Kind.MONEY: float(MONEY_SCALE), Kind.SHARE: 0.01, Kind.YEARS: 12.0}
_SLACK = 1e-9
"""12 % asked for and 0.12 kept are the same figure, whatever the last binary digit says."""


def _tier_words(tier: Array, known: Known) -> Words:
    codes = {place: code for code, place in known.places.items()}
    vocabulary = tuple(codes.get(place, NONE) for place in range(NO_TIER + 1))
    return Words(vocabulary, tier)


def _others(rest: Array, facets: Mapping[str, Array], besides: str) -> Array:
    mask = rest
    for name, one in facets.items():
        if name != besides:
            mask = mask & one
    return mask


def _counted(words: Words, mask: Array) -> dict[str, int]:
    counts = np.bincount(words.index.take(np.flatnonzero(mask)), minlength=len(words.vocabulary))
    found: dict[str, int] = {}
    for word, count in zip(words.vocabulary, counts.tolist(), strict=True):
        if count:
            found[word] = found.get(word, 0) + count
    return found


def _blank_for_none(chosen: tuple[str, ...]) -> list[str]:
    return ["" if one == NONE else one for one in chosen]
