"""The public code lists of industries (GB/T 4754) and regions (GB/T 2260), by version, with roll-up.

Industries are kept to three levels (section, division, group), regions to two (province, prefecture). A code of an
industry is its section's letter and the figures of its level ("C", "C34", "C341"), one of a region six figures.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from openkam.analysis.words import Text
from openkam.records.archive.kinds import Subject

VERSIONS: Final[Mapping[Subject, Mapping[str, str]]] = {
    Subject.INDUSTRY: {"GB/T 4754-2017": "gbt4754_2017.csv", "GB/T 4754-2011": "gbt4754_2011.csv"},
    Subject.REGION: {"GB/T 2260 (2026)": "gbt2260_2026.csv", "GB/T 2260 (2018)": "gbt2260_2018.csv"},
}
"""The versions of a list and their files, the one in use first."""
_LISTS: Final = Path(__file__).parent / "lists"
_PROVINCE: Final = 2
_SECTION_AND_DIVISION: Final = (1, 3)


@dataclass(frozen=True)
class Entry:
    """A code of a list with its name; English names exist for the upper levels, else the Chinese one stands."""

    code: str
    name: Text


def current_version(subject: Subject) -> str:
    """The version in use."""
    return next(iter(VERSIONS[subject]))


@cache
def entries(subject: Subject, version: str) -> Mapping[str, Entry]:
    """All codes of a version in order; none of a version nobody knows."""
    file = VERSIONS[subject].get(version)
    if file is None:
        return {}
    with (_LISTS / file).open(encoding="utf-8", newline="") as rows:
        return {
            row["code"]: Entry(row["code"], Text(row["en"] or row["zh"], row["zh"])) for row in csv.DictReader(rows)
        }


def rolled_up(subject: Subject, version: str, code: str) -> tuple[Entry, ...]:
    """The code and everything above it, the top first: section, division, group; province, prefecture."""
    known = entries(subject, version)
    return tuple(known[one] for one in (*_above(subject, code), code) if one in known)


def lies_within(code: str, area: str) -> bool:
    """Whether a region is an area or a part of it.

    >>> lies_within("320500", "320000"), lies_within("330000", "320500")
    (True, False)
    """
    return code.startswith(area[:_PROVINCE] if area.endswith("0000") else area[:4])


def _above(subject: Subject, code: str) -> list[str]:
    if subject is Subject.REGION:
        top = code[:_PROVINCE] + "0000"
        return [top] if top != code else []
    return [code[:length] for length in _SECTION_AND_DIVISION if length < len(code)]
