"""Share of wallet."""

import pytest

from openkam.analysis.methods.portfolio.wallet import share_by_rank, share_of_wallet, wallet_gap
from tests.analysis.ledger_facts import facts_of, month_end, units

FACTS = facts_of(
    [("A", month_end(1), 10.0, None), ("B", month_end(1), 10.0, None), ("C", month_end(1), 10.0, None)],
    customers={"A": {"wallet_amount": units(40)}, "B": {"wallet_amount": units(8)}},
)


def test_ten_of_forty_is_a_quarter_and_a_wallet_is_never_less_than_our_sales():
    assert share_of_wallet(FACTS).values.tolist() == [0.25, 1.0, 0.0]
    assert wallet_gap(FACTS).values.tolist() == [units(30), 0, 0]
    assert share_of_wallet(FACTS).known.tolist() == wallet_gap(FACTS).known.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("suppliers", "shares"), [(2, [0.667, 0.333]), (3, [0.5, 0.333, 0.167]), (4, [0.4, 0.3, 0.2, 0.1])]
)
def test_the_wallet_allocation_rule(suppliers: int, shares: list[float]):
    found = [share_by_rank(rank, suppliers) for rank in range(1, suppliers + 1)]
    assert found == pytest.approx(shares, abs=5e-4)
    assert sum(found) == pytest.approx(1)
