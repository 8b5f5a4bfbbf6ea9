"""What people type on the pages of an archive, read and refused."""

from decimal import Decimal, InvalidOperation
from typing import Final

from django.http import QueryDict

from openkam.analysis.methods.statements.ratios import FIGURE_LABELS, Figures
from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.web.archive.finances import UNITS

_LARGEST: Final = 2**62


def year_of(text: str) -> int:
    """A year; 0 for anything else, which is refused as no year."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) == len("2026") else 0


def figures_of(form: QueryDict) -> Figures:
    """The figures of a year in the unit chosen; an empty field is unknown.

    Raises Problem where one is no number.
    """
    unit = form.get("unit", "1")
    if unit not in dict(UNITS):
        unit = "1"
    return Figures(**{name: _units(form.get(name, ""), int(unit), label) for name, label in FIGURE_LABELS.items()})


def _units(text: str, unit: int, label: Text) -> int | None:
    plain = text.replace(",", "").replace("，", "").replace(" ", "").strip()
    if not plain:
        return None
    try:
        amount = Decimal(plain) * unit * MONEY_SCALE
        if not amount.is_finite() or abs(amount) > _LARGEST:
            raise _no_amount(text, label)
    except InvalidOperation:
        raise _no_amount(text, label) from None
    return int(amount)


def _no_amount(text: str, label: Text) -> Problem:
    return Problem(
        Text("{figure}: this is not an amount.", "{figure}：金额无效。").filled(figure=label),
        remedy=Text("Write a number, such as 1200.5, and choose its unit.", "请填写数字，如 1200.5，并选择单位。"),
        value=text[:40],
    )
