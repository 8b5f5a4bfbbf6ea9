"""A list behind a chart, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np

from openkam.analysis.column import Array
from openkam.analysis.words import Text
from openkam.insight.grading.models import Run
from openkam.web.portfolio.behind import Behind, Column, behind
from openkam.web.portfolio.forms import Asked
from openkam.web.portfolio.scope import Scope
from openkam.web.ui.paging import Pager, pager

ROWS: Final = 50
_DIGITS: Final = 9


@dataclass(frozen=True)
class Cell:
    """A figure; None unknown."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Line:
    """One account: `place` of its tier, -1 none."""

    key: int
    name: str
    tier: Text | None
    place: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ListPage:
    """The page; `like` leads to the list of accounts where that knows such a filter, blank where not."""

    title: Text
    run: Run | None
    currency: Text
    heads: Sequence[Column]
    lines: Sequence[Line]
    pager: Pager
    asked: Asked
    back: str
    like: str


def list_page(scope: Scope, *, which: str, number: str) -> ListPage:
    """Page `number` of a list.

    Raises Problem where there is no such list for this viewer; without a run every list is empty.
    """
    back = f"/portfolio/?{scope.asked.query()}"
    if scope.standing is None:
        nothing = Text("Nothing is graded yet", "尚未分级")
        return ListPage(nothing, scope.run, scope.currency, (), (), pager(1, ROWS, 0, str), scope.asked, back, "")
    found = behind(scope, which)
    asked = int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else 1
    shown = pager(asked, ROWS, len(found.rows), lambda page: _address(scope, which, page))
    return ListPage(
        title=found.title,
        run=scope.run,
        currency=scope.currency,
        heads=found.columns,
        lines=lines_of(scope, found, max(0, shown.first - 1), shown.latest),
        pager=shown,
        asked=scope.asked,
        back=back,
        like=_like(scope, found),
    )


def lines_of(scope: Scope, found: Behind, start: int = 0, stop: int | None = None) -> list[Line]:
    """Some places of a list."""
    rows: list[int] = found.rows[start:stop].tolist()
    figures = [_cells(column, column.values[start:stop]) for column in found.columns]
    places = scope.places[rows].tolist() if rows else []
    return [
        Line(scope.key(row), scope.name(row), scope.tiers[place].label if place >= 0 else None, place, tuple(cells))
        for row, place, *cells in zip(rows, places, *figures, strict=True)
    ]


def _cells(column: Column, values: Array) -> list[Cell]:
    known = np.isfinite(values).tolist()
    pairs = zip(values.tolist(), known, strict=True)
    return [Cell(column.kind, value if is_known else None) for value, is_known in pairs]


def _address(scope: Scope, which: str, page: int) -> str:
    more = (("which", which), ("page", str(page))) if page > 1 else (("which", which),)
    return f"/portfolio/accounts/?{scope.asked.query(*more)}"


def _like(scope: Scope, found: Behind) -> str:
    """The list of accounts shows the latest run only."""
    if not found.like or not scope.is_latest:
        return ""
    return f"/accounts/?{urlencode([*found.like, *scope.asked.filters()])}"
