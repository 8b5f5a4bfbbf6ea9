"""A list behind a chart, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.insight.grading.models import Run
from openkam.web.portfolio.behind import Behind, Column, behind
from openkam.web.portfolio.forms import Asked
from openkam.web.portfolio.rows import rows_of
from openkam.web.portfolio.scope import Scope
from openkam.web.typed import whole_of
from openkam.web.ui.paging import Pager, pager

ROWS: Final = 50


@dataclass(frozen=True)
class ListPage:
    """The page, its `rows` written; `like` leads to the list of accounts where that knows such a filter, else blank."""

    title: Text
    run: Run | None
    currency: Text
    heads: Sequence[Column]
    rows: Markup
    pager: Pager
    asked: Asked
    back: str
    like: str


def list_page(scope: Scope, language: Language, *, which: str, number: str) -> ListPage:
    """Page `number` of a list.

    Raises Problem where there is no such list for this viewer; without a run every list is empty.
    """
    back = f"/portfolio/?{scope.asked.query()}"
    if scope.standing is None:
        nothing = Text("Nothing is graded yet", "尚未分级")
        return ListPage(nothing, scope.run, scope.currency, (), Markup(), pager(1, ROWS, 0, str), scope.asked, back, "")
    found = behind(scope, which)
    shown = pager(whole_of(number) or 1, ROWS, len(found.rows), lambda page: _address(scope, which, page))
    return ListPage(
        title=found.title,
        run=scope.run,
        currency=scope.currency,
        heads=found.columns,
        rows=rows_of(scope, found, language, max(0, shown.first - 1), shown.latest),
        pager=shown,
        asked=scope.asked,
        back=back,
        like=_like(scope, found),
    )


def _address(scope: Scope, which: str, page: int) -> str:
    more = (("which", which), ("page", str(page))) if page > 1 else (("which", which),)
    return f"/portfolio/accounts/?{scope.asked.query(*more)}"


def _like(scope: Scope, found: Behind) -> str:
    """The list of accounts shows the latest run only."""
    if not found.like or not scope.is_latest:
        return ""
    return f"/accounts/?{urlencode([*found.like, *scope.asked.filters()])}"
