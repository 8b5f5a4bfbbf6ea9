"""Giants that are none."""

from dataclasses import replace
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


def test_the_rank_of_spellings_counts_the_other_spellings_together_too() -> None:
    names = {"A": "Harbour Steel", "B": "HARBOUR STEEL", "C": "Quarry Cement", "D": "quarry cement", "E": "Elm Works"}
    amounts = {"A": 60.0, "B": 50.0, "C": 40.0, "D": 45.0, "E": 80.0}
    lines: list[Line] = [(code, DAY, amount, 0.0) for code, amount in amounts.items()]
    facts = facts_of(lines)
    facts = replace(facts, name=np.array([names[code] for code in facts.code.tolist()], str))
    found = hidden_money(facts, portfolio_of(facts))
    assert [twins.rank for twins in found.twins] == [1, 2]
