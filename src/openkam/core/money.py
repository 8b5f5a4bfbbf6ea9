"""Money: Decimal with a currency; arrays hold it as whole units of 1/10,000."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from openkam.analysis.schema import MONEY_SCALE

if TYPE_CHECKING:
    from openkam.analysis.column import Array

CENT = Decimal("0.01")
_UNITS_OF_CENT = MONEY_SCALE // 100
_HALF_CENT = _UNITS_OF_CENT // 2


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
