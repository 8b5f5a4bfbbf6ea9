"""The three methods side by side on the same accounts, and the accounts they do not agree on (R087)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.disagreement import Disagreement, Opinion, differing, disagreements
from openkam.analysis.methods.grading.scheme import Method, Scheme
from openkam.analysis.words import Text
from openkam.insight.grading.scheme_warnings import method_warnings
from openkam.insight.grading.schemes import load_scheme
from openkam.insight.grading.what_if import plain_tiers
from openkam.insight.value.standing import Standing

STANDARD: Final = {Method.SINGLE: "turnover", Method.PYRAMID: "pyramid", Method.SCORECARD: "scorecard"}
"""The shipped scheme of each method; a chosen scheme takes the place of its own method's."""

MOST: Final = 200
"""Disagreements listed unless more are asked for."""


@dataclass(frozen=True)
class MethodTiers:
    """What one method says.

    tiers   from the best on: code, label, whether it is key; counts: accounts in each, then in none
    places  int64 by account, -1 none
    """

    method: str
    tiers: tuple[tuple[str, Text, bool], ...]
    counts: tuple[int, ...]
    places: Array

    def label(self, account: int) -> Text:
        """The tier of an account in words."""
        place = int(self.places[account])
        return self.tiers[place][1] if place >= 0 else Text("no tier", "无等级")


@dataclass(frozen=True)
class SideBySide:
    """Three methods on the accounts shown, and where they disagree.

    disagreements  the first of them by net sales, `account` an index into the standing; disagreeing is how many there
                   are in all
    warnings       what follows for whoever uses one method alone (R087)
    """

    methods: tuple[MethodTiers, ...]
    disagreements: list[Disagreement]
    disagreeing: int
    warnings: tuple[Text, ...]


def kept_methods(standing: Standing, scheme: Scheme, shown: Array | None = None, most: int = MOST) -> SideBySide:
    """The settled tiers as the run found them; `scheme` is that of the run."""
    rows = {
        name: (tuple((code, Text(en, zh), key) for code, en, zh, key in tiers), standing.methods[name])
        for name, tiers in standing.method_tiers.items()
    }
    return _compared(standing, rows, scheme, shown, most)


def three_tiers(standing: Standing, scheme: Scheme, shown: Array | None = None, most: int = MOST) -> SideBySide:
    """Plain tiers by the latest figures with a scheme that is being tried."""
    rows = {}
    for method, name in STANDARD.items():
        chosen, places = plain_tiers(standing, scheme if method is scheme.method else load_scheme(name))
        tiers = tuple((one.code, one.label, one.code in chosen.key_tiers) for one in chosen.tiers)
        rows[method.value] = (tiers, places)
    return _compared(standing, rows, scheme, shown, most)


def _compared(
    standing: Standing,
    rows: dict[str, tuple[tuple[tuple[str, Text, bool], ...], Array]],
    scheme: Scheme,
    shown: Array | None,
    most: int,
) -> SideBySide:
    visible = np.ones(standing.count, bool) if shown is None else shown
    seen = np.flatnonzero(visible)
    opinions = {
        name: Opinion(places[seen], np.isin(places[seen], [at for at, tier in enumerate(tiers) if tier[2]]), len(tiers))
        for name, (tiers, places) in rows.items()
    }
    money, count = standing.windows["net_12"][seen], int(np.count_nonzero(differing(opinions)))
    found = [_at(one, seen) for one in disagreements(opinions, money, most)]
    methods = tuple(_method(name, tiers, places, seen) for name, (tiers, places) in rows.items())
    measure = "gross_profit_12m" if standing.by_profit else "net_sales_12m"
    return SideBySide(methods, found, count, method_warnings(scheme, measure, count))


def _at(one: Disagreement, seen: Array) -> Disagreement:
    return Disagreement(int(seen[one.account]), one.places, one.key_by, one.not_key_by, one.levels, one.money)


def _method(name: str, tiers: tuple[tuple[str, Text, bool], ...], places: Array, seen: Array) -> MethodTiers:
    inside = places[seen]
    counts = [int((inside == place).sum()) for place in range(len(tiers))]
    return MethodTiers(name, tiers, (*counts, int((inside < 0).sum())), places)
