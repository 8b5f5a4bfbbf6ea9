"""The parts of the portfolio: charts, the first rows of lists, and the findings above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.insight.value.curves import Curves, curves_of
from openkam.insight.value.levers import balance_of, headroom_of
from openkam.insight.value.matrix import QUADRANT_LABELS, Quadrant, matrix_of
from openkam.web.portfolio import drawings
from openkam.web.portfolio.behind import Behind, Column, decliners, lost, one_offs, over_served, under_served
from openkam.web.portfolio.forms import MOST_PICKED
from openkam.web.portfolio.rows import rows_of
from openkam.web.portfolio.scope import Scope
from openkam.web.portfolio.threads import Thread, threads_of
from openkam.web.portfolio.what_if import TOP
from openkam.web.ui.charts.chart import Chart
from openkam.web.ui.charts.crowds import Crowd

FIRST_ROWS: Final = 10


@dataclass(frozen=True)
class Part:
    """A chart and the list behind it."""

    chart: Chart
    href: str
    count: int


@dataclass(frozen=True)
class Short:
    """The first rows of a list, written, and where all of it stands."""

    code: str
    title: Text
    heads: Sequence[Column]
    rows: Markup
    href: str
    count: int


@dataclass(frozen=True)
class Quarter:
    """A quarter of the matrix."""

    label: Text
    count: int
    href: str


@dataclass(frozen=True)
class Field:
    """The matrix of values and its quarters."""

    chart: Chart
    quarters: tuple[Quarter, ...]


@dataclass(frozen=True)
class Body:
    """What is computed once for the same accounts and months, whatever the floor; None leaves no trace of a part.

    offered  indices of accounts to try the loss of, the best first
    untold   accounts whose profit is unknown: they are in no share of profit
    """

    title: Text
    what: Text
    by_profit: bool
    untold: int
    count: int
    pareto: Part
    whale: Part | None
    threads: tuple[Thread, ...]
    largest: Chart
    matrix: Field | None
    tiers: Chart
    watched: tuple[Short, ...]
    served: tuple[Short, ...]
    offered: tuple[int, ...]


def body_of(scope: Scope, language: Language) -> Body:
    """Everything but the room for discounts and the trial; `scope` is a lasting one and has arrays."""
    shown = scope.shown
    curves = curves_of(shown)
    crowd = drawings.crowd_of(scope, curves.line.order, curves.line.cumulative)
    return Body(
        title=curves.title,
        what=shown.what,
        by_profit=shown.by_profit,
        untold=int(np.count_nonzero(~shown.counted)),
        count=len(shown.rows),
        pareto=Part(
            drawings.pareto_chart(scope, curves, crowd, language),
            scope.list_address("vital" if curves.line.accounts_for_80 else "all"),
            curves.line.accounts_for_80 or len(shown.rows),
        ),
        whale=_whale(scope, curves, crowd, language),
        threads=threads_of(curves.spread),
        largest=drawings.largest_chart(scope, curves, language),
        matrix=_matrix(scope, language),
        tiers=drawings.tiers_chart(scope, language),
        watched=tuple(
            _short(scope, code, found(scope), language)
            for code, found in (("decliners", decliners), ("lost", lost), ("one_offs", one_offs))
        ),
        served=_served(scope, language),
        offered=tuple(curves.line.order[: MOST_PICKED + TOP].tolist()),
    )


def room_of(scope: Scope, language: Language) -> Part | None:
    """How many accounts have how much room for discounts above the floor that is asked for."""
    found = headroom_of(scope.shown, floor_share=scope.asked.floor / 100)
    if found is None:
        return None
    return Part(drawings.room_chart(scope, found, language), scope.list_address("room"), len(found.known))


def _whale(scope: Scope, curves: Curves, crowd: Crowd, language: Language) -> Part | None:
    drawn = drawings.whale_chart(curves, crowd, language)
    if drawn is None or curves.curve is None:
        return None
    return Part(drawn, scope.list_address("losses"), curves.curve.loss_making)


def _matrix(scope: Scope, language: Language) -> Field | None:
    found = matrix_of(scope.shown)
    if found is None:
        return None
    quarters = tuple(
        Quarter(QUADRANT_LABELS[one], found.counts[one], scope.list_address(f"quadrant.{one.value}"))
        for one in Quadrant
    )
    return Field(drawings.matrix_chart(scope, found, language), quarters)


def _served(scope: Scope, language: Language) -> tuple[Short, ...]:
    found = balance_of(scope.shown)
    if found is None:
        return ()
    return (
        _short(scope, "over", over_served(scope, found), language),
        _short(scope, "under", under_served(scope, found), language),
    )


def _short(scope: Scope, code: str, found: Behind, language: Language) -> Short:
    rows = rows_of(scope, found, language, 0, FIRST_ROWS)
    return Short(code, found.title, found.columns, rows, scope.list_address(code), len(found.rows))
