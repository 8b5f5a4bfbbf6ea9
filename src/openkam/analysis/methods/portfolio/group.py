"""A figure of companies summed up the tree of their group. Source: R225; every figure "self / with subsidiaries"."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Amount = TypeVar("Amount", int, Decimal)


class Circle(Exception):
    """A company stands above itself."""


@dataclass(frozen=True)
class Total(Generic[Amount]):
    """A figure of a company alone, and of it with everything below it.

    own     None: not known
    whole   the sum of the known ones; None where none is known
    known, count  of how many companies it is known, and how many there are, the company itself included
    """

    own: Amount | None
    whole: Amount | None
    known: int
    count: int


def with_subsidiaries(
    parents: Mapping[Key, Key | None], figures: Mapping[Key, Amount | None]
) -> dict[Key, Total[Amount]]:
    """By company; `parents` names all of them, a parent that is none of them counts as no parent.

    Raises Circle.
    """
    waiting = dict.fromkeys(parents, 0)
    for parent in parents.values():
        if parent is not None and parent in waiting:
            waiting[parent] += 1
    leaves = [key for key, below in waiting.items() if not below]
    found: dict[Key, Total[Amount]] = {}
    sums: dict[Key, list[Total[Amount]]] = {key: [] for key in parents}
    while leaves:
        key = leaves.pop()
        found[key] = _sum(figures.get(key), sums[key])
        parent = parents[key]
        if parent is not None and parent in waiting:
            sums[parent].append(found[key])
            waiting[parent] -= 1
            if not waiting[parent]:
                leaves.append(parent)
    if len(found) < len(parents):
        raise Circle
    return found


def _sum(own: Amount | None, below: list[Total[Amount]]) -> Total[Amount]:
    whole = own
    for one in below:
        if one.whole is not None:
            whole = one.whole if whole is None else whole + one.whole
    return Total(
        own, whole, int(own is not None) + sum(one.known for one in below), 1 + sum(one.count for one in below)
    )
