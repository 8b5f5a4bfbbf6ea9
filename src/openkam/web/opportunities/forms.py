"""What people type about opportunities, read and refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.users.models import User
from openkam.web.policy import found_or_404
from openkam.web.typed import day_of, key_of

Sent = Mapping[str, str]
UNITS: Final = (
    ("1", Text("yuan, dollars, …", "元")),
    ("1000", Text("thousand", "千元")),
    ("10000", Text("ten thousand", "万元")),
    ("1000000", Text("million", "百万元")),
    ("100000000", Text("hundred million", "亿元")),
)
"""In which an amount is typed."""
CURRENCIES: Final = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
"""Those offered first; any code of three letters is taken."""
_LARGEST: Final = 2**62
_ANSWERS: Final = {"yes": True, "no": False}


@dataclass(frozen=True)
class OpportunityForm:
    """An opportunity as typed; the action checks it."""

    name: str
    category: str
    owner: User | None
    amount_units: int | None
    currency: str
    expected_date: date | None
    bid_date: date | None
    opened_date: date | None

    @property
    def fields(self) -> dict[str, Any]:
        """As the actions take it."""
        return dict(vars(self))


def opportunity_form(viewer: Viewer, sent: Sent) -> OpportunityForm:
    """The fields of a new or changed opportunity.

    Raises Problem where an amount or a day is none, Http404 where nobody of this key works here.
    """
    owner = key_of(sent.get("owner", ""))
    return OpportunityForm(
        name=sent.get("name", ""),
        category=sent.get("category", ""),
        owner=found_or_404(User.objects.visible_to(viewer), pk=owner) if owner is not None else None,
        amount_units=_units(sent.get("amount", ""), sent.get("unit", "")),
        currency=sent.get("currency", ""),
        expected_date=day_of(sent.get("expected", "")),
        bid_date=day_of(sent.get("bid", "")),
        opened_date=day_of(sent.get("opened", "")),
    )


def lowest_price_of(sent: Sent) -> bool | None:
    """Whether ours was the lowest price of a lost one; None: nobody knows, or it was not lost."""
    return _ANSWERS.get(sent.get("lowest", "")) if sent.get("outcome") == "LOST" else None


def amount_text(units: int | None) -> str:
    """An amount as a form holds it: exact, without zeros nobody typed."""
    return f"{Decimal(units) / MONEY_SCALE:f}" if units is not None else ""


def _units(text: str, unit: str) -> int | None:
    plain = text.replace(",", "").replace("，", "").replace(" ", "").strip()
    if not plain:
        return None
    scale = int(unit) if unit in dict(UNITS) else 1
    try:
        amount = Decimal(plain) * scale * MONEY_SCALE
    except ArithmeticError:  # no number, or one too large to be worked with
        raise _no_amount(text) from None
    if not amount.is_finite() or abs(amount) > _LARGEST:
        raise _no_amount(text)
    return int(amount)


def _no_amount(text: str) -> Problem:
    return Problem(
        Text("This is not an amount.", "金额无效。"),
        remedy=Text("Write a number, such as 1200.5, and choose its unit.", "请填写数字，如 1200.5，并选择单位。"),
        value=text[:40],
    )
