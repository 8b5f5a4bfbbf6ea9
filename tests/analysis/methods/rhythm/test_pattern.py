"""Purchase patterns: the Bank of China test and its neighbours."""

from datetime import date

import pytest

from openkam.analysis.methods.rhythm.pattern import LABELS, purchase_pattern
from tests.analysis.ledger_facts import facts_of, month_end

SINCE = date(2021, 1, 1)


def pattern(*backs: int, amount: float = 10.0, since: date = SINCE) -> str:
    facts = facts_of([("A", month_end(back), amount, None) for back in backs], since=since)
    return str(purchase_pattern(facts).code[0])


def test_two_hundred_million_once_is_one_off_and_ten_million_in_each_of_three_years_is_sustained():
    assert pattern(30, amount=2e8) == "ONE_OFF"
    assert pattern(30, 18, 6, amount=1e7) == "SUSTAINED"


@pytest.mark.parametrize(
    ("backs", "code"),
    [
        (tuple(range(24)), "SUSTAINED"),
        ((9, 6, 3, 0), "SUSTAINED"),
        ((5, 3, 1), "NEW"),
        ((2,), "NEW"),
        ((7,), "ONE_OFF"),
        ((30, 29, 28), "ONE_OFF"),
        ((30, 6), "OCCASIONAL"),
        ((40, 39, 38, 37, 36, 35), "OCCASIONAL"),
    ],
)
def test_patterns(backs: tuple[int, ...], code: str):
    assert pattern(*backs) == code


def test_one_order_that_is_four_fifths_of_everything_is_one_off():
    lines = [("A", month_end(back), 1.0, None) for back in range(20)] + [("A", month_end(8), 80.0, None)]
    found = purchase_pattern(facts_of(lines, since=SINCE))
    assert found.code.tolist() == ["ONE_OFF"]
    assert found.largest_order_share[0] == pytest.approx(0.81)


def test_a_new_account_says_that_it_has_one_order_so_far():
    facts = facts_of([("A", month_end(2), 5.0, None)], since=SINCE, customers={"NOBODY": {}})
    found = purchase_pattern(facts)
    assert (found.code.tolist(), found.orders.tolist(), found.years.tolist()) == (["NEW", ""], [1, 0], [1, 0])


def test_nobody_is_new_to_a_ledger_of_nine_months():
    assert pattern(4, 3, 2, 1, 0, since=date(2025, 4, 1)) == "OCCASIONAL"


def test_a_purchase_taken_back_the_same_day_is_still_one_order():
    facts = facts_of([("A", month_end(9), 7.0, None), ("A", month_end(9), -7.0, None)], since=SINCE)
    assert purchase_pattern(facts).code.tolist() == ["ONE_OFF"]


def test_every_pattern_has_its_words():
    assert set(LABELS) == {"SUSTAINED", "ONE_OFF", "OCCASIONAL", "NEW"}
