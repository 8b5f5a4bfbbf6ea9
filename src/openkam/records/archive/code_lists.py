"""The public code lists of industries (GB/T 4754) and regions (GB/T 2260), by version, with roll-up.

Industries have four levels (section, division, group, class), regions three (province, prefecture, county). A code of
an industry is its section's letter and the figures of its level ("C", "C34", "C341", "C3412"), one of a region six
figures. Where the lists come from and how they were checked: decision 25.
"""

import csv
from collections.abc import Mapping, Sequence
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
"""The versions of a list and their files, the one in use first; that of 2017 with its amendment of 2019."""
_LISTS: Final = Path(__file__).parent / "lists"
_PROVINCE: Final = 2
_PREFECTURE: Final = 4
_ABOVE_A_CLASS: Final = (1, 3, 4)


@dataclass(frozen=True)
class Entry:
    """A code of a list with its name.

    is_translated  whether its English name is one; sections, divisions and provinces have one, the others are called
        by their Chinese name in English, too
    """

    code: str
    name: Text
    is_translated: bool


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
            row["code"]: Entry(row["code"], Text(row["en"] or row["zh"], row["zh"]), bool(row["en"]))
            for row in csv.DictReader(rows)
        }


def rolled_up(subject: Subject, version: str, code: str) -> tuple[Entry, ...]:
    """The code and everything above it, the top first; nothing of a code the version does not have.

    A county that answers to its province (a district of Beijing, 仙桃市) has no prefecture in between.
    """
    known = entries(subject, version)
    return tuple(known[one] for one in (*_above(subject, code), code) if one in known) if code in known else ()


def spoken(line: Sequence[Entry]) -> Text:
    """A rolled up code in a sentence: its name; in English that of the lowest level that has one."""
    translated = [one.name.en for one in line if one.is_translated]
    return Text(translated[-1] if translated else line[-1].code, line[-1].name.zh)


def exact(line: Sequence[Entry]) -> Text:
    """A rolled up code so that no other can be meant, in English with its code and Chinese name."""
    last, words = line[-1], spoken(line)
    return words if last.is_translated else Text(f"{words.en} ({last.code} {last.name.zh})", words.zh)


def lies_within(code: str, area: str) -> bool:
    """Whether a region is an area or a part of it.

    >>> lies_within("320583", "320000"), lies_within("320583", "320500"), lies_within("320500", "320583")
    (True, True, False)
    """
    if area.endswith("0000"):
        return code.startswith(area[:_PROVINCE])
    return code.startswith(area[:_PREFECTURE]) if area.endswith("00") else code == area


def _above(subject: Subject, code: str) -> list[str]:
    if subject is Subject.REGION:
        wider = (code[:_PROVINCE] + "0000", code[:_PREFECTURE] + "00")
        return [one for one in wider if one != code]
    return [code[:length] for length in _ABOVE_A_CLASS if length < len(code)]
