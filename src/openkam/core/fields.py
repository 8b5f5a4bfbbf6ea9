"""Model fields that keep money exact."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from openkam.analysis.schema import MONEY_SCALE
from openkam.core.money import amount_of

_Set = TypeVar("_Set")
_Got = TypeVar("_Got")

if TYPE_CHECKING:

    class _Whole(models.Field[_Set, _Got]):
        """What may be written and what comes back: with `null=True` also None."""

        _pyi_private_set_type: Decimal | int
        _pyi_private_get_type: Decimal
        _pyi_lookup_exact_type: Decimal | int

else:

    class _Whole(models.BigIntegerField):
        def __class_getitem__(cls, _: Any) -> type:
            return cls


class TooFineAnAmount(Exception):
    """Money has four decimals; more would have to be rounded, which is the writer's decision."""


class MoneyField(_Whole[_Set, _Got]):
    """An exact amount: Decimal in Python, a whole number of 1/10,000 in the database.

    Not a DecimalField, because SQLite keeps those as binary floats and loses cents from about 15 digits on.
    Up to 922 trillion; the currency stands in a field beside it.
    """

    description = "An exact amount of money"

    def from_db_value(self, units: Any, *_: Any) -> Decimal | None:
        """The amount of a stored whole number; a sum may come as Decimal."""
        return None if units is None else amount_of(int(units))

    def to_python(self, value: Any) -> Any:
        """The amount as Decimal."""
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> Any:
        """The whole number to store.

        Raises TooFineAnAmount where the amount has more than four decimals.
        """
        if not isinstance(value, int | Decimal):
            return value
        units = Decimal(value) * MONEY_SCALE
        if units != units.to_integral_value():
            raise TooFineAnAmount(str(value))
        return int(units)
