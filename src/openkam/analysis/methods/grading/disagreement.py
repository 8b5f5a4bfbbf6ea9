"""Accounts that one grading method calls key and another does not (R087)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openkam.analysis.code_lists import codes_where
from openkam.analysis.column import Array

LEVELS_APART = 2


@dataclass(frozen=True)
class Opinion:
    """What one method says: places (int64, -1 none) on `tiers` tiers, and which accounts it calls key."""

    place: Array
    key: Array
    tiers: int


@dataclass(frozen=True)
class Disagreement:
    """One account the methods do not agree on.

    account      index of the account
    places       place by method name, -1 none
    key_by       methods that call it key; not_key_by those that do not
    levels       how many levels lie between the best and the worst place, over methods with equally many tiers
    money        what is at stake, in the unit it was handed in
    """

    account: int
    places: dict[str, int]
    key_by: tuple[str, ...]
    not_key_by: tuple[str, ...]
    levels: int
    money: int


def disagreements(opinions: Mapping[str, Opinion], money: Array, most: int | None = None) -> list[Disagreement]:
    """Accounts that are key by one method and not by another, or two levels apart; most money first.

    `money` int64, one value an account. Ties keep the order of the accounts; `most` ends the list early.
    """
    rows, levels = np.flatnonzero(differing(opinions)), _levels(opinions)
    ranked = rows[np.argsort(-np.abs(money[rows]), kind="stable")][:most]
    names, places = tuple(opinions), np.stack([opinion.place[ranked] for opinion in opinions.values()], axis=1)
    key = np.stack([opinion.key[ranked] for opinion in opinions.values()], axis=1)
    columns = (codes_where(key, names), codes_where(~key, names), levels[ranked].tolist(), money[ranked].tolist())
    return [
        Disagreement(row, dict(zip(names, place, strict=True)), *figures)
        for row, place, *figures in zip(ranked.tolist(), places.tolist(), *columns, strict=True)
    ]


def differing(opinions: Mapping[str, Opinion]) -> Array:
    """The mask of the accounts the methods do not agree on."""
    key = np.stack([opinion.key for opinion in opinions.values()])
    apart: Array = (key.any(axis=0) & ~key.all(axis=0)) | (_levels(opinions) >= LEVELS_APART)
    return apart


def _levels(opinions: Mapping[str, Opinion]) -> Array:
    """Distance between best and worst place. Tiers of schemes of different length cannot be counted against each
    other, nor can a tier against none: a method without a tier for an account says nothing about its level."""
    widest = np.zeros(len(next(iter(opinions.values())).place), np.int64)
    for tiers in {opinion.tiers for opinion in opinions.values()}:
        places = np.stack([one.place for one in opinions.values() if one.tiers == tiers])
        best = np.where(places < 0, tiers, places).min(axis=0)
        worst = np.where(places < 0, -1, places).max(axis=0)
        widest = np.maximum(widest, worst - best)
    return np.maximum(widest, 0)
