"""The cells of the list as markup, written by plain functions: fifty rows of a dozen cells are asked for at once."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from openkam.analysis.column import Array
from openkam.analysis.words import Language, Text
from openkam.web.accounts.listing.answer import Answer
from openkam.web.accounts.listing.rows import Cell, ListRow, rows_at
from openkam.web.sight.columns import Kind
from openkam.web.ui.charts.spark import sparkline
from openkam.web.ui.escaping import filled, joined
from openkam.web.ui.shapes import chip_shape, tier_shape
from openkam.web.ui.words import money, number, share

_Written = tuple[str, tuple[object, ...]]
"""A pattern of this file and what stands in it."""

_MOST_KEPT: Final = 300
_MONTHS: Final = 12
_LATEST_TIER: Final = 5


def body(answer: Answer, rows: Array, language: Language, *, may_assign: bool) -> Markup:
    """These rows of the table; `may_assign` gives each a box to choose it by.

    A row drawn once is kept as long as what it rests on: nobody's acts touch it while its scene stands.
    """
    key = ("rows", language, may_assign, answer.asked.columns)
    kept: dict[int, Markup] = answer.scene.parts.of(key, dict)
    wanted: list[int] = rows.tolist()
    drawn = {row: kept.get(row) for row in wanted}
    missing = [row for row, markup in drawn.items() if markup is None]
    if missing:
        listed = rows_at(answer, np.array(missing))
        new = {row: _row(one, language, may_assign=may_assign) for row, one in zip(missing, listed, strict=True)}
        drawn |= new
        if len(kept) > _MOST_KEPT:
            kept.clear()
        kept |= new
    return joined(markup for markup in drawn.values() if markup is not None)


def _row(row: ListRow, language: Language, *, may_assign: bool) -> Markup:
    written = [
        _name(row, language, may_assign=may_assign)
        if one.column.code == "name"
        else _CELLS[one.column.kind](one, language)
        for one in row.cells
    ]
    pattern = "".join([pattern for pattern, _ in written])
    return filled(f"<tr>{pattern}</tr>\n", *[value for _, values in written for value in values])


def _name(row: ListRow, language: Language, *, may_assign: bool) -> _Written:
    if may_assign:
        return _CHOSEN, (row.key, _CHOOSE.to(language), row.name, row.key, row.name)
    return _NAME, (row.key, row.name)


def _tier(one: Cell, language: Language) -> _Written:
    if not one.value:
        shown: tuple[object, ...] = ("none", "–", _NO_TIER.to(language))
    else:
        shown = (f"t{min(one.more or 0, _LATEST_TIER)}", tier_shape(one.more), one.value.to(language))
    by_hand = _BY_HAND.to(language)
    return _TIER, (*shown, filled(_SET, by_hand, by_hand) if one.is_set else "")


def _spark(one: Cell, language: Language) -> _Written:
    return _DRAWN, (sparkline(one.value or [], _SPARK.to(language)),)


def _money(one: Cell, language: Language) -> _Written:
    return _SIGNED, (_sign(one.value), money(language, one.value))


def _share(one: Cell, language: Language) -> _Written:
    return _SIGNED, (_sign(one.value), share(language, one.value))


def _years(one: Cell, language: Language) -> _Written:
    return _FIGURE, (number(language, None if one.value is None else one.value / _MONTHS),)


def _days(one: Cell, language: Language) -> _Written:
    return _FIGURE, (number(language, one.value, 0),)


def _number(one: Cell, language: Language) -> _Written:
    return _FIGURE, (number(language, one.value),)


def _move(one: Cell, language: Language) -> _Written:
    if one.value and one.is_news:
        return _CHIP, (one.chip, chip_shape(one.chip), one.value.to(language))
    return _QUIET, (one.value.to(language) if one.value else "–",)


def _text(one: Cell, language: Language) -> _Written:
    if not one.value:
        return _QUIET, ("–",)
    return _PLAIN, (one.value.to(language) if isinstance(one.value, Text) else one.value,)


def _sign(value: Any) -> str:
    return " negative" if value is not None and value < 0 else ""


_CELLS: Final[dict[Kind, Callable[[Cell, Language], _Written]]] = {
    Kind.TEXT: _text,
    Kind.TIER: _tier,
    Kind.MOVE: _move,
    Kind.SPARK: _spark,
    Kind.MONEY: _money,
    Kind.SHARE: _share,
    Kind.SCORE: _number,
    Kind.DAYS: _days,
    Kind.YEARS: _years,
    Kind.HOURS: _number,
}
_CHOOSE: Final = Text("Choose", "选择")
_NO_TIER: Final = Text("no tier", "未分级")
_BY_HAND: Final = Text("set by a person", "人工调整")
_SPARK: Final = Text("Net sales of 24 months", "24个月净销售额")
_SIGNED: Final = '<td class="number{}">{}</td>'
_FIGURE: Final = '<td class="number">{}</td>'
_DRAWN: Final = '<td class="spark-cell">{}</td>'
_PLAIN: Final = "<td>{}</td>"
_QUIET: Final = '<td><span class="quiet">{}</span></td>'
_NAME: Final = '<th scope="row"><a href="/accounts/{}/">{}</a></th>'
_CHOSEN: Final = (
    '<th scope="row"><input type="checkbox" name="account" value="{}" aria-label="{} {}"> '
    '<a href="/accounts/{}/">{}</a></th>'
)
_TIER: Final = '<td><span class="tier {}"><span class="shape" aria-hidden="true">{}</span>{}</span>{}</td>'
_SET: Final = ' <span class="quiet" title="{}">✎<span class="unseen">{}</span></span>'
_CHIP: Final = '<td><span class="chip {}"><span class="shape" aria-hidden="true">{}</span>{}</span></td>'
