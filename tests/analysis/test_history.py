"""How far the ledger reaches back, and the pauses of each account."""

from datetime import date

import pytest

from openkam.analysis.history import bought_periods, ledger_months, month_lengths, period_sums, purchases
from tests.analysis.ledger_facts import facts_of, month_end, units


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2024, 1, 1), date(2025, 12, 31), 24),
        (date(2024, 1, 8), date(2025, 12, 31), 24),
        (date(2024, 1, 20), date(2025, 12, 31), 23),
        (date(2010, 12, 1), date(2011, 12, 9), 12),
        (date(2025, 12, 20), date(2025, 12, 31), 0),
        (date(2025, 12, 31), date(2025, 12, 31), 0),
    ],
)
def test_whole_months_allow_for_a_quiet_start(since: date, until: date, months: int):
    assert ledger_months(facts_of([("A", until, 1.0, None)], since=since, until=until)) == months


def test_month_lengths_are_those_of_the_calendar():
    assert month_lengths(facts_of([]), 4).tolist() == [31, 30, 31, 30]


def test_pauses_count_days_with_purchases_only():
    lines = [
        ("A", date(2025, 10, 1), 10.0, None),
        ("A", date(2025, 10, 11), 10.0, None),
        ("A", date(2025, 12, 1), -5.0, None),
        ("B", date(2025, 12, 31), 1.0, None),
    ]
    bought = purchases(facts_of(lines, customers={"C": {}}))
    assert bought.days.tolist() == [2, 1, 0]
    assert bought.longest_pause.tolist() == [10, 0, 0]
    assert bought.silent_days.tolist() == [81, 0, -1]
    assert bought.longest_gap.tolist() == [81, 0, 0]
    assert bought.known.tolist() == [True, True, False]


def test_periods_with_purchases_and_their_sums():
    lines = [("A", month_end(back), 10.0, None) for back in (0, 0, 1, 5, 13)] + [("B", month_end(2), 4.0, None)]
    facts = facts_of(lines)
    assert bought_periods(facts, 1).tolist() == [4, 1]
    assert bought_periods(facts, 12, facts.window(12)).tolist() == [1, 1]
    assert period_sums(facts, facts.events.net, 3, 2).tolist() == [[units(30), units(4)], [units(10), 0]]


def test_a_ledger_without_purchases_has_no_pauses():
    assert purchases(facts_of([], customers={"C": {}})).longest_gap.tolist() == [0]
