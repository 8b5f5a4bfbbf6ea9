"""What a person decided about one table of an upload, beside what the headers say."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from openkam.analysis.schema import TABLES, Table
from openkam.core.problem import Problem
from openkam.intake.columns import Suggested, recognise, suggest
from openkam.intake.reading import Reading

TABLE: Final = {table.name: table for table in TABLES}
UNNAMED: Final = "NONE"
"""The amounts are in a currency that needs no name, since the company has only one."""


@dataclass(frozen=True)
class Choices:
    """`mapping`: canonical column -> header, only where a person chose otherwise than the headers say ("": leave it
    out). None: nothing was said. `currency`: a code, or UNNAMED."""

    mapping: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal_mark: str | None = None
    currency: str | None = None
    parts: bool = False

    def as_meta(self) -> dict[str, Any]:
        """The choices as plain JSON values."""
        return asdict(self)

    def reading(self, table: str, files: tuple[Path, ...]) -> Reading:
        """What is to be read, and how."""
        return Reading(
            files,
            table=table,
            mapping=self.mapping,
            day_first=self.day_first,
            decimal_mark=self.decimal_mark,
            currency=None if self.currency == UNNAMED else self.currency,
            parts=self.parts and len(files) > 1,
        )


@dataclass(frozen=True)
class Understood:
    """One table by its headers: which header is which column, which headers claim one equally, and what is missing.

    `headers` are those of all its files, `samples` a few values of each; `problem` says why it cannot be read yet.
    """

    table: Table
    headers: tuple[str, ...]
    samples: dict[str, list[str]]
    suggested: Suggested
    problem: Problem | None

    @property
    def names_no_currency(self) -> bool:
        """Whether amounts stand in the file without saying in which currency."""
        return (
            "currency" in self.table.columns
            and "currency" not in self.table.needed
            and "currency" not in self.suggested.mapping
        )


def understood(table: str, looks: list[dict[str, Any]], choices: Choices) -> Understood:
    """What the headers of the files of one table say, after what a person chose."""
    contract = TABLE[table]
    headers = tuple(dict.fromkeys(header for look in looks for header in look["headers"]))
    samples: dict[str, list[str]] = {}
    for look in looks:
        for header, values in look["samples"].items():
            samples.setdefault(header, values)
    suggested = suggest(contract, list(headers), choices.mapping, "")
    problem = None
    for look in looks:
        try:
            recognise(contract, look["headers"], choices.mapping, look["name"])
        except Problem as found:
            problem = found
            break
    return Understood(contract, headers, samples, suggested, problem)


def changed_mapping(table: str, headers: list[str], wanted: dict[str, str]) -> dict[str, str]:
    """The part of a mapping that says something else than the headers themselves do."""
    own = suggest(TABLE[table], headers, {}, "")
    return {
        name: header
        for name, header in wanted.items()
        if header != own.mapping.get(name, "") or (header and name in own.contested)
    }
