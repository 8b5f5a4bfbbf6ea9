"""What stands above the figures: routes open a tier; gates and the floor on coverage close it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openkam.analysis.code_lists import codes_where
from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import NO_TIER, Scheme
from openkam.insight.grading.grades import COVERAGE


@dataclass(frozen=True)
class Ceilings:
    """What holds for each account whatever its figures say.

    route_place  int64, the best tier a route opens; the number of tiers: none
    stopped      bool by gate code: whom the gate stops; gates the scheme does not have are not asked
    coverage     float64, the known share of the weight
    """

    scheme: Scheme
    route_place: Array
    stopped: Mapping[str, Array]
    coverage: Array

    def applied(self, place: Array) -> Array:
        """The tier that is left of a place (-1 none)."""
        tier = np.minimum(place, self.route_place)
        for stopped, best in self._stops().values():
            tier = np.where(stopped, np.maximum(tier, best), tier)
        return np.where(tier >= len(self.scheme.tiers), NO_TIER, tier)

    def vetoes(self, place: Array) -> tuple[tuple[str, ...], ...]:
        """Which gates held the place down, account by account."""
        opened, stops = np.minimum(place, self.route_place), self._stops()
        vetoed = np.zeros((len(place), len(stops)), bool)
        for index, (stopped, best) in enumerate(stops.values()):
            vetoed[:, index] = stopped & (opened < best)
        return codes_where(vetoed, tuple(stops))

    def _stops(self) -> dict[str, tuple[Array, int]]:
        scheme = self.scheme
        stops = {gate.code: (self.stopped[gate.code], scheme.place(gate.highest_tier)) for gate in scheme.gates}
        if scheme.floor_tier is not None:
            stops[COVERAGE] = (self.coverage < scheme.coverage_floor, scheme.place(scheme.floor_tier))
        return stops
