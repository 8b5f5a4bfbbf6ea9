"""Three signals in a quarter make a turning account."""

from datetime import date, timedelta

from openkam.analysis.methods.rhythm.turning import turning
from tests.analysis.ledger_facts import facts_of, month_end

LINES = [("GOOD", month_end(back), 100.0, None) for back in range(15)] + [
    ("BAD", month_end(back), 100.0 if back > 2 else 60.0, None) for back in range(15)
]
RETURNS = [("BAD", month_end(1) + timedelta(2), -20.0, None)]
DISCOUNTS = {index: 10.0 for index, line in enumerate(LINES) if line[0] == "BAD" and line[1] >= date(2025, 10, 1)}
PAID_LATE = [
    ("BAD", None, month_end(back) + timedelta(15 if back > 2 else 45), 100.0 if back > 2 else 60.0)
    for back in range(14, 1, -1)
]


def test_falling_share_returns_and_discounts_turn_an_account():
    found = turning(facts_of(LINES + RETURNS, discounts=DISCOUNTS))
    assert found.raised.tolist() == [[True, False, True, True], [False] * 4]
    assert found.is_turning.tolist() == [True, False]
    assert found.before[0, 0] == 0.5
    assert found.recent[0, 2] == 20 / 180


def test_two_signals_do_not():
    found = turning(facts_of(LINES + RETURNS))
    assert (found.raised.sum(axis=1).tolist(), found.is_turning.any()) == ([2, 0], False)


def test_longer_payment_is_a_signal():
    found = turning(facts_of(LINES + RETURNS, payments=PAID_LATE))
    assert found.raised[0].tolist() == [True, True, True, False]
    assert found.recent[0, 1] - found.before[0, 1] >= 10


def test_five_months_of_ledger_say_nothing():
    assert turning(facts_of([("A", month_end(back), 1.0, None) for back in range(5)])) is None
