"""Effort and profit in different places."""

from openkam.analysis.methods.portfolio.effort import effort_balance
from tests.analysis.ledger_facts import facts_of, month_end

LINES = [("A", month_end(1), 1000.0, 100.0), ("B", month_end(1), 500.0, 450.0), ("C", month_end(1), 500.0, 100.0)]


def test_much_effort_for_little_profit_and_the_reverse():
    service = [("B", month_end(1), 60.0, 0.0), ("A", month_end(1), 20.0, 0.0), ("C", month_end(1), 20.0, 0.0)]
    found = effort_balance(facts_of(LINES, service=service))
    assert (found.code.tolist(), found.by) == (["UNDER_SERVED", "OVER_SERVED", ""], "gross_profit")
    assert found.effort_share.tolist() == [0.2, 0.6, 0.2]


def test_amounts_stand_in_for_hours_and_sales_for_profit():
    lines = [(account, day, net, None) for account, day, net, _ in LINES]
    found = effort_balance(facts_of(lines, service=[("C", month_end(1), 0.0, 30.0)]))
    assert (found.code.tolist(), found.by) == (["UNDER_SERVED", "UNDER_SERVED", "OVER_SERVED"], "net_sales")


def test_without_effort_there_is_nothing_to_compare():
    assert effort_balance(facts_of(LINES)) is None
