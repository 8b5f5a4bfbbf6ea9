"""Money in the database stays exact, whatever the database makes of decimals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkam.core.fields import MoneyField, TooFineAnAmount

AMOUNTS = st.integers(-(2**63) + 1, 2**63 - 1).map(lambda units: Decimal(units).scaleb(-4))


@given(AMOUNTS)
def test_any_amount_comes_back_as_it_went_in(amount: Decimal) -> None:
    field = MoneyField()
    stored = field.get_prep_value(amount)
    assert isinstance(stored, int)
    assert field.from_db_value(stored) == amount


@given(st.lists(AMOUNTS, max_size=20))
def test_sums_of_stored_amounts_are_sums_of_amounts(amounts: list[Decimal]) -> None:
    field = MoneyField()
    assert field.from_db_value(sum(field.get_prep_value(amount) for amount in amounts)) == sum(amounts, Decimal(0))


def test_an_amount_finer_than_four_decimals_is_refused() -> None:
    with pytest.raises(TooFineAnAmount):
        MoneyField().get_prep_value(Decimal("0.00001"))


def test_unknown_stays_unknown() -> None:
    assert MoneyField().from_db_value(None) is None
    assert MoneyField().get_prep_value(None) is None
