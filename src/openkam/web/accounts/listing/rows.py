"""The rows of the list as they are shown and exported, read from the records for a page at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final, NamedTuple

from openkam.analysis.column import Array
from openkam.analysis.methods.rhythm import movement, pattern
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.prepared import Prepared
from openkam.insight.grading.models import Grade
from openkam.records.accounts.models import AccountCode
from openkam.web.accounts.listing.answer import Answer
from openkam.web.sight.columns import Column, Kind, shown_first
from openkam.web.sight.packed import Words

CHUNK: Final = 1_000
MOVE_KINDS: Final = {"GROWING": "up", "DECLINING": "down", "LOST": "gone", "NEW": "new"}


class Cell(NamedTuple):
    """One figure or word of a row; `value` None is unknown, money is int in units of 1/10,000.

    TIER carries a Text and its place in `more`, and whether a person set it in `is_set`; MOVE its code in `more`.
    """

    column: Column
    value: Any
    more: Any = None
    is_set: bool = False

    @property
    def chip(self) -> str:
        """The kind of chip a movement is shown as."""
        return MOVE_KINDS.get(str(self.more), "plain")

    @property
    def is_news(self) -> bool:
        """Whether the movement is one to look at."""
        return self.more in MOVE_KINDS


@dataclass(frozen=True)
class ListRow:
    """One account of the list."""

    key: int
    name: str
    cells: tuple[Cell, ...]


def columns_shown(answer: Answer) -> tuple[Column, ...]:
    """The columns of the list, the name first."""
    return tuple(answer.allowed[code] for code in answer.asked.columns or shown_first(answer.allowed))


def rows_at(answer: Answer, rows: Array) -> list[ListRow]:
    """These rows of what the viewer sees, from what is kept in memory; a query for months, one for codes."""
    columns = columns_shown(answer)
    keys: list[int] = answer.seen.account[rows].tolist()
    shown = {column.code for column in columns}
    told: dict[str, Sequence[Any]] = {
        column.code: _COLUMNS.get(column.code, _figures)(answer, rows, column) for column in columns
    }
    if "months" in shown:
        told["months"] = _months(answer, keys)
    if "code" in shown:
        codes = _codes(answer.viewer, keys)
        told["code"] = [", ".join(codes.get(key, ())) for key in keys]
    names = _names(answer, rows)
    return [
        ListRow(
            key, name, tuple([_cell(answer, column, key, value) for column, value in zip(columns, cells, strict=True)])
        )
        for key, name, *cells in zip(keys, names, *(told[column.code] for column in columns), strict=True)
    ]


def all_rows(answer: Answer) -> Iterator[ListRow]:
    """Every row asked for, a thousand at a time."""
    for start in range(0, answer.count, CHUNK):
        yield from rows_at(answer, answer.sifted.rows[start : start + CHUNK])


def _names(answer: Answer, rows: Array, _: Column | None = None) -> list[str]:
    return [answer.seen.name[row] for row in rows.tolist()]


def _owners(answer: Answer, rows: Array, _: Column) -> list[str | None]:
    return [answer.scene.owners.get(owner) for owner in answer.seen.owner[rows].tolist()]


def _words(answer: Answer, rows: Array, column: Column) -> list[str]:
    words: Words = getattr(answer.seen, column.code)
    return [words.vocabulary[index] for index in words.index[rows].tolist()]


def _tiers(answer: Answer, rows: Array, _: Column) -> list[int]:
    found: list[int] = answer.sifted.tier[rows].tolist()
    return found


def _figures(answer: Answer, rows: Array, column: Column) -> list[Any]:
    """As the run holds them; NaN is unknown."""
    if not column.is_figure:
        return [None] * len(rows)
    values: list[float] = answer.seen.figures[column.code][rows].tolist()
    if column.kind is Kind.MONEY:
        return [None if isnan(value) else int(value) for value in values]
    return [None if isnan(value) else value for value in values]


_COLUMNS: Final[dict[str, Callable[[Answer, Array, Column], Sequence[Any]]]] = {
    "name": _names,
    "owner": _owners,
    "region": _words,
    "industry": _words,
    "pattern": _words,
    "movement": _words,
    "tier": _tiers,
}


def _months(answer: Answer, keys: list[int]) -> list[Any]:
    """Only the courses are read for a page: they are as long as all other figures together."""
    if answer.run is None or not keys:
        return [None] * len(keys)
    found = dict(_COURSES(answer.viewer, answer.run.pk, keys))
    return [found.get(key) for key in keys]


def _courses(viewer: Viewer, run: int, keys: list[int]) -> Any:
    return Grade.objects.visible_to(viewer).filter(run=run, account__in=keys).values_list("account_id", "months")


_COURSES: Final[Prepared[tuple[int, list[float]]]] = Prepared(_courses)


def _codes(viewer: Viewer, keys: Sequence[int]) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    rows = AccountCode.objects.visible_to(viewer).filter(account__in=keys)
    for key, code in rows.order_by("code").values_list("account_id", "code"):
        codes[key].append(code)
    return codes


def _cell(answer: Answer, column: Column, key: int, value: Any) -> Cell:
    if column.kind is Kind.TIER:
        label = answer.tiers[value].label if value < len(answer.tiers) else None
        return Cell(column, label, value, key in answer.known.overrides)
    if column.kind is Kind.MOVE:
        return Cell(column, _word(movement.LABELS, value), value)
    if column.code == "pattern":
        return Cell(column, _word(pattern.LABELS, value))
    return Cell(column, value)


def _word(labels: dict[str, Text], code: str | None) -> Text | None:
    return labels.get(code or "")
