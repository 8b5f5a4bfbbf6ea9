"""Lost, declining, growing, stable and new accounts."""

from datetime import date

import numpy as np
import pytest

from openkam.analysis.methods.rhythm.movement import LABELS, movement
from tests.analysis.ledger_facts import facts_of, month_end, units

SINCE = date(2022, 1, 1)


@pytest.mark.parametrize(
    ("before", "recent", "code"),
    [(10.0, 10.0, "STABLE"), (10.0, 8.1, "STABLE"), (10.0, 8.0, "DECLINING"), (10.0, 12.0, "GROWING")],
)
def test_a_fifth_is_a_change(before: float, recent: float, code: str):
    lines = [("A", month_end(back), recent if back < 12 else before, None) for back in range(24)]
    found = movement(facts_of(lines, since=SINCE))
    assert (found.code.tolist(), found.months) == ([code], 12)
    assert found.change_share[0] == pytest.approx(recent / before - 1)
    assert (found.recent[0], found.before[0]) == (12 * units(recent), 12 * units(before))


@pytest.mark.parametrize(
    ("backs", "code"),
    [
        ((23, 20, 18, 15, 12, 9), "LOST"),
        ((30, 18, 6), "STABLE"),
        ((33, 20, 8), "STABLE"),
        ((20,), "NOTHING_TO_COMPARE"),
        ((3, 2), "NEW"),
        ((8,), "NOTHING_TO_COMPARE"),
        ((30, 28, 1), "GROWING"),
    ],
)
def test_movements(backs: tuple[int, ...], code: str):
    facts = facts_of([("A", month_end(back), 10.0, None) for back in backs], since=SINCE)
    assert movement(facts).code.tolist() == [code]


def test_a_shorter_ledger_compares_shorter_windows():
    lines = [("A", month_end(back), 10.0 if back > 2 else 5.0, None) for back in range(7)]
    found = movement(facts_of(lines, since=date(2025, 6, 1)))
    assert (found.months, found.code.tolist(), found.change_share.tolist()) == (3, ["DECLINING"], [-0.5])


def test_five_months_say_nothing():
    found = movement(facts_of([("A", month_end(back), 10.0, None) for back in range(5)]))
    assert (found.months, found.code.tolist()) == (0, ["TOO_SHORT"])
    assert np.isnan(found.change_share).all()


def test_every_account_with_a_line_has_a_word_and_a_potential_customer_has_none():
    lines = [("A", month_end(back), 10.0, None) for back in range(30)]
    lines += [("B", month_end(8), 10.0, None), ("C", month_end(20), -10.0, None), ("D", month_end(40), 10.0, None)]
    lines += [("E", month_end(3), 10.0, None), ("E", month_end(2), -10.0, None), ("E", month_end(33), 1.0, None)]
    found = movement(facts_of(lines, since=SINCE, customers={"Z": {}}))
    assert all(code in LABELS for code in found.code[:5])
    assert found.code[5] == ""
