"""What became of a code of an older version of a list: gone, renamed, or given to something else."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from openkam.records.archive.code_lists import Entry, current_version, entries
from openkam.records.archive.kinds import Subject

_REGIONS: Final = Path(__file__).parent / "lists" / "gbt2260_successors.csv"


@dataclass(frozen=True)
class Succession:
    """How a code stands in the version in use.

    meaning    what the code stands for today, where that is something else; None where it is gone
    successor  the code of today for what it stood for, where it is known
    """

    meaning: Entry | None
    successor: Entry | None

    @property
    def is_gone(self) -> bool:
        """Whether the list of today has no such code."""
        return self.meaning is None


def succession(subject: Subject, version: str, code: str) -> Succession | None:
    """What became of a code; None where it stands in the version in use for the same as ever."""
    was = entries(subject, version).get(code)
    now = entries(subject, current_version(subject)).get(code)
    if now is not None and (was is None or was.name.zh == now.name.zh):
        return None
    return Succession(now, _region_today(code) if subject is Subject.REGION else _industry_today(was))


def code_today(subject: Subject, version: str, code: str) -> str:
    """The code of the version in use for what a code stood for; "" where it is not known."""
    after = succession(subject, version, code)
    if after is None:
        return code
    if subject is Subject.REGION and after.successor is None and after.meaning is not None:
        return code  # a region that was renamed
    return after.successor.code if after.successor is not None else ""


def _region_today(code: str) -> Entry | None:
    return entries(Subject.REGION, current_version(Subject.REGION)).get(_region_successors().get(code, ""))


def _industry_today(was: Entry | None) -> Entry | None:
    """The lowest code of today with the same name, where all with this name lie one within the other."""
    codes = _industries_by_name().get(was.name.zh, ()) if was is not None else ()
    if not codes or not all(codes[-1].startswith(one) for one in codes):
        return None
    return entries(Subject.INDUSTRY, current_version(Subject.INDUSTRY))[codes[-1]]


@cache
def _region_successors() -> Mapping[str, str]:
    with _REGIONS.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["successor"] for row in csv.DictReader(rows)}


@cache
def _industries_by_name() -> Mapping[str, tuple[str, ...]]:
    """By Chinese name its codes, the shortest first."""
    found: dict[str, list[str]] = {}
    for entry in entries(Subject.INDUSTRY, current_version(Subject.INDUSTRY)).values():
        found.setdefault(entry.name.zh, []).append(entry.code)
    return {name: tuple(sorted(codes, key=len)) for name, codes in found.items()}
