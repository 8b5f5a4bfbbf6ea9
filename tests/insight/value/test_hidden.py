"""Giants that are none."""

from datetime import date

import numpy as np
from tests.analysis.ledger_facts import Line, facts_of

from openkam.insight.value.hidden import giants, hidden_money
from openkam.insight.value.portfolio import portfolio_of

DAY, LATER = date(2025, 6, 10), date(2025, 9, 10)


def test_giants_are_the_first_few_and_never_more_than_a_fifth_of_a_small_ledger() -> None:
    assert giants(np.arange(1, 11)).sum() == 2
    assert giants(np.arange(1, 5001)).sum() == 50
    assert giants(np.zeros(10, np.int64)).sum() == 0
    assert giants(np.zeros(0, np.int64)).sum() == 0


def test_returns_losses_and_single_orders_of_giants_are_found() -> None:
    lines: list[Line] = [(f"C{place:02}", day, 100.0, 60.0) for place in range(20) for day in (DAY, LATER)]
    lines += [("R", DAY, 9_000.0, 5_000.0), ("R", LATER, -8_990.0, -5_000.0)]
    lines += [("L", DAY, 5_000.0, 5_500.0), ("L", LATER, 5_000.0, 5_500.0), ("O", DAY, 7_000.0, 4_000.0)]
    facts = facts_of(lines)
    found = hidden_money(facts, portfolio_of(facts))
    code = facts.code.tolist()
    assert [code[index] for index in found.cancelled] == ["R"]
    assert [code[index] for index in found.losing] == ["L"]
    assert [code[index] for index in found.one_off] == ["O"]
