"""Money: Decimal with a currency; arrays hold it as whole units of 1/10,000."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from openkam.analysis.schema import MONEY_SCALE
from openkam.analysis.words import Text
from openkam.core.problem import Problem

if TYPE_CHECKING:
    from openkam.analysis.column import Array

LARGEST_UNITS = 2**63 - 1
"""No sum is larger: arrays and databases hold whole units of 1/10,000 in 64 bits."""

CENT = Decimal("0.01")
_UNITS_OF_CENT = MONEY_SCALE // 100
_HALF_CENT = _UNITS_OF_CENT // 2


SUM_TOO_LARGE = "SUM_TOO_LARGE"


@dataclass(frozen=True)
class Money:
    """An amount in one currency; `currency` is None where the source named none."""

    amount: Decimal
    currency: str | None

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise MixedCurrencies(self.currency, other.currency)
        return Money(self.amount + other.amount, self.currency)


class MixedCurrencies(Exception):
    """Two currencies cannot be added without a dated rate."""


def sum_too_large(*, file: str | None = None, value: str | None = None) -> Problem:
    """What is said where amounts add up to more than can be kept exactly; nearly always they are no amounts at all."""
    return Problem(
        Text(
            "The amounts add up to more than 922 million million of a currency, which cannot be kept exactly.",
            "金额合计超过 922 万亿，无法精确保存。",
        ),
        remedy=Text(
            "Check which column holds the amount and what its decimal mark is: numbers of documents and phones are no "
            "amounts. If they are right, export them in thousands.",
            "请检查哪一列是金额、小数点是哪一个：单据号、电话号码不是金额。如果金额无误，请以千元为单位导出。",
        ),
        file=file,
        value=value,
        code=SUM_TOO_LARGE,
    )


def amount_of(units: int) -> Decimal:
    """The exact amount of a whole number of 1/10,000."""
    return Decimal(int(units)) / MONEY_SCALE


def cents(units: int) -> str:
    """The amount with two decimals, half up, as a plain string: `-1234.50`."""
    size = (abs(int(units)) + _HALF_CENT) // _UNITS_OF_CENT
    return f"{'-' if units < 0 else ''}{size // 100}.{size % 100:02d}"


def cents_of(units: "Array") -> list[str]:
    """`cents` of each of many amounts (int64), at a quarter of the work."""
    whole, rest = divmod((abs(units) + _HALF_CENT) // _UNITS_OF_CENT, 100)
    signs = ["-" if is_below else "" for is_below in (units < 0).tolist()]
    parts = zip(signs, whole.tolist(), rest.tolist(), strict=True)
    return [f"{sign}{amount}{_POINTED_CENTS[rest]}" for sign, amount, rest in parts]


_POINTED_CENTS = [f".{rest:02d}" for rest in range(100)]
