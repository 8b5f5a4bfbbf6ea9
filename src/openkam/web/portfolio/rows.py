"""The lines of a list behind a chart as markup, written by plain functions: a page has fifty of them."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Text
from openkam.core.figures import exact_money, money_in
from openkam.web.portfolio.behind import Behind, Column
from openkam.web.portfolio.scope import Scope
from openkam.web.ui.escaping import filled, joined
from openkam.web.ui.shapes import tier_shape
from openkam.web.ui.words import money, share

_LATEST_TIER: Final = 5
_NO_TIER: Final = Text("no tier", "未分级")
_NONE_WOULD: Final = Text("none would", "无论多少都不够")
_LINE: Final = (
    '<tr><th scope="row"><a href="/accounts/{}/">{}</a></th><td class="tier-cell"><span class="tier {}">'
    '<span class="shape" aria-hidden="true">{}</span>{}</span></td>{}</tr>\n'
)
_FIGURE: Final = '<td class="number">{}</td>'
_MONEY: Final = '<td class="number{}"><span class="figure" title="{}">{}</span></td>'
_NEGATIVE: Final = '<td class="number negative">{}</td>'
_QUIET: Final = '<td class="number quiet">{}</td>'


def rows_of(scope: Scope, found: Behind, language: Language, start: int = 0, stop: int | None = None) -> Markup:
    """Some places of a list: name, tier and figures; blank for none."""
    rows: list[int] = found.rows[start:stop].tolist()
    places = scope.places[rows].tolist() if rows else []
    figures = [_cells(column, column.values[start:stop], language) for column in found.columns]
    return joined(
        [
            filled(_LINE, scope.key(row), scope.name(row), *_tier(scope, place, language), joined(cells))
            for row, place, *cells in zip(rows, places, *figures, strict=True)
        ]
    )


def _tier(scope: Scope, place: int, language: Language) -> tuple[str, str, str]:
    """Its class, shape and name."""
    if place < 0:
        return "none", "–", _NO_TIER.to(language)
    return f"t{min(place, _LATEST_TIER)}", tier_shape(place), scope.tiers[place].label.to(language)


def _cells(column: Column, values: Array, language: Language) -> list[Markup]:
    known = np.isfinite(values).tolist()
    cell = _KINDS[column.kind]
    return [cell(value if is_known else None, language) for value, is_known in zip(values.tolist(), known, strict=True)]


def _money(value: Any, language: Language) -> Markup:
    if value is None:
        return filled(_FIGURE, money(language, value))
    return filled(_MONEY, "" if value >= 0 else " negative", exact_money(value), money_in(value, language))


def _share(value: float | None, language: Language) -> Markup:
    if value is None or value >= 0:
        return filled(_FIGURE, share(language, value))
    return filled(_NEGATIVE, f"-{share(language, -value)}")


def _extra(value: float | None, language: Language) -> Markup:
    return filled(_QUIET, _NONE_WOULD.to(language)) if value is None else _share(value, language)


_KINDS: Final[dict[str, Callable[[Any, Language], Markup]]] = {"money": _money, "share": _share, "extra": _extra}
