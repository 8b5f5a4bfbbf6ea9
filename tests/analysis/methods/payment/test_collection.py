"""Days sales outstanding and collection effectiveness against their published vectors."""

from datetime import date

import pytest

from openkam.analysis.methods.payment.collection import (
    best_days,
    collection_effectiveness,
    count_back,
    count_back_days,
    days_delinquent,
    days_outstanding,
    simple_days,
)
from tests.analysis.ledger_facts import facts_of, month_end


@pytest.mark.parametrize(("open_amount", "sales"), [(150_000, 1_800_000), (100_000, 1_200_000)])
def test_simple_days(open_amount: int, sales: int):
    assert days_outstanding(open_amount, sales, 365) == pytest.approx(30.4, abs=0.02)
    assert days_outstanding(open_amount, 0, 365) is None


@pytest.mark.parametrize(
    ("open_amount", "sales", "lengths", "days"),
    [
        (212, [100, 80, 70], [30, 30, 30], 73.71),
        (212, [100, 80, 70], [31, 30, 31], 75.17),
        (100, [40, 35, 50], [30, 31, 30], 76),
        (0, [40], [30], 0),
        (-5, [40], [30], 0),
        (30, [0, -5, 60], [31, 28, 30], 74),
    ],
)
def test_count_back(open_amount, sales, lengths, days):
    assert count_back_days(open_amount, sales, lengths) == pytest.approx(days, abs=0.005)


def test_count_back_needs_enough_months():
    assert count_back_days(100, [40, 35], [30, 30]) is None


def test_collection_effectiveness():
    assert collection_effectiveness(100, 80, 90, 60) == 0.75
    assert collection_effectiveness(0, 10, 10, 10) is None


def test_the_three_forms_of_an_account():
    facts = facts_of(
        [("A", month_end(2), 70.0, None), ("A", month_end(1), 80.0, None), ("A", month_end(0), 100.0, None)],
        since=date(2025, 1, 1),
        customers={"A": {"payment_terms_days": 30}, "B": {}},
        payments=[("A", None, date(2025, 12, 1), 38.0)],
    )
    assert simple_days(facts).values[0] == pytest.approx(212 / 250 * 365)
    assert best_days(facts).values[0] == pytest.approx(100 / 250 * 365)
    assert days_delinquent(facts).values[0] == pytest.approx(112 / 250 * 365)
    assert count_back(facts).values[0] == pytest.approx(31 + 30 + 32 / 70 * 31)
    assert count_back(facts).known.tolist() == [True, True]
    assert simple_days(facts).known.tolist() == [True, False]


def test_a_debt_older_than_the_ledger_has_no_count_back():
    owed = [("A", date(2025, 1, 1), None, 900.0)]
    assert not count_back(facts_of([("A", month_end(1), 70.0, None)], payments=owed)).known[0]
