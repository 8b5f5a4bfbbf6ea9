"""The cells of the list as markup, written by plain functions: fifty rows of a dozen cells are asked for at once."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from markupsafe import Markup

from openkam.analysis.words import Language, Text
from openkam.web.accounts.listing.columns import Kind
from openkam.web.accounts.listing.rows import Cell, ListRow
from openkam.web.ui.charts.spark import sparkline
from openkam.web.ui.escaping import filled
from openkam.web.ui.shapes import chip_shape, tier_shape
from openkam.web.ui.words import money, number, share

_MONTHS: Final = 12
_LATEST_TIER: Final = 5


def body(rows: Sequence[ListRow], language: Language, *, may_assign: bool) -> Markup:
    """The rows of the table; `may_assign` gives each a box to choose it by."""
    return filled("{}" * len(rows), *[_row(row, language, may_assign=may_assign) for row in rows])


def _row(row: ListRow, language: Language, *, may_assign: bool) -> Markup:
    cells = [
        _name(row, language, may_assign=may_assign)
        if one.column.code == "name"
        else _CELLS[one.column.kind](one, language)
        for one in row.cells
    ]
    return filled("<tr>" + "{}" * len(cells) + "</tr>\n", *cells)


def _name(row: ListRow, language: Language, *, may_assign: bool) -> Markup:
    box = ""
    if may_assign:
        box = filled(_BOX, row.key, _CHOOSE.to(language), row.name)
    return filled('<th scope="row">{}<a href="/accounts/{}/">{}</a></th>', box, row.key, row.name)


def _tier(one: Cell, language: Language) -> Markup:
    if not one.value:
        shown = filled(_TIER, "none", "–", _NO_TIER.to(language))
    else:
        place = f"t{min(one.more or 0, _LATEST_TIER)}"
        shown = filled(_TIER, place, tier_shape(one.more), one.value.to(language))
    by_hand = _BY_HAND.to(language)
    return filled("<td>{}{}</td>", shown, filled(_SET, by_hand, by_hand) if one.is_set else "")


def _spark(one: Cell, language: Language) -> Markup:
    return filled('<td class="spark-cell">{}</td>', sparkline(one.value or [], _SPARK.to(language)))


def _money(one: Cell, language: Language) -> Markup:
    return filled(_SIGNED, _sign(one.value), money(language, one.value))


def _share(one: Cell, language: Language) -> Markup:
    return filled(_SIGNED, _sign(one.value), share(language, one.value))


def _years(one: Cell, language: Language) -> Markup:
    return _figure(number(language, None if one.value is None else one.value / _MONTHS))


def _days(one: Cell, language: Language) -> Markup:
    return _figure(number(language, one.value, 0))


def _number(one: Cell, language: Language) -> Markup:
    return _figure(number(language, one.value))


def _move(one: Cell, language: Language) -> Markup:
    if one.value and one.is_news:
        return filled(_CHIP, one.chip, chip_shape(one.chip), one.value.to(language))
    return filled('<td><span class="quiet">{}</span></td>', one.value.to(language) if one.value else "–")


def _text(one: Cell, language: Language) -> Markup:
    if not one.value:
        return _NOTHING
    return filled("<td>{}</td>", one.value.to(language) if isinstance(one.value, Text) else one.value)


def _figure(written: str) -> Markup:
    return filled('<td class="number">{}</td>', written)


def _sign(value: Any) -> str:
    return " negative" if value is not None and value < 0 else ""


_CELLS: Final[dict[Kind, Callable[[Cell, Language], Markup]]] = {
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
_NOTHING: Final = Markup('<td><span class="quiet">–</span></td>')
_SIGNED: Final = '<td class="number{}">{}</td>'
_BOX: Final = '<input type="checkbox" name="account" value="{}" aria-label="{} {}"> '
_TIER: Final = '<span class="tier {}"><span class="shape" aria-hidden="true">{}</span>{}</span>'
_SET: Final = ' <span class="quiet" title="{}">✎<span class="unseen">{}</span></span>'
_CHIP: Final = '<td><span class="chip {}"><span class="shape" aria-hidden="true">{}</span>{}</span></td>'
