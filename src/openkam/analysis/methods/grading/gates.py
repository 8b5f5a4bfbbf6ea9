"""Gates that can veto a tier, and routes that open one, whatever the figures say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.methods.grading.scheme import Route, Scheme

FIT: Final = "fit"
BUYING_STRUCTURE: Final = "buying_structure"
PURCHASE_PATTERN: Final = "purchase_pattern"
ORGANISATION_KIND: Final = "organisation_kind"
GATES: Final = (FIT, BUYING_STRUCTURE, PURCHASE_PATTERN, ORGANISATION_KIND)

ONE_OFF: Final = "ONE_OFF"
DISPERSED: Final = "DISPERSED"
PERSON: Final = "PERSON"


@dataclass(frozen=True)
class Gated:
    """The best place each account may hold (int64) and, gate by gate, which accounts it stops (bool)."""

    best_place: Array
    stopped: dict[str, Array]


def gated(scheme: Scheme, columns: Mapping[str, Array], pattern: Array) -> Gated:
    """The vetoes of the scheme's gates.

    columns  columns of the customers table (object arrays, None unknown); what is unknown stops nobody
    pattern  str, the purchase pattern of every account
    """
    count = len(pattern)
    best = np.zeros(count, np.int64)
    stopped: dict[str, Array] = {}
    for gate in scheme.gates:
        failed = _failed(gate.code, columns, pattern)
        stopped[gate.code] = failed
        best = np.where(failed, np.maximum(best, scheme.place(gate.highest_tier)), best)
    return Gated(best, stopped)


def routed(scheme: Scheme, columns: Mapping[str, Array], count: int) -> tuple[Array, Array]:
    """The best tier a route opens to each account (int64, the number of tiers: none) and the route's code (str)."""
    place = np.full(count, len(scheme.tiers), np.int64)
    code = np.full(count, "", object)
    for index in reversed(range(len(scheme.tiers))):
        for route in scheme.tiers[index].routes:
            opened = _opened(route, columns, count)
            place = np.where(opened, index, place)
            code = np.where(opened, route.code, code)
    return place, code


def _failed(gate: str, columns: Mapping[str, Array], pattern: Array) -> Array:
    count = len(pattern)
    match gate:
        case "fit":
            return _is(columns, "product_fit", False, count) | _is(columns, "method_fit", False, count)
        case "buying_structure":
            return _is(columns, "buying_structure", DISPERSED, count) & _out_of_reach(columns, count)
        case "purchase_pattern":
            return np.asarray(pattern == ONE_OFF, bool)
        case "organisation_kind":
            return _is(columns, "organisation_kind", PERSON, count)
        case _:
            raise ValueError(f"There is no gate {gate!r}.")


def _out_of_reach(columns: Mapping[str, Array], count: int) -> Array:
    """Branches that buy on their own, more than our team can serve (R042)."""
    branches, covered = columns.get("branch_count"), columns.get("coverage_count")
    if branches is None or covered is None:
        return np.zeros(count, bool)
    pairs = zip(branches, covered, strict=True)
    return np.array([there is not None and served is not None and served < there for there, served in pairs], bool)


def _is(columns: Mapping[str, Array], name: str, wanted: object, count: int) -> Array:
    column = columns.get(name)
    if column is None:
        return np.zeros(count, bool)
    return np.array([value is not None and value == wanted for value in column], bool)


def _opened(route: Route, columns: Mapping[str, Array], count: int) -> Array:
    opened = np.ones(count, bool)
    for name, wanted in route.when.items():
        opened &= _one_of(columns, name, wanted, count)
    for name, unwanted in route.unless.items():
        opened &= ~_one_of(columns, name, unwanted, count)
    return opened


def _one_of(columns: Mapping[str, Array], name: str, wanted: tuple[str, ...], count: int) -> Array:
    column = columns.get(name)
    if column is None:
        return np.zeros(count, bool)
    return np.array([value in wanted for value in column], bool)
